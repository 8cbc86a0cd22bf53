//! The round of a job over a system that fails here and there.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use store::{Backed, Behind, StoreError, SystemStore};
use testkit::system::NoDatabase;

use super::{DONE_MS, TENANTS, WORKING_MS};
use crate::jobs::trail::{BATCH, trim_all};

/// Tenants, and how many of their entries wait to be removed; `None`: asking for them fails.
#[derive(Default)]
struct Failing {
    database: NoDatabase,
    waiting: Mutex<BTreeMap<String, Option<u32>>>,
    /// Who may work, and for how long they said.
    leases: Mutex<Vec<(String, i64)>>,
    /// After so many leases somebody else has it.
    leases_left: Mutex<Option<usize>>,
}

impl Failing {
    fn with(waiting: &[(&str, Option<u32>)]) -> Self {
        let waiting = waiting.iter().map(|(tenant, count)| ((*tenant).to_owned(), *count)).collect();
        Self { waiting: Mutex::new(waiting), ..Self::default() }
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<String, Option<u32>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Backed for Failing {
    fn behind(&self) -> Behind<'_> {
        self.database.behind()
    }
}

#[async_trait]
impl SystemStore for Failing {
    async fn lease(&self, name: &str, holder: &str, milliseconds: i64) -> Result<bool, StoreError> {
        self.leases.lock().unwrap_or_else(PoisonError::into_inner).push((format!("{name} {holder}"), milliseconds));
        let mut left = self.leases_left.lock().unwrap_or_else(PoisonError::into_inner);
        let has = *left != Some(0);
        *left = left.map(|left| left.saturating_sub(1));
        Ok(has)
    }

    async fn tenants_to_trim(&self, after: Option<&str>, limit: u32) -> Result<Vec<String>, StoreError> {
        let waiting = self.waiting();
        let behind = waiting.keys().filter(|id| after.is_none_or(|after| id.as_str() > after));
        Ok(behind.take(usize::try_from(limit).unwrap_or(usize::MAX)).cloned().collect())
    }

    async fn trim_trail(&self, tenant: &str, limit: u32) -> Result<u32, StoreError> {
        let mut waiting = self.waiting();
        match waiting.get_mut(tenant) {
            Some(Some(count)) => {
                let removed = (*count).min(limit);
                *count -= removed;
                Ok(removed)
            }
            _ => Err(StoreError::unavailable("a tenant that fails")),
        }
    }
}

#[tokio::test]
async fn a_tenant_that_fails_does_not_keep_the_others_waiting() {
    let system = Failing::with(&[("org_a", Some(3)), ("org_b", None), ("org_c", Some(1))]);
    assert_eq!(trim_all(&system, "me").await, Some(4));
    let left: Vec<_> = system.waiting().values().copied().collect();
    assert_eq!(left, [Some(0), None, Some(0)]);
}

#[tokio::test]
async fn every_tenant_and_every_batch_is_visited() {
    let tenants: Vec<_> = (0..=2 * TENANTS).map(|number| format!("org_{number:06}")).collect();
    let waiting: Vec<_> = tenants.iter().map(|tenant| (tenant.as_str(), Some(2 * BATCH))).collect();
    let system = Failing::with(&waiting);
    assert_eq!(trim_all(&system, "me").await, Some(u64::from((2 * TENANTS + 1) * 2 * BATCH)));
}

/// Before the first tenant, before each, and for an hour when all is done.
#[tokio::test]
async fn who_works_says_so_and_who_is_done_too() {
    let system = Failing::with(&[("org_a", Some(1)), ("org_b", Some(1))]);
    trim_all(&system, "me").await;
    let leases = system.leases.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let expected = [WORKING_MS, WORKING_MS, WORKING_MS, DONE_MS].map(|time| ("trail me".to_owned(), time));
    assert_eq!(leases, expected);
}

#[tokio::test]
async fn nothing_is_done_without_the_lease_and_nothing_more_when_it_is_lost() {
    let system = Failing::with(&[("org_a", Some(1)), ("org_b", Some(1))]);
    *system.leases_left.lock().unwrap_or_else(PoisonError::into_inner) = Some(0);
    assert_eq!(trim_all(&system, "me").await, None);
    *system.leases_left.lock().unwrap_or_else(PoisonError::into_inner) = Some(2);
    assert_eq!(trim_all(&system, "me").await, Some(1));
    assert_eq!(system.waiting().values().copied().collect::<Vec<_>>(), [Some(0), Some(1)]);
}
