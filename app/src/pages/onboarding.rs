//! The first minute after signing up: an organization to work in.

use clerk_leptos::{CreateOrganization, Show, When, use_organization_list};
use leptos::prelude::*;
use leptos_router::components::A;

use super::choose::Organizations;
use crate::{
    brand,
    layouts::organization_url,
    settings::use_settings,
    ui::{Glyph, Icon, PageHead, ToSignIn},
};

/// `/onboarding`
#[component]
pub(crate) fn Onboarding() -> impl IntoView {
    view! { <Show when=When::SignedIn fallback=|| view! { <ToSignIn/> }><Welcome/></Show> }
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
                about="Work happens in organizations: everybody in one sees the same projects, by their role."
            />
            {form}
            {move || (personal_accounts && !has_some.get()).then(|| view! {
                <p class="muted mt-6">
                    "Just for yourself? "
                    <A href="/personal/projects" attr:class="link">"Use your personal account"<Icon glyph=Glyph::ArrowRight/></A>
                </p>
            })}
        </section>
    }
}
