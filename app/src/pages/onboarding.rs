//! The way to a tenant to work in: the first minute after signing up, and `/dashboard`.

use clerk_leptos::{CreateOrganization, OrganizationList, Show, When, use_auth, use_brief, use_clerk};
use clerk_protocol::AuthState;
use domain::TenantPath;

use crate::{
    brand,
    layouts::organization_url,
    prelude::*,
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
    let content = move || {
        live(move || match settled.get() {
            true => view! { <GoTo path="/dashboard".to_owned()/> }.into_any(),
            false => view! { <Welcome/> }.into_any(),
        })
    };
    view! { <Show when=When::SignedIn fallback=|| view! { <ToSignIn/> }>{content()}</Show> }
}

#[component]
fn Welcome() -> impl IntoView {
    let personal_accounts = use_settings().personal_accounts;
    let session = use_brief();
    let has_some =
        Memo::new(move |_| session.with(|session| session.as_ref().is_some_and(|it| !it.memberships().is_empty())));
    let form = live(move || {
        match has_some.get() {
        true => view! { <Organizations/> }.into_any(),
        false => view! {
            <CreateOrganization class="clerk-form" after_create_organization_url=organization_url() skip_invitation_screen=true/>
        }
        .into_any(),
    }
    });
    view! {
        <section class="narrow">
            <PageHead
                title=format!("Welcome to {}", brand::NAME)
                about="Work happens in organizations: everybody in one sees the same things, by their role."
            />
            {form}
            {live(move || (personal_accounts && !has_some.get()).then(|| view! {
                <p class="muted mt-6">
                    "Just for yourself? "
                    <a href="/personal" class="link">"Use your personal account"<Icon glyph=Glyph::ArrowRight/></a>
                </p>
            }))}
        </section>
    }
}

/// Who belongs to none goes on to onboarding, as soon as the browser knows.
#[component]
fn Choose() -> impl IntoView {
    let (loaded, session) = (use_clerk().loaded, use_brief());
    let has_none = Memo::new(move |_| {
        loaded.get() && session.with(|session| session.as_ref().is_none_or(|it| it.memberships().is_empty()))
    });
    view! {
        <section class="narrow">
            <PageHead title="No organization selected" about="Select or create an organization to get started."/>
            <Organizations/>
            {live(move || has_none.get().then(|| view! { <GoTo path="/onboarding"/> }))}
        </section>
    }
}

/// Clerk's list of the person's organizations, with the form for a new one behind it.
#[component]
fn Organizations() -> impl IntoView {
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

/// `/dashboard`: on to the tenant one works in, or the choice of one.
#[component]
pub(super) fn Dashboard() -> impl IntoView {
    let auth = use_auth();
    let personal_accounts = use_settings().personal_accounts;
    // ClerkJS navigates while it switches: the tenant from before is not the one to go to.
    let home = Memo::new(move |before: Option<&Option<TenantPath>>| match auth.switching.get() {
        true => before.cloned().flatten(),
        false => auth.auth.with(|auth| home(auth, personal_accounts)),
    });
    let content = move || {
        live(move || match home.get() {
            Some(tenant) => view! { <GoTo path=tenant.to_string()/> }.into_any(),
            None => view! { <Choose/> }.into_any(),
        })
    };
    view! { <Show when=When::SignedIn fallback=|| view! { <ToSignIn/> }>{content()}</Show> }
}

/// The tenant a session acts in.
fn home(auth: &AuthState, personal_accounts: bool) -> Option<TenantPath> {
    let session = auth.session()?;
    match &session.organization {
        Some(organization) => {
            let name = organization.slug.as_ref().unwrap_or(&organization.id);
            Some(TenantPath::Organization(name.clone()))
        }
        None => personal_accounts.then_some(TenantPath::Personal),
    }
}

#[cfg(test)]
mod tests {
    use clerk_protocol::{ActiveOrganization, SessionState};

    use super::*;

    fn session(organization: Option<ActiveOrganization>) -> AuthState {
        AuthState::SignedIn(SessionState { organization, ..SessionState::default() })
    }

    #[test]
    fn home_is_the_active_organization() {
        let acme = ActiveOrganization { id: "org_1".into(), slug: Some("acme".into()), ..Default::default() };
        let plain = ActiveOrganization { slug: None, ..acme.clone() };
        assert_eq!(home(&session(Some(acme)), true), Some(TenantPath::Organization("acme".into())));
        assert_eq!(home(&session(Some(plain)), false), Some(TenantPath::Organization("org_1".into())));
    }

    #[test]
    fn without_one_it_is_the_personal_account_where_allowed() {
        assert_eq!(home(&session(None), true), Some(TenantPath::Personal));
        assert_eq!(home(&session(None), false), None);
        assert_eq!(home(&AuthState::SignedOut, true), None);
    }
}
