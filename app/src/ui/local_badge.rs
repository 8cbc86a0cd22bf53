//! The strip on top of every page that says this is the local Clerk, and whom to sign in as.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::{local_person::LocalPerson, settings::use_settings};

/// Nothing with a real Clerk instance.
#[component]
pub(crate) fn LocalBadge() -> impl IntoView {
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
