//! The form of those who wait to be let in.

use serde_json::Value;

use super::mounted::{Mounted, Needs};
use crate::{prelude::*, props::Props};

/// Clerk's `<Waitlist/>`. Needs the instance's sign-up mode to be a waitlist.
#[component]
pub fn Waitlist(
    /// Where to go afterwards.
    #[prop(optional, into)]
    after_join_waitlist_url: Option<String>,
    /// Where the link to sign-in leads, if not to the provider's.
    #[prop(optional, into)]
    sign_in_url: Option<String>,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it a size, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let props = Props::default()
        .text("afterJoinWaitlistUrl", after_join_waitlist_url)
        .text("signInUrl", sign_in_url)
        .value("appearance", appearance);
    view! { <Mounted name="Waitlist" needs=Needs::Nothing props class/> }
}
