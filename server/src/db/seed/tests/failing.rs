//! A system whose second portion fails while the first is on its way.

use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use domain::{OrganizationId, Project, Tenant};
use store::{Finding, Removal, Renewal, Schema, StoreError, SystemStore, TenantRecord};
use tokio::sync::Notify;

#[derive(Default)]
pub(super) struct Failing {
    begun: AtomicU32,
    failed: Notify,
}

impl Failing {
    /// How many portions were begun.
    pub(super) fn begun(&self) -> u32 {
        self.begun.load(Ordering::Relaxed)
    }
}

fn unasked<T>() -> Result<T, StoreError> {
    Err(StoreError::internal("a seed does not ask that"))
}

#[async_trait]
impl SystemStore for Failing {
    async fn insert_projects(&self, _: &Tenant, _: &[Project]) -> Result<(), StoreError> {
        if self.begun.fetch_add(1, Ordering::Relaxed) == 0 {
            self.failed.notified().await;
            return Ok(());
        }
        self.failed.notify_one();
        Err(StoreError::unavailable("the second one fails"))
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

    async fn renew_terms(&self, _: &str, _: u32) -> Result<Renewal, StoreError> {
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
}
