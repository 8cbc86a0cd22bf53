//! Keys for programs that call the app.

use serde_json::Value;

use super::mounted::{Mounted, Needs};
use crate::{prelude::*, props::Props};

/// Clerk's `<APIKeys/>`: makes, lists and revokes the API keys of the user, or of the active organization. Needs API keys to be switched on for the
/// instance.
#[component]
pub fn APIKeys(
    /// How many on a page.
    #[prop(optional)]
    per_page: Option<u32>,
    /// Show the descriptions.
    #[prop(optional)]
    show_description: Option<bool>,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it a size, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let props = Props::default()
        .value("perPage", per_page.map(Value::from))
        .flag("showDescription", show_description)
        .value("appearance", appearance);
    view! { <Mounted name="APIKeys" needs=Needs::User props class/> }
}
