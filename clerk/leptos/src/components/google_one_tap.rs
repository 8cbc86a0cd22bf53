//! Google's own prompt in a corner of the page.

use serde_json::Value;

use crate::{context::ClerkContext, js, prelude::*, props::Props};

/// Clerk's `<GoogleOneTap/>`. Needs Google as a provider with an OAuth client of the app's own. It has no element: Google's
/// script, from `accounts.google.com`, which the content security policy has to allow, puts the prompt over the page.
#[component]
pub fn GoogleOneTap(
    /// Close it when somebody clicks elsewhere. Clerk's default: yes.
    #[prop(optional)]
    cancel_on_tap_outside: Option<bool>,
    /// Show it in browsers that keep sites from following people, as a page of Google's.
    #[prop(optional)]
    itp_support: Option<bool>,
    /// Let the browser show it, where it can.
    #[prop(optional)]
    fed_cm_support: Option<bool>,
    /// Where to go afterwards, whatever the address asks for.
    #[prop(optional, into)]
    sign_in_force_redirect_url: Option<String>,
    /// The same for those who sign up here.
    #[prop(optional, into)]
    sign_up_force_redirect_url: Option<String>,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
) -> impl IntoView {
    let props = Props::default()
        .flag("cancelOnTapOutside", cancel_on_tap_outside)
        .flag("itpSupport", itp_support)
        .flag("fedCmSupport", fed_cm_support)
        .text("signInForceRedirectUrl", sign_in_force_redirect_url)
        .text("signUpForceRedirectUrl", sign_up_force_redirect_url)
        .value("appearance", appearance);
    let context = ClerkContext::current();
    let wanted = Memo::new(move |_| context.is_loaded() && context.auth.with(|auth| auth.session().is_none()));
    effect(move || {
        if wanted.get() {
            js::open("GoogleOneTap", &props);
            on_cleanup(|| js::close("GoogleOneTap"));
        }
    });
}
