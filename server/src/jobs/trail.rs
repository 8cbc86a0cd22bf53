//! Removes entries of the audit trail that are older than the operator keeps them.

use async_trait::async_trait;
use store::{StoreError, SystemStore};

use super::{
    Hours,
    rounds::{self, Chore},
};

/// Entries of one transaction. Other writers may have to wait for it.
pub(super) const BATCH: u32 = 500;

struct Trim;

#[async_trait]
impl Chore for Trim {
    fn lease(&self) -> &'static str {
        "trail"
    }

    fn name(&self) -> &'static str {
        "the removal of old audit entries"
    }

    async fn due(&self, system: &dyn SystemStore, after: Option<&str>, limit: u32) -> Result<Vec<String>, StoreError> {
        system.tenants_to_trim(after, limit).await
    }

    async fn some(&self, system: &dyn SystemStore, tenant: &str) -> Result<u32, StoreError> {
        system.trim_trail(tenant, BATCH).await
    }
}

/// Removes every tenant's entries that are kept no longer; how many, `None` where another server does it.
pub(crate) async fn trim_all(system: &dyn SystemStore, holder: &str) -> Option<u64> {
    rounds::go(&Trim, system, holder).await
}

/// Trims every hour, and says so.
pub(super) async fn trim(system: &dyn SystemStore, holder: &str, mut hours: Hours<'_>) {
    loop {
        hours.next().await;
        let trimmed = trim_all(system, holder).await;
        if trimmed.is_some_and(|trimmed| trimmed > 0) {
            tracing::info!(entries = trimmed, "removed entries of the audit trail that are kept no longer");
        }
    }
}
