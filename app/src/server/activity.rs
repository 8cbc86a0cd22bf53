//! What server functions and REST read of the audit trail.

use domain::{AuditEvent, Page, PageRequest, TenantScope};

use super::AppContext;
use crate::AppError;

/// A page of the tenant's audit trail, newest first. Whoever may read projects may see what was done with them.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Malformed`] for a cursor that is none.
pub async fn list(context: &AppContext, scope: &TenantScope, page: &PageRequest) -> Result<Page<AuditEvent>, AppError> {
    Ok(context.audit.list(&scope.require()?, page).await?)
}
