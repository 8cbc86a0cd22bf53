//! A session with a task left, and the sign-up page for whoever is nobody.

use clerk_leptos::{RedirectToSignUp, Show, TaskChooseOrganization, When};
use leptos::prelude::*;

#[component]
pub(super) fn Tasks() -> impl IntoView {
    view! {
        <h1>"Tasks"</h1>
        <Show when=When::SignedIn treat_pending_as_signed_out=false fallback=|| view! { <RedirectToSignUp/> }>
            <TaskChooseOrganization redirect_url_complete="/private"/>
        </Show>
    }
}
