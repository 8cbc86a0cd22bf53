//! The root: Clerk around a router with a handful of pages.

use clerk_leptos::{ClerkOptions, ClerkProvider, OrganizationSwitcher, Show, UserButton, When};
use clerk_protocol::AuthState;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{A, ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    pages::{Home, Nothing, Organization, Private, SignInPage, SignUpPage},
    parts::Part,
};

/// The id of the element that holds the app.
pub const ROOT_ID: &str = "app";

/// Everything in the element that [`ROOT_ID`] names. Also runs without a request, to list its routes.
#[component]
pub fn App() -> impl IntoView {
    let (options, auth) = SharedValue::new(from_request).into_inner();
    view! {
        <Router>
            <ClerkProvider options auth>
                <header>
                    <A href="/">"Home"</A>
                    <A href="/private">"Private"</A>
                    <Show when=When::SignedIn fallback=|| view! { <A href="/sign-in">"Sign in"</A> }>
                        <OrganizationSwitcher/>
                        <UserButton/>
                    </Show>
                </header>
                <main>
                    <Routes fallback=Nothing>
                        <Route path=path!("/") view=Home ssr=SsrMode::Async/>
                        <ParentRoute path=path!("/sign-in") view=SignInPage>
                            <Route path=path!("") view=|| ()/>
                            <Route path=path!("*any") view=|| ()/>
                        </ParentRoute>
                        <ParentRoute path=path!("/sign-up") view=SignUpPage>
                            <Route path=path!("") view=|| ()/>
                            <Route path=path!("*any") view=|| ()/>
                        </ParentRoute>
                        <Route path=path!("/private/*any") view=Private ssr=SsrMode::Async/>
                        <Route path=path!("/private") view=Private ssr=SsrMode::Async/>
                        <Route path=path!("/parts/:name") view=Part ssr=SsrMode::Async/>
                        <Route path=path!("/orgs/:slug") view=Organization ssr=SsrMode::Async/>
                    </Routes>
                </main>
            </ClerkProvider>
        </Router>
    }
}

/// What the server knows, on both sides.
#[cfg(feature = "ssr")]
fn from_request() -> (ClerkOptions, AuthState) {
    (use_context::<ClerkOptions>().unwrap_or_default(), crate::server::auth().state())
}

#[cfg(not(feature = "ssr"))]
fn from_request() -> (ClerkOptions, AuthState) {
    Default::default()
}
