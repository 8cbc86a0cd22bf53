//! The browser's half of `Auth`: the state the server will see, read from what ClerkJS holds.

use clerk_protocol::{ActiveOrganization, AuthState, SessionState, SessionStatus};
use serde_json::Value;

use crate::brief::Session;

/// The state of a ClerkJS session and the claims of the token it holds.
pub(crate) fn from_session(session: Option<&Session>, claims: Option<&Value>) -> AuthState {
    let Some(session) = session else { return AuthState::SignedOut };
    let state = facts_of_claims(session, claims).unwrap_or_else(|| facts_of_resources(session));
    match session.status.as_str() {
        "active" => AuthState::SignedIn(state),
        "pending" => AuthState::Pending(state),
        _ => AuthState::SignedOut,
    }
}

/// Who acts where: a change of it means that what was fetched before belongs to somebody or somewhere else.
pub(crate) fn identity(auth: &AuthState) -> Option<(&str, Option<&str>, Option<&str>)> {
    let session = auth.session()?;
    Some((
        &session.user_id,
        session.session_id.as_deref(),
        session.organization.as_ref().map(|organization| organization.id.as_str()),
    ))
}

/// The claims are what the server sees, so they come first, unless they are still those of another session or organization.
fn facts_of_claims(session: &Session, claims: Option<&Value>) -> Option<SessionState> {
    let state = SessionState::from_claims(claims?).ok()?;
    let organization = state.organization.as_ref().map(|organization| organization.id.as_str());
    let current = state.session_id.as_deref() == Some(&session.id)
        && organization == session.last_active_organization_id.as_deref();
    current.then_some(state)
}

fn facts_of_resources(session: &Session) -> SessionState {
    SessionState {
        user_id: session.user.as_ref().map(|user| user.id.clone()).unwrap_or_default(),
        session_id: Some(session.id.clone()),
        status: Some(SessionStatus::from_claim(&session.status)),
        organization: organization_of_membership(session),
        actor: session.actor.clone(),
        factor_verification_age: session.factor_verification_age,
        features: None,
        plans: None,
    }
}

/// System permissions are left out, as they are in tokens: a page must not show what the server will refuse.
fn organization_of_membership(session: &Session) -> Option<ActiveOrganization> {
    let id = session.last_active_organization_id.clone()?;
    let membership = session.membership();
    Some(ActiveOrganization {
        id,
        slug: membership.and_then(|membership| membership.organization.slug.clone()),
        role: membership.map(|membership| membership.role.clone()),
        permissions: membership
            .map(|membership| {
                membership.permissions.iter().filter(|key| !key.starts_with("org:sys_")).cloned().collect()
            })
            .unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use clerk_protocol::Authorization;
    use serde_json::json;

    use super::*;

    fn session(status: &str, organization: Option<&str>) -> Result<Session, serde_json::Error> {
        serde_json::from_value(json!({
            "id": "sess_1", "status": status, "lastActiveOrganizationId": organization,
            "user": {"id": "user_1", "organizationMemberships": [{
                "id": "orgmem_1", "role": "org:admin", "permissions": ["org:sys_profile:manage", "org:projects:read"],
                "organization": {"id": "org_1", "name": "Acme", "slug": "acme"},
            }]},
        }))
    }

    fn claims(organization: &str) -> Value {
        json!({
            "v": 2, "sub": "user_1", "sid": "sess_1", "sts": "active", "fva": [3, -1], "fea": "o:projects",
            "o": {"id": organization, "slg": "acme", "rol": "admin", "per": "create,read", "fpm": "3"},
        })
    }

    #[test]
    fn nobody_is_signed_out() {
        assert_eq!(from_session(None, None), AuthState::SignedOut);
    }

    #[test]
    fn claims_decide_as_they_do_on_the_server() -> Result<(), Box<dyn std::error::Error>> {
        let auth = from_session(Some(&session("active", Some("org_1"))?), Some(&claims("org_1")));
        assert!(auth.has(&Authorization::permission("org:projects:create")));
        assert_eq!(auth, AuthState::SignedIn(SessionState::from_claims(&claims("org_1"))?));
        Ok(())
    }

    #[test]
    fn claims_of_the_organization_before_do_not_count() -> Result<(), serde_json::Error> {
        let auth = from_session(Some(&session("active", Some("org_1"))?), Some(&claims("org_2")));
        assert!(auth.has(&Authorization::permission("org:projects:read")));
        assert!(!auth.has(&Authorization::permission("org:projects:create")));
        assert_eq!(identity(&auth), Some(("user_1", Some("sess_1"), Some("org_1"))));
        Ok(())
    }

    #[test]
    fn system_permissions_stay_out() -> Result<(), serde_json::Error> {
        let auth = from_session(Some(&session("active", Some("org_1"))?), None);
        let permissions = auth
            .session()
            .and_then(|session| session.organization.as_ref())
            .map(|organization| organization.permissions.clone());
        assert_eq!(permissions, Some(vec!["org:projects:read".to_owned()]));
        Ok(())
    }

    #[test]
    fn a_session_with_tasks_is_pending_and_an_ended_one_is_none() -> Result<(), serde_json::Error> {
        assert!(matches!(from_session(Some(&session("pending", None)?), None), AuthState::Pending(_)));
        assert_eq!(from_session(Some(&session("ended", None)?), None), AuthState::SignedOut);
        Ok(())
    }
}
