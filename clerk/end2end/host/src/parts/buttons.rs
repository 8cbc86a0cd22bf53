//! The buttons, with looks of Clerk's and of the app's own.

use clerk_leptos::{
    ButtonMode, InviteMembersButton, SignInButton, SignInWithMetamaskButton, SignOutButton, SignUpButton,
    SignUpOptions, SignedIn, SignedOut,
};
use leptos::prelude::*;
use serde_json::json;

#[component]
pub(super) fn Buttons() -> impl IntoView {
    view! {
        <h1>"Buttons"</h1>
        <SignedOut>
            <div><SignInButton fallback_redirect_url="/parts/buttons"/></div>
            <div><SignInButton mode=ButtonMode::Modal>"Sign in here"</SignInButton></div>
            <div>
                <SignInButton as_child=true force_redirect_url="/parts/buttons">
                    <button class="own">"My sign in"</button>
                </SignInButton>
            </div>
            <div><SignInButton as_child=true mode=ButtonMode::Modal><button class="own">"My sign in here"</button></SignInButton></div>
            <div><SignUpButton/></div>
            <div>
                <SignUpButton
                    mode=ButtonMode::Modal
                    options=SignUpOptions::new().initial_values(json!({"emailAddress": "given@example.com"}))
                >
                    "Sign up here"
                </SignUpButton>
            </div>
            <div><SignInWithMetamaskButton/></div>
        </SignedOut>
        <SignedIn>
            <div><InviteMembersButton as_child=true><button class="own">"Invite people"</button></InviteMembersButton></div>
            <div><SignOutButton redirect_url="/parts/control"/></div>
            <div><SignOutButton as_child=true redirect_url="/parts/buttons"><button class="own">"My sign out"</button></SignOutButton></div>
        </SignedIn>
    }
}
