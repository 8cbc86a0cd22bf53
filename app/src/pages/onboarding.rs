//! The first minute after signing up: an organization to work in.

use clerk_leptos::{CreateOrganization, Show, When, use_auth, use_organization_list};
use leptos::prelude::*;

use super::choose::Organizations;
use crate::{
    brand,
    layouts::organization_url,
    settings::use_settings,
    ui::{Glyph, GoTo, Icon, PageHead, ToSignIn},
};

/// `/onboarding`. Who works in an organization already, perhaps since a moment ago in Clerk's own forms, goes on to it.
#[component]
pub(super) fn Onboarding() -> impl IntoView {
    let auth = use_auth();
    let settled = Memo::new(move |before: Option<&bool>| match auth.switching.get() {
        true => before.copied().unwrap_or_default(),
        false => auth.auth.with(|auth| auth.session().is_some_and(|session| session.organization.is_some())),
    });
    let content = move || match settled.get() {
        true => view! { <GoTo path="/dashboard".to_owned()/> }.into_any(),
        false => view! { <Welcome/> }.into_any(),
    };
    view! { <Show when=When::SignedIn fallback=|| view! { <ToSignIn/> }>{content}</Show> }
}

#[component]
fn Welcome() -> impl IntoView {
    let personal_accounts = use_settings().personal_accounts;
    let organizations = use_organization_list();
    let has_some = Memo::new(move |_| organizations.memberships.with(|memberships| !memberships.is_empty()));
    let form = move || {
        match has_some.get() {
        true => view! { <Organizations/> }.into_any(),
        false => view! {
            <CreateOrganization class="clerk-form" after_create_organization_url=organization_url() skip_invitation_screen=true/>
        }
        .into_any(),
    }
    };
    view! {
        <section class="narrow">
            <PageHead
                title=format!("Welcome to {}", brand::NAME)
                about="Work happens in organizations: everybody in one sees the same things, by their role."
            />
            {form}
            {move || (personal_accounts && !has_some.get()).then(|| view! {
                <p class="muted mt-6">
                    "Just for yourself? "
                    <a href="/personal" class="link">"Use your personal account"<Icon glyph=Glyph::ArrowRight/></a>
                </p>
            })}
        </section>
    }
}
