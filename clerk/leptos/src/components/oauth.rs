//! What a person is asked when another app, or a device, wants to act for them. Both need the instance to have OAuth applications.

use serde_json::Value;

use super::mounted::{Mounted, Needs};
use crate::{prelude::*, props::Props};

/// Clerk's `<OAuthConsent/>`: lets another app act for the user, or not. What it asks for is in the page's address.
#[component]
pub fn OAuthConsent(
    /// The app that asks, if not the one in the address.
    #[prop(optional, into)]
    oauth_client_id: Option<String>,
    /// What it asks for, if not what the address says.
    #[prop(optional, into)]
    scope: Option<String>,
    /// Where to go with the answer.
    #[prop(optional, into)]
    redirect_url: Option<String>,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it a size, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let props = Props::default()
        .text("oauthClientId", oauth_client_id)
        .text("scope", scope)
        .text("redirectUrl", redirect_url)
        .value("appearance", appearance);
    view! { <Mounted name="OAuthConsent" needs=Needs::User props class/> }
}

/// Clerk's `<OAuthDeviceVerification/>`: takes the code that a device shows.
#[component]
pub fn OAuthDeviceVerification(
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it a size, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let props = Props::default().value("appearance", appearance);
    view! { <Mounted name="__internal_OAuthDeviceVerification" needs=Needs::User props class/> }
}
