//! A page that cannot be shown: one look for "nothing here", "not allowed" and "broken", each with a way on.

use clerk_leptos::RedirectToSignIn;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

#[cfg(feature = "ssr")]
use crate::return_to;
use crate::{AppError, settings::use_settings};

/// Sets the status when the server renders it. Somebody else's page and one that does not exist look the same.
#[component]
pub(crate) fn ErrorPage(error: AppError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server::respond::set_page_status(&error);
    let (title, text) = words(&error);
    let request = match &error {
        AppError::Internal { request_id } => request_id.clone(),
        _ => None,
    };
    view! {
        <Title text=title/>
        <section class="error-page">
            <p class="error-status">{error.status()}</p>
            <h1>{title}</h1>
            <p>{text}</p>
            {request.map(|id| view! { <p class="muted">"Request "<code>{id}</code></p> })}
            {way_on(&error)}
        </section>
    }
}

fn way_on(error: &AppError) -> AnyView {
    match error {
        AppError::Unauthenticated => {
            let sign_in = use_settings().clerk.sign_in_url;
            view! { <ToSignIn/><a href=sign_in class="btn btn-primary">"Sign in"</a> }.into_any()
        }
        _ => view! { <A href="/dashboard" attr:class="btn btn-secondary">"Go to your dashboard"</A> }.into_any(),
    }
}

/// To the sign-in page and back here afterwards: with a redirect from the server, by ClerkJS in the browser.
#[component]
pub(crate) fn ToSignIn() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server::respond::redirect(&return_to::sign_in(&use_settings().clerk.sign_in_url, &here()));
    view! { <RedirectToSignIn/> }
}

#[cfg(feature = "ssr")]
fn here() -> String {
    let location = leptos_router::hooks::use_location();
    let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
    if search.is_empty() { path } else { format!("{path}?{search}") }
}

fn words(error: &AppError) -> (&'static str, String) {
    let title = match error {
        AppError::NotFound | AppError::TenantMismatch => {
            let text = "The page does not exist, or it belongs to an organization you are not in.";
            return ("Page not found", text.to_owned());
        }
        AppError::Unauthenticated => return ("You are signed out", "Sign in to see this page.".to_owned()),
        AppError::Forbidden(_) => "Not allowed",
        AppError::NoTenant => "No organization selected",
        AppError::Malformed => "That link is not complete",
        AppError::TooManyRequests { .. } | AppError::Unavailable => "Busy for a moment",
        AppError::Transport(_) => "No connection",
        _ => "Something broke",
    };
    (title, error.to_string())
}
