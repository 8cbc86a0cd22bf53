//! The sign-in form.

use serde_json::Value;

use crate::prelude::*;

use super::{
    Routing, SignInOptions,
    mounted::{Mounted, Needs},
};

/// Clerk's `<SignIn/>`.
#[component]
pub fn SignIn(
    /// Where the steps live; a path makes them pages of their own.
    #[prop(optional, into)]
    routing: Routing,
    /// Where the link to sign-up leads, if not to the provider's.
    #[prop(optional, into)]
    sign_up_url: Option<String>,
    /// Where to go afterwards, unless the address asks for a page.
    #[prop(optional, into)]
    fallback_redirect_url: Option<String>,
    /// Where to go afterwards, whatever the address asks for.
    #[prop(optional, into)]
    force_redirect_url: Option<String>,
    /// The same for those who sign up here.
    #[prop(optional, into)]
    sign_up_fallback_redirect_url: Option<String>,
    /// The same for those who sign up here.
    #[prop(optional, into)]
    sign_up_force_redirect_url: Option<String>,
    /// Offer sign-up in the same form.
    #[prop(optional)]
    with_sign_up: Option<bool>,
    /// Fields to fill in: `emailAddress`, `phoneNumber`, `username`.
    #[prop(optional)]
    initial_values: Option<Value>,
    /// The rarer ones.
    #[prop(optional)]
    options: SignInOptions,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it a minimal height, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let props = routing
        .props()
        .text("signUpUrl", sign_up_url)
        .text("fallbackRedirectUrl", fallback_redirect_url)
        .text("forceRedirectUrl", force_redirect_url)
        .text("signUpFallbackRedirectUrl", sign_up_fallback_redirect_url)
        .text("signUpForceRedirectUrl", sign_up_force_redirect_url)
        .flag("withSignUp", with_sign_up)
        .value("initialValues", initial_values)
        .value("appearance", appearance)
        .and(options.0);
    view! { <Mounted name="SignIn" needs=Needs::Nothing props class/> }
}
