//! The picture of the user.

use serde_json::Value;

use super::mounted::{Host, Needs};
use crate::{prelude::*, props::Props};

/// Clerk's `<UserAvatar/>`: the picture of the user and nothing behind it.
#[component]
pub fn UserAvatar(
    /// Round, as it is without this, or square.
    #[prop(optional)]
    rounded: Option<bool>,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it a size, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let props = Props::default().flag("rounded", rounded).value("appearance", appearance);
    view! { <div class=class data-clerk-component="UserAvatar"><Host name="UserAvatar" needs=Needs::User props/></div> }
}
