//! A system that answers what a test says, for whatever works on [`SystemStore`].

use async_trait::async_trait;
use domain::OrganizationId;
// begin examples
use domain::{Project, Tenant};
use store::Renewal;
// end examples
use store::{Finding, Keeping, Removal, Schema, StoreError, SystemStore, TenantRecord};

fn unasked<T>() -> Result<T, StoreError> {
    Err(StoreError::internal("nobody should ask that here"))
}

/// What a test answers: those that it writes down. To be asked anything else is an error.
#[async_trait]
pub trait Answers: Send + Sync {
    /// [`SystemStore::lease`]
    async fn lease(&self, _name: &str, _holder: &str, _milliseconds: i64) -> Result<bool, StoreError> {
        unasked()
    }

    /// [`SystemStore::tenants_to_trim`]
    async fn tenants_to_trim(&self, _after: Option<&str>, _limit: u32) -> Result<Vec<String>, StoreError> {
        unasked()
    }

    /// [`SystemStore::trim_trail`]
    async fn trim_trail(&self, _tenant: &str, _limit: u32) -> Result<u32, StoreError> {
        unasked()
    }

    // begin examples
    /// [`SystemStore::tenants_to_purge`]
    async fn tenants_to_purge(
        &self,
        _deleted_before: i64,
        _after: Option<&str>,
        _limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        unasked()
    }

    /// [`SystemStore::purge`]
    async fn purge(&self, _tenant: &str, _deleted_before: i64, _limit: u32) -> Result<u32, StoreError> {
        unasked()
    }

    /// [`SystemStore::renew_terms`]
    async fn renew_terms(&self, _server: &str, _limit: u32) -> Result<Renewal, StoreError> {
        unasked()
    }

    /// [`SystemStore::insert_projects`]
    async fn insert_projects(&self, _tenant: &Tenant, _projects: &[Project]) -> Result<(), StoreError> {
        unasked()
    }
    // end examples
}

/// The system that gives these answers.
#[derive(Debug, Default)]
pub struct FakeSystem<A>(pub A);

#[async_trait]
impl<A: Answers> SystemStore for FakeSystem<A> {
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

    async fn lease(&self, name: &str, holder: &str, milliseconds: i64) -> Result<bool, StoreError> {
        self.0.lease(name, holder, milliseconds).await
    }

    async fn keep_trail(&self, _: Option<u32>) -> Result<Keeping, StoreError> {
        unasked()
    }

    async fn tenants_to_trim(&self, after: Option<&str>, limit: u32) -> Result<Vec<String>, StoreError> {
        self.0.tenants_to_trim(after, limit).await
    }

    async fn trim_trail(&self, tenant: &str, limit: u32) -> Result<u32, StoreError> {
        self.0.trim_trail(tenant, limit).await
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

    // begin examples
    async fn tenants_to_purge(
        &self,
        deleted_before: i64,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        self.0.tenants_to_purge(deleted_before, after, limit).await
    }

    async fn purge(&self, tenant: &str, deleted_before: i64, limit: u32) -> Result<u32, StoreError> {
        self.0.purge(tenant, deleted_before, limit).await
    }

    async fn renew_terms(&self, server: &str, limit: u32) -> Result<Renewal, StoreError> {
        self.0.renew_terms(server, limit).await
    }

    async fn insert_projects(&self, tenant: &Tenant, projects: &[Project]) -> Result<(), StoreError> {
        self.0.insert_projects(tenant, projects).await
    }
    // end examples
}
