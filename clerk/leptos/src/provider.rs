//! Puts the auth state into the context and lets ClerkJS take it over once the page is hydrated.

use std::sync::Arc;

use clerk_protocol::AuthState;
use leptos_router::hooks::use_navigate;

use crate::{ClerkOptions, context::ClerkContext, js, prelude::*};

/// Provides Clerk to everything below it. Belongs inside `<Router>`: ClerkJS navigates through it.
///
/// Both props are what the *server* knows, so take them from a `SharedValue` made in the app's root component:
///
/// ```ignore
/// let shared = SharedValue::new(|| (clerk_options(), auth_state())).into_inner();
/// view! { <ClerkProvider options=shared.0 auth=shared.1> … </ClerkProvider> }
/// ```
#[component]
pub fn ClerkProvider(
    /// What ClerkJS is loaded with.
    #[prop(into)]
    options: Arc<ClerkOptions>,
    /// The state the server verified for this document.
    auth: AuthState,
    /// The app.
    children: Children,
) -> impl IntoView {
    let context = ClerkContext::new(options, auth);
    provide_context(context);
    let navigate = use_navigate();
    effect(move || js::start(context, navigate.clone()));
    children()
}
