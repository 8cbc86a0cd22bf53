//! The purge over a system that fails here and there.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use domain::{Project, Tenant};
use store::{Finding, Removal, Renewal, Schema, StoreError, SystemStore, TenantRecord};

use super::{BATCH, TENANTS, purge_all};

/// Tenants, and how many of their projects wait to be purged; `None`: asking for them fails.
#[derive(Default)]
struct Failing {
    waiting: Mutex<BTreeMap<String, Option<u32>>>,
    removed: Vec<&'static str>,
}

impl Failing {
    fn with(waiting: &[(&str, Option<u32>)]) -> Self {
        let waiting = waiting.iter().map(|(tenant, count)| ((*tenant).to_owned(), *count)).collect();
        Self { waiting: Mutex::new(waiting), removed: Vec::new() }
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<String, Option<u32>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl SystemStore for Failing {
    async fn tenants(&self, after: Option<&str>, limit: u32) -> Result<Vec<TenantRecord>, StoreError> {
        let waiting = self.waiting();
        let behind = waiting.keys().filter(|id| after.is_none_or(|after| id.as_str() > after));
        let records = behind.take(usize::try_from(limit).unwrap_or(usize::MAX)).map(|id| TenantRecord {
            id: id.clone(),
            created_at: 0,
            removed_at: self.removed.contains(&id.as_str()).then_some(1),
        });
        Ok(records.collect())
    }

    async fn purge(&self, tenant: &str, _: i64, limit: u32) -> Result<u32, StoreError> {
        let mut waiting = self.waiting();
        match waiting.get_mut(tenant) {
            Some(Some(count)) => {
                let purged = (*count).min(limit);
                *count -= purged;
                Ok(purged)
            }
            _ => Err(StoreError::unavailable("a tenant that fails")),
        }
    }

    async fn claim_instance(&self, issuer: &str) -> Result<String, StoreError> {
        Ok(issuer.to_owned())
    }

    async fn instance(&self) -> Result<Option<String>, StoreError> {
        Ok(None)
    }

    async fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn close(&self) {}

    async fn schema(&self) -> Result<Schema, StoreError> {
        Ok(Schema { engine: String::new(), migrations: Vec::new() })
    }

    async fn findings(&self) -> Result<Vec<Finding>, StoreError> {
        Ok(Vec::new())
    }

    async fn remove_tenant(&self, _: &str) -> Result<Removal, StoreError> {
        Ok(Removal::Unknown)
    }

    async fn renew_terms(&self, _: &str, _: u32) -> Result<Renewal, StoreError> {
        Ok(Renewal::Done)
    }

    async fn insert_projects(&self, _: &Tenant, _: &[Project]) -> Result<(), StoreError> {
        Ok(())
    }
}

#[tokio::test]
async fn a_tenant_that_fails_does_not_keep_the_others_waiting() {
    let mut system = Failing::with(&[("org_a", Some(3)), ("org_b", None), ("org_c", Some(1)), ("org_d", Some(2))]);
    system.removed.push("org_d");
    assert_eq!(purge_all(&system, 0).await, 4);
    let left: Vec<_> = system.waiting().values().copied().collect();
    assert_eq!(left, [Some(0), None, Some(0), Some(2)], "a tenant that is being removed is left to that");
}

#[tokio::test]
async fn every_tenant_and_every_batch_is_visited() {
    let tenants: Vec<_> = (0..=2 * TENANTS).map(|number| format!("org_{number:06}")).collect();
    let waiting: Vec<_> = tenants.iter().map(|tenant| (tenant.as_str(), Some(2 * BATCH))).collect();
    let system = Failing::with(&waiting);
    assert_eq!(purge_all(&system, 0).await, u64::from((2 * TENANTS + 1) * 2 * BATCH));
}
