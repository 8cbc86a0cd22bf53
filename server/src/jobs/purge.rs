//! Projects whose time to be restored is over go for good, tenant by tenant, and only where there is one.

use domain::project::RESTORABLE_MS;
use store::{StoreError, SystemStore};

/// The name of the work in its lease.
const LEASE: &str = "purge";
/// How long a server may go without a sign of life before another one goes on: longer than one call of the store takes.
const WORKING_MS: i64 = 10 * 60 * 1_000;
/// How long nobody has to do it again.
const DONE_MS: i64 = 60 * 60 * 1_000;
/// Tenants looked up at once.
const TENANTS: u32 = 500;
/// Projects of one transaction.
const BATCH: u32 = 100;

/// Purges every tenant's projects that were deleted too long before `now` (milliseconds since the epoch); returns how
/// many. A tenant where it fails is left for the next time. `None`: another server does it, or has just done it.
pub(crate) async fn purge_all(system: &dyn SystemStore, holder: &str, now: i64) -> Option<u64> {
    let deleted_before = now - RESTORABLE_MS;
    let mut purged = 0;
    let mut visited: Option<String> = None;
    has_lease(system, holder, WORKING_MS).await.then_some(())?;
    loop {
        let tenants = match system.tenants_to_purge(deleted_before, visited.as_deref(), TENANTS).await {
            Ok(tenants) => tenants,
            Err(error) => {
                log(&error, None);
                return Some(purged);
            }
        };
        let Some(last) = tenants.last() else { break };
        visited = Some(last.clone());
        for tenant in &tenants {
            if !has_lease(system, holder, WORKING_MS).await {
                return Some(purged);
            }
            purged += purge_tenant(system, tenant, deleted_before).await;
        }
    }
    has_lease(system, holder, DONE_MS).await;
    Some(purged)
}

async fn has_lease(system: &dyn SystemStore, holder: &str, milliseconds: i64) -> bool {
    let leased = system.lease(LEASE, holder, milliseconds).await;
    leased.unwrap_or_else(|error| {
        log(&error, None);
        false
    })
}

async fn purge_tenant(system: &dyn SystemStore, tenant: &str, deleted_before: i64) -> u64 {
    let mut purged = 0;
    loop {
        match system.purge(tenant, deleted_before, BATCH).await {
            Ok(0) => return purged,
            Ok(count) => purged += u64::from(count),
            Err(error) => {
                log(&error, Some(tenant));
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
