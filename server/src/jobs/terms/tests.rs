//! The job over a system that answers as it is told.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use domain::{OrganizationId, Project, Tenant};
use store::{Finding, Removal, Renewal, Schema, StoreError, SystemStore, TenantRecord};

use super::{BATCH, renew_all};

/// What is answered, the last one first; then it fails.
struct Scripted(Mutex<Vec<Renewal>>);

fn unasked<T>() -> Result<T, StoreError> {
    Err(StoreError::internal("the job does not ask that"))
}

#[async_trait]
impl SystemStore for Scripted {
    async fn renew_terms(&self, server: &str, limit: u32) -> Result<Renewal, StoreError> {
        assert_eq!((server, limit), ("a", BATCH));
        let answer = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        answer.ok_or_else(|| StoreError::unavailable("it fails now"))
    }

    async fn claim_instance(&self, _: &str) -> Result<String, StoreError> {
        unasked()
    }

    async fn instance(&self) -> Result<Option<String>, StoreError> {
        unasked()
    }

    async fn ping(&self) -> Result<(), StoreError> {
        unasked()
    }

    async fn close(&self) {}

    async fn schema(&self) -> Result<Schema, StoreError> {
        unasked()
    }

    async fn findings(&self) -> Result<Vec<Finding>, StoreError> {
        unasked()
    }

    async fn tenants(&self, _: Option<&str>, _: u32) -> Result<Vec<TenantRecord>, StoreError> {
        unasked()
    }

    async fn lease(&self, _: &str, _: &str, _: i64) -> Result<bool, StoreError> {
        unasked()
    }

    async fn tenants_to_purge(&self, _: i64, _: Option<&str>, _: u32) -> Result<Vec<String>, StoreError> {
        unasked()
    }

    async fn purge(&self, _: &str, _: i64, _: u32) -> Result<u32, StoreError> {
        unasked()
    }

    async fn note_address(&self, _: &OrganizationId, _: &str) -> Result<(), StoreError> {
        unasked()
    }

    async fn organizations_at(&self, _: &str) -> Result<Vec<String>, StoreError> {
        unasked()
    }

    async fn remove_tenant(&self, _: &str) -> Result<Removal, StoreError> {
        unasked()
    }

    async fn insert_projects(&self, _: &Tenant, _: &[Project]) -> Result<(), StoreError> {
        unasked()
    }
}

/// What is left of the script when the job ends, and whether all terms are made.
async fn after(mut script: Vec<Renewal>) -> (usize, bool) {
    script.reverse();
    let system = Scripted(Mutex::new(script));
    let is_done = renew_all(&system, "a").await;
    let left = system.0.lock().unwrap_or_else(PoisonError::into_inner).len();
    (left, is_done)
}

#[tokio::test]
async fn it_goes_on_to_the_end() {
    use Renewal::{Done, Elsewhere, Working};
    assert_eq!(after(vec![Done, Working]).await, (1, true));
    assert_eq!(after(vec![Working, Working, Working, Done, Working]).await, (1, true));
    assert_eq!(after(vec![Elsewhere, Working]).await, (1, false));
    assert_eq!(after(vec![Working, Elsewhere, Working]).await, (1, false));
}

#[tokio::test]
async fn a_failure_ends_it_until_the_next_look() {
    assert_eq!(after(vec![]).await, (0, false));
    assert_eq!(after(vec![Renewal::Working]).await, (0, false));
}
