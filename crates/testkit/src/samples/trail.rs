//! What somebody was refused.

use anyhow::Result;
use domain::{Attempt, AuditAction, TenantScope};
use store::{AuditStore, Store};

pub(super) async fn sample(store: &dyn Store, scope: &TenantScope) -> Result<()> {
    let attempt = Attempt { action: AuditAction::ProjectDeleted, object_id: None };
    Ok(AuditStore::refused(store, scope, &attempt).await?)
}
