//! Whether a tenant's pages may ask the server yet. Pure, so that the rule can be tested.

use clerk_protocol::AuthState;
use domain::TenantPath;

use crate::AppError;

/// See [`Gate::new`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Gate {
    /// Ask. `attempt` counts the retries: a new one makes resources fetch again.
    Open { path: TenantPath, attempt: u32 },
    /// Clerk acts elsewhere, or nobody is signed in: not yet.
    Waiting,
    /// Not to be opened, and why.
    Closed(AppError),
}

/// Why Clerk did not switch to a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FailedSwitch {
    pub(crate) path: TenantPath,
    pub(crate) error: AppError,
}

impl Gate {
    /// In the browser the gate opens when the session acts in the tenant of the URL. The server always asks: there the
    /// answer is the check.
    pub(crate) fn new(path: Option<TenantPath>, auth: &AuthState, failed: Option<&FailedSwitch>, attempt: u32) -> Self {
        match path {
            None => Self::Closed(AppError::NotFound),
            Some(path) if cfg!(feature = "ssr") || is_active(&path, auth) => Self::Open { path, attempt },
            Some(path) => match failed {
                Some(failed) if failed.path == path => Self::Closed(failed.error.clone()),
                _ => Self::Waiting,
            },
        }
    }

    /// Asks the server if the gate is open.
    ///
    /// Waiting is an answer of its own, not a future that hangs: a Leptos resource takes no second question before the
    /// first is answered.
    pub(crate) async fn fetch<T, F>(self, ask: impl FnOnce(TenantPath) -> F) -> Answer<T>
    where
        F: Future<Output = Result<T, AppError>>,
    {
        match self {
            Self::Open { path, .. } => Some(ask(path).await),
            Self::Waiting => None,
            Self::Closed(error) => Some(Err(error)),
        }
    }
}

/// What a tenant's page gets to show; `None` while Clerk is not there yet.
pub(crate) type Answer<T> = Option<Result<T, AppError>>;

/// Whether the session acts in this very tenant, as the server will find too.
pub(crate) fn is_active(path: &TenantPath, auth: &AuthState) -> bool {
    let Some(session) = auth.session() else { return false };
    match (path, &session.organization) {
        (TenantPath::Organization(name), Some(organization)) => {
            *name == organization.id || organization.slug.as_ref() == Some(name)
        }
        (TenantPath::Personal, None) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clerk_protocol::{ActiveOrganization, SessionState};

    fn in_acme() -> AuthState {
        let acme =
            ActiveOrganization { id: "org_1".into(), slug: Some("acme".into()), ..ActiveOrganization::default() };
        AuthState::SignedIn(SessionState { organization: Some(acme), ..SessionState::default() })
    }

    fn organization(name: &str) -> TenantPath {
        TenantPath::Organization(name.to_owned())
    }

    #[test]
    fn an_organization_is_active_by_slug_and_by_id() {
        assert!(is_active(&organization("acme"), &in_acme()));
        assert!(is_active(&organization("org_1"), &in_acme()));
        assert!(!is_active(&organization("globex"), &in_acme()));
        assert!(!is_active(&TenantPath::Personal, &in_acme()));
    }

    #[test]
    fn the_personal_account_is_active_without_an_organization() {
        let personal = AuthState::SignedIn(SessionState::default());
        assert!(is_active(&TenantPath::Personal, &personal));
        assert!(!is_active(&organization("acme"), &personal));
        assert!(!is_active(&TenantPath::Personal, &AuthState::SignedOut));
        assert!(!is_active(&TenantPath::Personal, &AuthState::Pending(SessionState::default())));
    }

    #[test]
    fn a_url_without_a_tenant_is_closed() {
        assert_eq!(Gate::new(None, &in_acme(), None, 0), Gate::Closed(AppError::NotFound));
        let open = Gate::Open { path: organization("acme"), attempt: 1 };
        assert_eq!(Gate::new(Some(organization("acme")), &in_acme(), None, 1), open);
    }

    #[cfg(not(feature = "ssr"))]
    #[test]
    fn the_browser_waits_until_clerk_has_switched_or_refused() {
        let globex = organization("globex");
        assert_eq!(Gate::new(Some(globex.clone()), &in_acme(), None, 0), Gate::Waiting);
        let failed = FailedSwitch { path: globex.clone(), error: AppError::NotFound };
        let closed = Gate::Closed(AppError::NotFound);
        assert_eq!(Gate::new(Some(globex), &in_acme(), Some(&failed), 0), closed);
        assert_eq!(Gate::new(Some(organization("other")), &in_acme(), Some(&failed), 0), Gate::Waiting);
    }
}
