//! A page that cannot be shown: one look for "nothing here", "not allowed" and "broken", each with a way on.

use clerk_leptos::{LARGEST_COOKIE, RedirectToSignIn, Show, When, use_auth};
use leptos::task::spawn_local;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::icon::{Glyph, Icon};
use crate::{AppError, document_title::Title, prelude::*, return_to, settings::use_settings, tenant::page_at};

/// Sets the status when the server renders it. Somebody else's page and one that does not exist look the same.
#[component]
pub fn ErrorPage(error: AppError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::respond::set_page_status(&error);
    match error {
        AppError::Unauthenticated => {
            view! { <Show when=When::SignedIn fallback=|| view! { <SignedOut/> }><NotAccepted/></Show> }.into_any()
        }
        AppError::Moved(tenant) => view! { <GoTo path=page_at(&tenant)/> }.into_any(),
        error => view! { <Failed error=error/> }.into_any(),
    }
}

#[component]
fn Failed(error: AppError) -> impl IntoView {
    let (title, text) = words(&error);
    let request = match &error {
        AppError::Internal { request_id } => request_id.clone(),
        _ => None,
    };
    view! {
        <Message status=error.status() title=title text=text>
            {request.map(|id| view! { <p class="muted">"Request "<code>{id}</code></p> })}
            <a href="/dashboard" class="btn btn-secondary">"Go to your dashboard"</a>
        </Message>
    }
}

#[component]
fn SignedOut() -> impl IntoView {
    let sign_in = use_settings().clerk.sign_in_url.clone();
    view! {
        <Message status=401 title="You are signed out" text="Sign in to see this page.">
            <ToSignIn/>
            <a href=sign_in class="btn btn-primary">"Sign in"</a>
        </Message>
    }
}

/// ClerkJS has a session and our server refuses it. Signing in once more would lead here again; on a page load the server
/// asks Clerk, and the person hears what came of it.
#[component]
fn NotAccepted() -> impl IntoView {
    let size = oversized_cookie();
    let text = move || match size.get() {
        Some(bytes) => format!(
            "Your session token is {bytes} bytes, and browsers keep no cookie over {LARGEST_COOKIE}. If you run this site, \
             make the custom claims of the session token smaller; if not, tell the people who do."
        ),
        None => CLOCK.to_owned(),
    };
    view! {
        <Message status=401 title="Your session is not accepted" text=text>
            <a href="" rel="external" class="btn btn-primary">"Load the page again"</a>
        </Message>
    }
}

const CLOCK: &str = "You are signed in, but our server does not accept your session. Most often a clock is wrong: see that \
                     the one of your device is right, then load the page again.";

/// What the session takes as a cookie, where no browser keeps it.
fn oversized_cookie() -> RwSignal<Option<usize>> {
    let (size, auth) = (RwSignal::new(None), use_auth());
    effect(move || {
        spawn_local(async move {
            size.try_set(auth.oversized_cookie().await);
        });
    });
    size
}

/// What all of them look like.
#[component]
fn Message(status: u16, title: &'static str, #[prop(into)] text: TextProp, children: Children) -> impl IntoView {
    view! {
        <Title text=title/>
        <section class="error-page">
            <p class="error-status">{status}</p>
            <h1>{title}</h1>
            <p>{live(move || text.get())}</p>
            {children()}
        </section>
    }
}

/// To the sign-in page and back here afterwards: with a redirect from the server, by ClerkJS in the browser.
#[component]
pub fn ToSignIn() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::respond::redirect_to_sign_in(&use_settings().clerk, &here());
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
        AppError::Forbidden(_) | AppError::Impersonating => "Not allowed",
        AppError::NoTenant => "No organization selected",
        AppError::Malformed => "That link is not complete",
        AppError::TooManyRequests { .. } | AppError::Unavailable | AppError::MembersUnknown => "Busy for a moment",
        AppError::Transport(_) => "No connection",
        AppError::Refused(_) => "Not allowed",
        _ => "Something broke",
    };
    (title, error.to_string())
}

/// What went wrong with a form, above it; what is wrong with a field is said at the field. Nothing is lost: the form below
/// keeps what was typed.
#[component]
pub fn ErrorNote(#[prop(into)] error: Signal<Option<AppError>>) -> impl IntoView {
    live(move || error.get().map(|error| view! { <Note error=error/> }))
}

#[component]
fn Note(error: AppError) -> impl IntoView {
    let text = error.to_string();
    view! {
        <div class="alert alert-danger" role="alert" tabindex="-1">
            <Icon glyph=Glyph::Alert/>
            <div>
                <p>{text}</p>
                {way_out(&error)}
            </div>
        </div>
    }
}

fn way_out(error: &AppError) -> Option<AnyView> {
    match error {
        AppError::Unauthenticated => {
            let sign_in = return_to::sign_in(&use_settings().clerk, "/dashboard");
            Some(view! { <p><a href=sign_in target="_blank" class="link">"Sign in in a new tab"</a>", then save again here."</p> }.into_any())
        }
        AppError::TenantMismatch => {
            Some(view! { <p>"Another tab of this browser has switched. Press again to do it here."</p> }.into_any())
        }
        AppError::Internal { request_id: Some(id) } => {
            Some(view! { <p>"Request "<code>{id.clone()}</code></p> }.into_any())
        }
        _ => None,
    }
}

/// Sends the visitor on to a `path` of this site: with a redirect from the server, with the router in the browser. The page that goes on is not kept in the browser's history.
#[component]
pub fn GoTo(#[prop(into)] path: String) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::respond::redirect(&path);
    let navigate = use_navigate();
    effect(move || navigate(&path, NavigateOptions { replace: true, ..NavigateOptions::default() }));
}
