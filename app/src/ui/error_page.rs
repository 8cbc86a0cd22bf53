//! A page that cannot be shown: one look for "nothing here", "not allowed" and "broken", each with a way on.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_location};

use super::GoTo;
use crate::{AppError, return_to, settings::use_settings};

/// Sets the status when the server renders it. Somebody else's page and one that does not exist look the same.
#[component]
pub(crate) fn ErrorPage(error: AppError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server::respond::set_page_status(&error);
    if error == AppError::Unauthenticated {
        return view! { <ToSignIn/> }.into_any();
    }
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
            <A href="/dashboard" attr:class="btn btn-secondary">"Go to your dashboard"</A>
        </section>
    }
    .into_any()
}

/// To the sign-in page and back here afterwards.
#[component]
pub(crate) fn ToSignIn() -> impl IntoView {
    let location = use_location();
    let here = match location.search.get_untracked() {
        search if search.is_empty() => location.pathname.get_untracked(),
        search => format!("{}?{search}", location.pathname.get_untracked()),
    };
    view! { <GoTo path=return_to::sign_in(&use_settings().clerk.sign_in_url, &here)/> }
}

fn words(error: &AppError) -> (&'static str, String) {
    let title = match error {
        AppError::NotFound | AppError::TenantMismatch => {
            let text = "The page does not exist, or it belongs to an organization you are not in.";
            return ("Page not found", text.to_owned());
        }
        AppError::Forbidden(_) => "Not allowed",
        AppError::NoTenant => "No organization selected",
        AppError::Malformed => "That link is not complete",
        AppError::TooManyRequests { .. } | AppError::Unavailable => "Busy for a moment",
        AppError::Transport(_) => "No connection",
        _ => "Something broke",
    };
    (title, error.to_string())
}
