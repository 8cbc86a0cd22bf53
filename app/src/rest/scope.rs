//! Who calls the API, and for which tenant: the token's organization, or else the personal account.
//!
//! A token is for whichever organization was active when it was made; for none right after signing in, or after the
//! person was removed from one. So callers can name the tenant they mean (`X-Tenant`), and are refused if the session
//! acts in another. A write into a personal account has to name it: that no organization is active may be an accident.

use axum::{
    extract::FromRequestParts,
    http::{HeaderName, HeaderValue, StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use clerk_protocol::{Auth, Session};
use domain::{Tenant, TenantClaim, TenantScope};

use crate::{AppError, context::AppContext, problem_details::ProblemDetails, request::RequestId};

/// Which tenant the caller means: its id, or the path of its pages.
pub const TENANT: HeaderName = HeaderName::from_static("x-tenant");

/// The caller's tenant, as an extractor. Comes first in every handler: whoever may not ask is told nothing else.
pub struct Scope(pub(crate) TenantScope);

impl FromRequestParts<AppContext> for Scope {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, context: &AppContext) -> Result<Self, Response> {
        let session = parts.extensions.get::<Auth>().and_then(Auth::session);
        let session = session.ok_or_else(|| AppError::Unauthenticated.into_response())?;
        let request_id = parts.extensions.get::<RequestId>().map(|RequestId(id)| id.clone());
        let scope = context.scope(session, request_id).map_err(|error| AppError::from(error).into_response())?;
        meant(parts, &scope).map_err(Unaccepted::answer)?;
        Ok(Self(scope))
    }
}

/// The caller, in whatever tenant or in none. A tenant that is named must be the session's all the same.
pub struct Caller(pub(crate) Session);

impl FromRequestParts<AppContext> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, context: &AppContext) -> Result<Self, Response> {
        let session = parts.extensions.get::<Auth>().and_then(Auth::session).cloned();
        let session = session.ok_or_else(|| AppError::Unauthenticated.into_response())?;
        if parts.headers.contains_key(TENANT) {
            Scope::from_request_parts(parts, context).await?;
        }
        Ok(Self(session))
    }
}

/// Why the caller is not answered.
enum Unaccepted {
    /// The header names no tenant, or there are several.
    Malformed,
    /// It names another tenant than the session's.
    Mismatch,
    /// It is absent where it must be said.
    Unnamed,
}

/// Whether the caller means this tenant.
fn meant(parts: &Parts, scope: &TenantScope) -> Result<(), Unaccepted> {
    let is_personal = matches!(scope.tenant(), Tenant::Personal(_));
    let mut claims = parts.headers.get_all(TENANT).iter();
    match (claims.next(), claims.next()) {
        (None, _) if is_personal && !parts.method.is_safe() => Err(Unaccepted::Unnamed),
        (None, _) => Ok(()),
        (Some(claim), None) => match read(claim) {
            Some(claim) if scope.is(&claim) => Ok(()),
            Some(_) => Err(Unaccepted::Mismatch),
            None => Err(Unaccepted::Malformed),
        },
        (Some(_), Some(_)) => Err(Unaccepted::Malformed),
    }
}

fn read(claim: &HeaderValue) -> Option<TenantClaim> {
    claim.to_str().ok()?.trim().parse().ok()
}

/// Said of tenants of others and of missing ones alike.
const MISMATCH: &str = "X-Tenant names another tenant than the one that this session acts in. Make that one the active \
                        one, or name the right one; nothing was done.";
const UNNAMED: &str = "No organization is active in this session, so this would go into the personal account. Choose an \
                       organization first, or say that you mean it with the header \"X-Tenant: /personal\"; nothing was \
                       done.";

impl Unaccepted {
    fn answer(self) -> Response {
        let (status, code, detail) = match self {
            Self::Malformed => return AppError::Malformed.into_response(),
            Self::Mismatch => {
                AppError::TenantMismatch.note_refusal();
                (StatusCode::CONFLICT, "tenant_mismatch", MISMATCH)
            }
            Self::Unnamed => (StatusCode::PRECONDITION_REQUIRED, "tenant_unnamed", UNNAMED),
        };
        ProblemDetails::new(status, code, detail).into_response()
    }
}
