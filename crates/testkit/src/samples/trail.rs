//! What somebody was refused.

use anyhow::Result;
use domain::{Attempt, Object, Project, TenantScope};
use store::{AuditStore, Store};

pub(crate) async fn sample(store: &dyn Store, scope: &TenantScope) -> Result<()> {
    let attempt = Attempt { action: Project::DELETED, object_id: None };
    Ok(AuditStore::refused(store, scope, &attempt).await?)
}
