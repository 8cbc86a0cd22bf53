//! What server functions and REST read of the audit trail.

use domain::{AuditEvent, Page, PageRequest, TenantScope};

use store::AuditStore;

use crate::{AppError, context::AppContext};

/// A page of the tenant's audit trail, newest first. It tells of everything, so it has a permission of its own.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Malformed`] for a cursor that is none.
pub(super) async fn list(
    context: &AppContext,
    scope: &TenantScope,
    page: &PageRequest,
) -> Result<Page<AuditEvent>, AppError> {
    let trail: &dyn AuditStore = &*context.store;
    Ok(trail.list(&scope.require()?, page).await?)
}
