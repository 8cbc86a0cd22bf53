//! What stands where a Clerk component is not there: a sentence and a way out, from the server's first byte until ClerkJS
//! fills the host. So nobody looks at a blank, whether scripts are off, the program or ClerkJS is late, or does not come.
//!
//! The page's stylesheet lets it wait for a moment, and takes it away from a host that is filled:
//!
//! ```css
//! [data-clerk-meanwhile] { animation: appear 0.2s 2s both; }
//! :has(> :not(:empty)) + [data-clerk-meanwhile] { display: none; }
//! ```

use clerk_protocol::AuthState;
use leptos::ev::MouseEvent;

use crate::{ClerkStatus, context::ClerkContext, prelude::*, use_clerk};

/// Beside the host of the component `name`.
#[component]
pub(super) fn Meanwhile(name: &'static str) -> impl IntoView {
    let context = ClerkContext::current();
    let failed = Memo::new(move |_| context.status.with(|status| matches!(status, ClerkStatus::Failed(_))));
    let expected = Memo::new(move |_| !is_of_a_person(name) || context.auth.with(|auth| *auth != AuthState::SignedOut));
    live(move || match (failed.get(), expected.get()) {
        (true, _) => Some(view! { <Failure name/> }.into_any()),
        (_, true) => Some(view! { <Missing name/> }.into_any()),
        _ => None,
    })
}

/// ClerkJS leaves these empty while nobody is signed in.
fn is_of_a_person(name: &str) -> bool {
    !matches!(name, "SignIn" | "SignUp" | "Waitlist" | "PricingTable")
}

/// What is missing, as a sentence begins. Where menus are there is room for a few words only.
fn subject(name: &str) -> &'static str {
    match name {
        "SignIn" => "The sign-in form",
        "SignUp" => "The sign-up form",
        "OrganizationList" => "The list of your organizations",
        _ => "This form",
    }
}

fn menu(name: &str) -> Option<&'static str> {
    match name {
        "UserButton" => Some("No account menu yet."),
        "OrganizationSwitcher" => Some("No organization menu yet."),
        _ => None,
    }
}

/// A link to the page itself: needs neither script nor program. Where that does not help, nothing on this side does.
#[component]
fn Missing(name: &'static str) -> impl IntoView {
    let (sentence, otherwise) = match menu(name) {
        Some(sentence) => (sentence.to_owned(), ""),
        None => (
            format!("{} needs JavaScript and WebAssembly, and is not here yet.", subject(name)),
            ", or try another browser.",
        ),
    };
    view! { <p data-clerk-meanwhile="true">{sentence}" "<a href="" rel="external">"Load again"</a>{otherwise}</p> }
}

/// Says that ClerkJS did not come and offers to try again: here, or by loading the page where the program has stopped.
#[component]
fn Failure(name: &'static str) -> impl IntoView {
    let clerk = use_clerk();
    let retry = move |event: MouseEvent| {
        event.prevent_default();
        clerk.retry();
    };
    let sentence = menu(name).map_or_else(
        || format!("{} is not available right now: the sign-in service could not be reached.", subject(name)),
        str::to_owned,
    );
    view! {
        <div role="alert" data-clerk-failed="true">
            <p>{sentence}</p>
            <a href="" rel="external" on:click=retry>"Try again"</a>
        </div>
    }
}
