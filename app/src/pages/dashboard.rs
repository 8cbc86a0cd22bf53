//! `/dashboard`: on to the tenant one works in, or the choice of one.

use clerk_leptos::{Show, When, use_auth};
use clerk_protocol::AuthState;
use domain::TenantPath;
use leptos::prelude::*;

use super::choose::Choose;
use crate::{
    settings::use_settings,
    ui::{GoTo, ToSignIn},
};

/// See the module.
#[component]
pub(super) fn Dashboard() -> impl IntoView {
    let auth = use_auth();
    let personal_accounts = use_settings().personal_accounts;
    // ClerkJS navigates while it switches: the tenant from before is not the one to go to.
    let home = Memo::new(move |before: Option<&Option<TenantPath>>| match auth.switching.get() {
        true => before.cloned().flatten(),
        false => auth.auth.with(|auth| home(auth, personal_accounts)),
    });
    let content = move || match home.get() {
        Some(tenant) => view! { <GoTo path=tenant.to_string()/> }.into_any(),
        None => view! { <Choose/> }.into_any(),
    };
    view! { <Show when=When::SignedIn fallback=|| view! { <ToSignIn/> }>{content}</Show> }
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
    use super::*;
    use clerk_protocol::{ActiveOrganization, SessionState};

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
