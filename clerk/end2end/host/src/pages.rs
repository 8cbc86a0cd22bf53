//! The pages: who is signed in, as ClerkJS says and as the server says.

use clerk_leptos::{RedirectToSignIn, Show, SignIn, SignUp, When, use_auth};
use leptos::prelude::*;

use crate::whoami::whoami;

/// `/`.
#[component]
pub(crate) fn Home() -> impl IntoView {
    view! {
        <h1>"Home"</h1>
        <Show when=When::SignedIn fallback=|| view! { <p>"Nobody is signed in."</p> }><Facts/></Show>
    }
}

/// `/sign-in` and below.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    view! { <SignIn routing="/sign-in"/> }
}

/// `/sign-up` and below.
#[component]
pub(crate) fn SignUpPage() -> impl IntoView {
    view! { <SignUp routing="/sign-up"/> }
}

/// `/private` and below: for whoever is signed in.
#[component]
pub(crate) fn Private() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server::require_session();
    view! {
        <Show when=When::SignedIn fallback=|| view! { <RedirectToSignIn/> }>
            <h1>"Private"</h1>
            <Facts/>
        </Show>
    }
}

/// `/orgs/{slug}`: a page load makes the organization the active one.
#[component]
pub(crate) fn Organization() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server::require_session();
    view! {
        <h1>"Organization"</h1>
        <Facts/>
    }
}

/// Every other path.
#[component]
pub(crate) fn Nothing() -> impl IntoView {
    view! { <h1>"Nothing here"</h1> }
}

/// Who is signed in, by the state of the page and by the server's own check of this moment.
#[component]
fn Facts() -> impl IntoView {
    let auth = use_auth();
    let asked = Resource::new(move || auth.version.get(), |_| whoami());
    let again = Action::new(|(): &()| whoami());
    let said = move |answer: Option<Result<String, ServerFnError>>| match answer {
        Some(Ok(who)) => who,
        Some(Err(error)) => error.to_string(),
        None => String::new(),
    };
    view! {
        <dl>
            <dt>"The page says"</dt>
            <dd id="page">{move || format!("{} {}", auth.user_id().unwrap_or_default(), auth.organization_slug().unwrap_or_default())}</dd>
            <dt>"The server says"</dt>
            <dd id="server"><Suspense>{move || Suspend::new(async move { said(Some(asked.await)) })}</Suspense></dd>
            <dt>"Asked again"</dt>
            <dd id="again">{move || said(again.value().get())}</dd>
        </dl>
        <button type="button" on:click=move |_| { again.dispatch(()); }>"Ask again"</button>
    }
}
