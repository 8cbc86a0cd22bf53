//! Access ends when it ends. A token is good for a minute whatever happens meanwhile; so before something is changed, the
//! copy of Clerk's people is asked too. Pages are not: what they show was to be seen a minute ago.

use std::{sync::Arc, time::Duration};

use app::{AppError, RESOURCES, kept, resource::Kind};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use clerk_axum::{
    BackendClient,
    backend::{Membership, MembershipList},
};
use clerk_protocol::{Auth, Session};
use domain::{Clock, PermissionSource, Tenant, TenantScope, role::permissions_of};
use http::{StatusCode, header};
use leptos::prelude::FromServerFnError;
use store::{
    Inbox,
    copy::{Change, Heard, Known, Standing},
};

use crate::{rate_limits, refusal::Refusal};

/// How far Clerk's clock and the whole seconds of a token may be apart.
const SKEW_MS: i64 = 5_000;
/// How long Clerk is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// What asking needs.
pub(crate) struct Standings {
    /// The copy; `None`: there are no webhooks that would keep it, so the token alone decides.
    pub(crate) copy: Option<Arc<dyn Inbox>>,
    /// Asked about whom the copy does not know.
    pub(crate) clerk: BackendClient,
    /// Where permissions come from.
    pub(crate) source: PermissionSource,
    /// Whether there are personal accounts.
    pub(crate) personal_accounts: bool,
    /// The time.
    pub(crate) clock: Arc<dyn Clock>,
}

/// What a token says of a person in an organization.
#[derive(Clone, Debug)]
pub(crate) struct Claims {
    /// When it was made, milliseconds since the epoch.
    pub(crate) made_at: i64,
    /// The role in the organization; `None`: the personal account.
    pub(crate) role: Option<String>,
    /// The permissions there.
    pub(crate) permissions: Vec<String>,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It goes on: the token is right, or as good as what is known.
    GoOn,
    /// The session, or whose it is, is gone.
    Ended,
    /// The person belongs to the organization no more, or may do less there than the token says.
    Changed,
    /// Nothing is known: Clerk is to be asked.
    Unknown,
}

/// The one decision.
pub(crate) fn decide(claims: &Claims, known: &Known, source: PermissionSource) -> Verdict {
    if known.has_ended {
        return Verdict::Ended;
    }
    let Some(role) = &claims.role else { return Verdict::GoOn };
    match &known.membership {
        // Whoever joined again since then is only not known yet.
        None if known.left_at.is_some_and(|at| claims.made_at < at.saturating_add(SKEW_MS)) => Verdict::Changed,
        None => Verdict::Unknown,
        Some(standing) if standing.updated_at.saturating_add(SKEW_MS) <= claims.made_at => match standing.role == *role
        {
            true => Verdict::GoOn,
            // The token is right, and the row it has overtaken is what people pages go by: it is not left as it is.
            false => Verdict::Unknown,
        },
        Some(standing) if may_do_less(standing, role, &claims.permissions, source) => Verdict::Changed,
        Some(_) => Verdict::GoOn,
    }
}

fn may_do_less(now: &Standing, role: &str, permissions: &[String], source: PermissionSource) -> bool {
    match source {
        PermissionSource::Clerk => permissions.iter().any(|permission| !now.permissions.contains(permission)),
        PermissionSource::Roles => {
            let left = permissions_of(&now.role);
            permissions_of(role).iter().any(|permission| !left.contains(permission))
        }
    }
}

/// Refuses changes of people whose access has ended. Belongs inside the Clerk layer.
pub(crate) async fn enforce(State(standings): State<Arc<Standings>>, request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Auth>().and_then(Auth::session).cloned();
    let (Some(copy), Some(session)) = (&standings.copy, session) else { return next.run(request).await };
    if rate_limits::kind_of(&request) == Kind::Reads {
        return next.run(request).await;
    }
    let (status, words) = match standings.of(&**copy, &session).await {
        Verdict::GoOn | Verdict::Unknown => return next.run(request).await,
        Verdict::Ended => (StatusCode::UNAUTHORIZED, "Your session has ended. Sign in again; nothing was changed."),
        Verdict::Changed => {
            (StatusCode::FORBIDDEN, "You may no longer do this here. Load the page again; nothing was changed.")
        }
    };
    tracing::warn!(target: "security", user = session.user_id(), status = status.as_u16(), "a change came after access had ended");
    if RESOURCES.function(request.uri().path()).is_some() {
        let error = if status == StatusCode::UNAUTHORIZED { AppError::Unauthenticated } else { AppError::NoTenant };
        return (status, [(header::CONTENT_TYPE, "application/json")], error.ser()).into_response();
    }
    Refusal::new(request.headers(), status, words).into_response()
}

impl Standings {
    async fn of(&self, copy: &dyn Inbox, session: &Session) -> Verdict {
        let Ok(scope) = TenantScope::of(session, self.source, self.personal_accounts) else { return Verdict::GoOn };
        let claims = claims(session);
        let known = match copy.known(&scope, session.session_id()).await {
            Ok(known) => known,
            Err(error) => {
                // The change itself needs the database too.
                tracing::warn!(error = &error as &dyn std::error::Error, "the copy of people could not be asked");
                return Verdict::GoOn;
            }
        };
        match decide(&claims, &known, self.source) {
            Verdict::Unknown => self.ask(copy, &scope, &claims).await,
            verdict => verdict,
        }
    }

    /// Asks Clerk once; what it says is kept. Without an answer the token decides: it is good for a minute at most.
    async fn ask(&self, copy: &dyn Inbox, scope: &TenantScope, claims: &Claims) -> Verdict {
        let Tenant::Organization(organization) = scope.tenant() else { return Verdict::GoOn };
        let user_id = vec![scope.actor().to_string()];
        let parameters = MembershipList { limit: Some(1), user_id, ..MembershipList::default() };
        let asked = self.clerk.organizations().list_memberships(organization.as_str(), &parameters);
        let page = match asked.once().deadline(PATIENCE).await {
            Ok(page) => page,
            Err(error) if error.is_resource_not_found() => return Verdict::Changed,
            Err(_) => {
                tracing::info!(user = %scope.actor(), "Clerk could not be asked about a membership: the token decides");
                return Verdict::Unknown;
            }
        };
        let Some(found) = page.data.into_iter().next() else { return Verdict::Changed };
        let standing =
            Standing { role: found.role.clone(), permissions: found.permissions.clone(), updated_at: found.updated_at };
        keep(copy, scope, &found, self.clock.now_ms()).await;
        decide(claims, &Known { membership: Some(standing), ..Known::default() }, self.source)
    }
}

fn claims(session: &Session) -> Claims {
    let made_at = session.claims().get("iat").and_then(serde_json::Value::as_i64).unwrap_or_default();
    let organization = session.organization();
    Claims {
        made_at: made_at.saturating_mul(1_000),
        role: organization.map(|organization| organization.role.clone().unwrap_or_default()),
        permissions: organization.map(|organization| organization.permissions.clone()).unwrap_or_default(),
    }
}

/// Keeps what Clerk answered, where that is the membership that was asked for.
async fn keep(copy: &dyn Inbox, scope: &TenantScope, found: &Membership, now: i64) {
    let Some(membership) = kept::membership(found) else { return };
    if membership.organization.id.as_str() != scope.tenant().id() || membership.person.id != *scope.actor() {
        return;
    }
    let heard = Heard { change: Change::Membership(Box::new(membership)), at: now, delivery: String::new() };
    if let Err(error) = copy.hear(heard).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "a membership could not be kept");
    }
}

#[cfg(test)]
mod tests;
