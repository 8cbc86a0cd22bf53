//! Projects whose time to be restored is over go for good, tenant by tenant.

use domain::project::RESTORABLE_MS;
use store::{StoreError, SystemStore, TenantRecord};

/// Tenants looked up at once.
const TENANTS: u32 = 500;
/// Projects of one transaction.
const BATCH: u32 = 100;

/// Purges every tenant's projects that were deleted too long before `now` (milliseconds since the epoch); returns how
/// many. A tenant where it fails is left for the next time.
pub(crate) async fn purge_all(system: &dyn SystemStore, now: i64) -> u64 {
    let deleted_before = now - RESTORABLE_MS;
    let mut purged = 0;
    let mut visited: Option<String> = None;
    loop {
        let tenants = match system.tenants(visited.as_deref(), TENANTS).await {
            Ok(tenants) => tenants,
            Err(error) => {
                log(&error, None);
                return purged;
            }
        };
        let Some(last) = tenants.last() else { return purged };
        visited = Some(last.id.clone());
        for tenant in tenants.iter().filter(|tenant| tenant.removed_at.is_none()) {
            purged += purge_tenant(system, tenant, deleted_before).await;
        }
    }
}

async fn purge_tenant(system: &dyn SystemStore, tenant: &TenantRecord, deleted_before: i64) -> u64 {
    let mut purged = 0;
    loop {
        match system.purge(&tenant.id, deleted_before, BATCH).await {
            Ok(count) => {
                purged += u64::from(count);
                if count < BATCH {
                    return purged;
                }
            }
            Err(error) => {
                log(&error, Some(&tenant.id));
                return purged;
            }
        }
    }
}

fn log(error: &StoreError, tenant: Option<&str>) {
    tracing::error!(error = error as &dyn std::error::Error, tenant, "the purge of deleted projects failed");
}

#[cfg(test)]
mod tests;
