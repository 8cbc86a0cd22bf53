//! No organization is selected: choose one or make one.

use clerk_leptos::{OrganizationList, use_organization_list};
use leptos::prelude::*;

use crate::{
    layouts::organization_url,
    settings::use_settings,
    ui::{GoTo, PageHead},
};

/// Who belongs to none goes on to onboarding, as soon as the browser knows.
#[component]
pub(super) fn Choose() -> impl IntoView {
    let organizations = use_organization_list();
    let has_none = Memo::new(move |_| organizations.is_loaded.get() && organizations.memberships.with(Vec::is_empty));
    view! {
        <section class="narrow">
            <PageHead title="No organization selected" about="Select or create an organization to get started."/>
            <Organizations/>
            {move || has_none.get().then(|| view! { <GoTo path="/onboarding"/> })}
        </section>
    }
}

/// Clerk's list of the person's organizations, with the form for a new one behind it.
#[component]
pub(super) fn Organizations() -> impl IntoView {
    let url = organization_url();
    view! {
        <OrganizationList
            class="clerk-form"
            hide_personal=!use_settings().personal_accounts
            after_select_organization_url=url
            after_create_organization_url=url
            after_select_personal_url="/personal"
            skip_invitation_screen=true
        />
    }
}
