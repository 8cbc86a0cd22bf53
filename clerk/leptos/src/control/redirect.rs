//! Sends whoever is signed out to the sign-in page and back afterwards.

use crate::{context::ClerkContext, js, prelude::*, use_auth, use_clerk};

/// Put it where a signed-out visitor must not stay: `<Show when=When::SignedOut><RedirectToSignIn/></Show>`.
///
/// Works in the browser; a document request should already have been redirected by the server. While ClerkJS is still signing
/// out it waits: ClerkJS has a page of its own to go to, and if that replaces this one, nothing is redirected.
#[component]
pub fn RedirectToSignIn() -> impl IntoView {
    let context = ClerkContext::current();
    let (auth, clerk) = (use_auth(), use_clerk());
    let must_go = Memo::new(move |_| context.is_loaded() && !auth.switching.get() && !auth.is_signed_in());
    effect(move || {
        if must_go.get()
            && let Some(timer) = js::soon(move || clerk.redirect_to_sign_in())
        {
            on_cleanup(move || timer.clear());
        }
    });
}
