//! What is shown by who is signed in and by how far ClerkJS is.

use clerk_leptos::{
    ClerkDegraded, ClerkFailed, ClerkLoaded, ClerkLoading, Protect, Show, SignedIn, SignedOut, When, use_clerk,
};
use clerk_protocol::Authorization;
use leptos::prelude::*;

#[component]
pub(super) fn Control() -> impl IntoView {
    let clerk = use_clerk();
    view! {
        <h1>"Control"</h1>
        <ul id="control">
            <ClerkLoading><li>"loading"</li></ClerkLoading>
            <ClerkLoaded><li>"loaded"</li></ClerkLoaded>
            <ClerkDegraded><li>"degraded"</li></ClerkDegraded>
            <ClerkFailed>
                <li>"failed" <button type="button" on:click=move |_| clerk.retry()>"Try Clerk again"</button></li>
            </ClerkFailed>
            <SignedIn><li>"signed in"</li></SignedIn>
            <SignedOut><li>"signed out"</li></SignedOut>
            <Show when=When::SignedIn treat_pending_as_signed_out=false><li>"signed in, perhaps with tasks"</li></Show>
            <Protect role="org:admin" fallback=|| view! { <li>"no admin"</li> }><li>"admin"</li></Protect>
            <Protect permission="org:billing:manage" fallback=|| view! { <li>"may not read"</li> }><li>"may read"</li></Protect>
            <Show when=When::is(|auth| auth.has(&Authorization::role("org:admin")) || auth.has(&Authorization::role("org:member")))>
                <li>"one of two roles"</li>
            </Show>
        </ul>
    }
}
