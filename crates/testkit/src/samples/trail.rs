//! What somebody was refused.

use anyhow::Result;
use domain::{Attempt, Object, TenantScope};
use store::{AuditStore, Store, things::Thing};

pub(crate) async fn sample(store: &dyn Store, scope: &TenantScope) -> Result<()> {
    let attempt = Attempt { action: Thing::DELETED, object_id: None };
    Ok(AuditStore::refused(store, scope, &attempt).await?)
}
