//! Who calls the API, and for which tenant: the one that the token's organization names, else the personal account.

use app::{AppError, server::RequestId};
use axum::{extract::FromRequestParts, http::request::Parts};
use clerk_protocol::Auth;
use domain::TenantScope;

use crate::state::AppState;

/// The caller's tenant, as an extractor. Comes first in every handler: whoever may not ask is told nothing else.
pub(crate) struct Scope(pub(crate) TenantScope);

impl FromRequestParts<AppState> for Scope {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let session = parts.extensions.get::<Auth>().and_then(Auth::session).ok_or(AppError::Unauthenticated)?;
        let context = &state.context;
        let scope = TenantScope::of(session, context.permissions, context.personal_accounts)?;
        let request_id = parts.extensions.get::<RequestId>().map(|RequestId(id)| id.clone());
        Ok(Self(scope.for_request(request_id)))
    }
}
