//! Clerk's forms for signing in and up, with headings of their own. Their steps are paths below these pages.

use clerk_leptos::{SignIn, SignUp};
use leptos::prelude::*;
use leptos_meta::Title;

/// `/sign-in` and below.
#[component]
pub(super) fn SignInPage() -> impl IntoView {
    view! {
        <Title text="Sign in"/>
        <div class="auth-page">
            <SignIn routing="/sign-in" class="clerk-form"/>
        </div>
    }
}

/// `/sign-up` and below.
#[component]
pub(super) fn SignUpPage() -> impl IntoView {
    view! {
        <Title text="Sign up"/>
        <div class="auth-page">
            <SignUp routing="/sign-up" class="clerk-form"/>
        </div>
    }
}
