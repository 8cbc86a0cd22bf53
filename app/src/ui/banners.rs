//! What is said on every page: that this is the local Clerk, and whom to sign in as; that somebody else acts here, so that
//! nobody forgets it, and how to end that.

use clerk_leptos::{SignOutButton, use_auth, use_brief};
use clerk_protocol::AuthState;

use super::icon::{Glyph, Icon};
use crate::{local_person::LocalPerson, prelude::*, settings::use_settings};

/// Nothing with a real Clerk instance.
#[component]
pub fn LocalBadge() -> impl IntoView {
    let settings = use_settings();
    settings.clerk.local.then(|| {
        view! {
            <details class="local-badge">
                <summary><Icon glyph=Glyph::Key/>"local Clerk: whom to sign in as"</summary>
                <div class="local-badge-panel">
                    <p>"Identity is emulated on this machine: no account, no network, not for production. Sign in as:"</p>
                    <People people=settings.people.clone()/>
                </div>
            </details>
        }
    })
}

/// The people to sign in as.
#[component]
fn People(people: Vec<LocalPerson>) -> impl IntoView {
    let rows = people.into_iter().map(|LocalPerson { name, role, email, password }| {
        view! {
            <li>
                <span class="font-medium" dir="auto">{name}</span>
                <span class="muted">{role}</span>
                <code>{email}</code>
                <code>{password}</code>
            </li>
        }
    });
    view! { <ul>{rows.collect_view()}</ul> }
}

/// Nothing in a session of one's own.
#[component]
pub fn ImpersonationBanner() -> impl IntoView {
    let (auth, session) = (use_auth().auth, use_brief());
    // The stylesheet hides what ClerkJS would offer and our proxy refuses.
    let limited = use_settings().limits_impersonators.then_some("");
    let impersonated = Memo::new(move |_| auth.with(impersonated));
    live(move || {
        let (actor, person) = impersonated.get()?;
        // The name is ClerkJS'; the page from the server has the id.
        let name = live(move || {
            session.with(|session| session.as_ref()?.user.as_ref()?.full_name.clone()).unwrap_or_else(|| person.clone())
        });
        Some(view! {
            <aside class="impersonation" aria-label="Impersonation" data-limited=limited>
                <Icon glyph=Glyph::Alert/>
                <p>
                    "Somebody else ("<code>{actor}</code>") is signed in as "<strong>{name}</strong>
                    ". What is done here is written down under both."
                </p>
                <SignOutButton class="btn btn-secondary btn-sm">"End this session"</SignOutButton>
            </aside>
        })
    })
}

/// Who acts, and as whom.
fn impersonated(auth: &AuthState) -> Option<(String, String)> {
    let (AuthState::Pending(session) | AuthState::SignedIn(session)) = auth else { return None };
    let actor = session.actor.as_ref()?;
    let named = Some(actor.sub.clone()).filter(|sub| !sub.is_empty());
    Some((named.unwrap_or_else(|| "unknown".to_owned()), session.user_id.clone()))
}

#[cfg(test)]
mod tests {
    use clerk_protocol::{Actor, SessionState};

    use super::*;

    #[test]
    fn only_a_session_with_an_actor_is_an_impersonators() {
        let session = |sub: Option<&str>| SessionState {
            user_id: "user_1".into(),
            actor: sub.map(|sub| Actor { sub: sub.into(), kind: None }),
            ..SessionState::default()
        };
        let told = |actor: &str| Some((actor.to_owned(), "user_1".to_owned()));
        assert_eq!(impersonated(&AuthState::SignedOut), None);
        assert_eq!(impersonated(&AuthState::SignedIn(session(None))), None);
        assert_eq!(impersonated(&AuthState::SignedIn(session(Some("user_2")))), told("user_2"));
        assert_eq!(impersonated(&AuthState::Pending(session(Some("")))), told("unknown"));
    }
}
