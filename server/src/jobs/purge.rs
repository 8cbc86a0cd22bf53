//! Removes for good the deleted projects that can no longer be restored.

use async_trait::async_trait;
use domain::{Clock, project::RESTORABLE_MS};
use store::{StoreError, SystemStore};

use super::{
    Hours,
    rounds::{self, Chore},
};

/// Projects of one transaction.
pub(super) const BATCH: u32 = 100;

struct Purge {
    deleted_before: i64,
}

#[async_trait]
impl Chore for Purge {
    fn lease(&self) -> &'static str {
        "purge"
    }

    fn name(&self) -> &'static str {
        "the purge of deleted projects"
    }

    async fn due(&self, system: &dyn SystemStore, after: Option<&str>, limit: u32) -> Result<Vec<String>, StoreError> {
        system.tenants_to_purge(self.deleted_before, after, limit).await
    }

    async fn some(&self, system: &dyn SystemStore, tenant: &str) -> Result<u32, StoreError> {
        system.purge(tenant, self.deleted_before, BATCH).await
    }
}

/// Purges every tenant's projects that were deleted too long before `now` (milliseconds since the epoch); how many, `None`
/// where another server does it.
pub(crate) async fn purge_all(system: &dyn SystemStore, holder: &str, now: i64) -> Option<u64> {
    rounds::go(&Purge { deleted_before: now - RESTORABLE_MS }, system, holder).await
}

/// Purges every hour, and says so.
pub(super) async fn purge(system: &dyn SystemStore, holder: &str, clock: &dyn Clock, mut hours: Hours<'_>) {
    loop {
        hours.next().await;
        let purged = purge_all(system, holder, clock.now_ms()).await;
        if purged.is_some_and(|purged| purged > 0) {
            tracing::info!(projects = purged, "purged what was deleted long ago");
        }
    }
}
