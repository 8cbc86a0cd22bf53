//! Work that one server does for all of them: tenant by tenant, and only where there is something to do.

use async_trait::async_trait;
use store::{StoreError, SystemStore};

/// How long a server may go without a sign of life before another one goes on: longer than one call of the store takes.
pub(super) const WORKING_MS: i64 = 10 * 60 * 1_000;
/// How long nobody has to do it again.
pub(super) const DONE_MS: i64 = 60 * 60 * 1_000;
/// Tenants looked up at once.
pub(super) const TENANTS: u32 = 500;

/// A kind of such work.
#[async_trait]
pub(super) trait Chore: Sync {
    /// Its name in the lease.
    fn lease(&self) -> &'static str;

    /// Its name in the log.
    fn name(&self) -> &'static str;

    /// The tenants with something to do, by id, those after `after`.
    async fn due(&self, system: &dyn SystemStore, after: Option<&str>, limit: u32) -> Result<Vec<String>, StoreError>;

    /// Does some of it for a tenant; how much that was. 0: there is no more.
    async fn some(&self, system: &dyn SystemStore, tenant: &str) -> Result<u32, StoreError>;
}

/// Does it for every tenant where it is due; how much that was. A tenant where it fails is left for the next time. `None`:
/// another server does it, or has just done it.
pub(super) async fn go(chore: &dyn Chore, system: &dyn SystemStore, holder: &str) -> Option<u64> {
    let mut done = 0;
    let mut visited: Option<String> = None;
    has_lease(chore, system, holder, WORKING_MS).await.then_some(())?;
    loop {
        let tenants = match chore.due(system, visited.as_deref(), TENANTS).await {
            Ok(tenants) => tenants,
            Err(error) => {
                log(chore, &error, None);
                return Some(done);
            }
        };
        let Some(last) = tenants.last() else { break };
        visited = Some(last.clone());
        for tenant in &tenants {
            if !has_lease(chore, system, holder, WORKING_MS).await {
                return Some(done);
            }
            done += all_of(chore, system, tenant).await;
        }
    }
    has_lease(chore, system, holder, DONE_MS).await;
    Some(done)
}

async fn has_lease(chore: &dyn Chore, system: &dyn SystemStore, holder: &str, milliseconds: i64) -> bool {
    let leased = system.lease(chore.lease(), holder, milliseconds).await;
    leased.unwrap_or_else(|error| {
        log(chore, &error, None);
        false
    })
}

async fn all_of(chore: &dyn Chore, system: &dyn SystemStore, tenant: &str) -> u64 {
    let mut done = 0;
    loop {
        match chore.some(system, tenant).await {
            Ok(0) => return done,
            Ok(count) => done += u64::from(count),
            Err(error) => {
                log(chore, &error, Some(tenant));
                return done;
            }
        }
    }
}

fn log(chore: &dyn Chore, error: &StoreError, tenant: Option<&str>) {
    let work = chore.name();
    tracing::error!(error = error as &dyn std::error::Error, work, tenant, "work of the system failed");
}

#[cfg(test)]
mod tests;
