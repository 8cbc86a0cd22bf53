//! The sign-up form.

use serde_json::Value;

use crate::prelude::*;

use super::{
    Routing, SignUpOptions,
    mounted::{Mounted, Needs},
};

/// Clerk's `<SignUp/>`.
#[component]
pub fn SignUp(
    /// Where the steps live; a path makes them pages of their own.
    #[prop(optional, into)]
    routing: Routing,
    /// Where the link to sign-in leads, if not to the provider's.
    #[prop(optional, into)]
    sign_in_url: Option<String>,
    /// Where to go afterwards, unless the address asks for a page.
    #[prop(optional, into)]
    fallback_redirect_url: Option<String>,
    /// Where to go afterwards, whatever the address asks for.
    #[prop(optional, into)]
    force_redirect_url: Option<String>,
    /// The same for those who sign in instead.
    #[prop(optional, into)]
    sign_in_fallback_redirect_url: Option<String>,
    /// The same for those who sign in instead.
    #[prop(optional, into)]
    sign_in_force_redirect_url: Option<String>,
    /// Metadata of the new user that the browser may write.
    #[prop(optional)]
    unsafe_metadata: Option<Value>,
    /// Fields to fill in: `emailAddress`, `firstName`, `lastName`, …
    #[prop(optional)]
    initial_values: Option<Value>,
    /// The rarer ones.
    #[prop(optional)]
    options: SignUpOptions,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it a minimal height, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let props = routing
        .props()
        .text("signInUrl", sign_in_url)
        .text("fallbackRedirectUrl", fallback_redirect_url)
        .text("forceRedirectUrl", force_redirect_url)
        .text("signInFallbackRedirectUrl", sign_in_fallback_redirect_url)
        .text("signInForceRedirectUrl", sign_in_force_redirect_url)
        .value("unsafeMetadata", unsafe_metadata)
        .value("initialValues", initial_values)
        .value("appearance", appearance)
        .and(options.0);
    view! { <Mounted name="SignUp" needs=Needs::Nothing props class/> }
}
