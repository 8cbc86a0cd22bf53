//! The picture in the corner with the account menu behind it.

use serde_json::Value;

use super::{
    UserButtonOptions,
    mounted::{Mounted, Needs},
};
use crate::{prelude::*, props::Props};

/// Clerk's `<UserButton/>`. Where signing out leads is the provider's `after_sign_out_url`.
#[component]
pub fn UserButton(
    /// Show the name beside the picture.
    #[prop(optional)]
    show_name: Option<bool>,
    /// A page with [`UserProfile`](crate::UserProfile); without it the profile opens as a modal.
    #[prop(optional, into)]
    user_profile_url: Option<String>,
    /// Where to go after changing to another session of this browser.
    #[prop(optional, into)]
    after_switch_session_url: Option<String>,
    /// Where "add account" leads.
    #[prop(optional, into)]
    sign_in_url: Option<String>,
    /// Clerk's `userProfileProps` object, for the modal.
    #[prop(optional)]
    user_profile_props: Option<Value>,
    /// The rarer ones.
    #[prop(optional)]
    options: UserButtonOptions,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it the button's size, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let mode = user_profile_url.as_ref().map(|_| "navigation".to_owned());
    let props = Props::default()
        .flag("showName", show_name)
        .text("userProfileMode", mode)
        .text("userProfileUrl", user_profile_url)
        .text("afterSwitchSessionUrl", after_switch_session_url)
        .text("signInUrl", sign_in_url)
        .value("userProfileProps", user_profile_props)
        .value("appearance", appearance)
        .and(options.0);
    view! { <Mounted name="UserButton" needs=Needs::Nothing props class/> }
}
