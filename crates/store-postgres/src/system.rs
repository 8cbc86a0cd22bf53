//! The system's own calls in PostgreSQL: each for one tenant, or for what is nobody's.

mod addresses;
mod findings;
mod insert;
mod instance;
mod purge;
mod registry;
mod removal;
mod renewal;
mod schema;

use async_trait::async_trait;
use domain::{OrganizationId, Project, Tenant};
use store::{Finding, Removal, Renewal, Schema, StoreError, SystemStore, TenantRecord};

use crate::{PostgresStore, database::Database};

/// What is installed.
pub(crate) async fn schema(database: &Database) -> Result<Schema, StoreError> {
    database.read("", schema::Look).await
}

/// What is well and what is not.
pub(crate) async fn findings(database: &Database) -> Result<Vec<Finding>, StoreError> {
    let look = findings::Look { has_owner: database.has_owner, is_verified: database.is_verified };
    database.read("", look).await
}

#[async_trait]
impl SystemStore for PostgresStore {
    async fn claim_instance(&self, issuer: &str) -> Result<String, StoreError> {
        let unit = instance::Claim { issuer: issuer.to_owned(), now: self.clock.now_ms() };
        self.database.write("", unit).await
    }

    async fn instance(&self) -> Result<Option<String>, StoreError> {
        self.database.read("", instance::Get).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.database.read("", instance::Ping).await
    }

    async fn close(&self) {
        self.database.pool.close().await;
        if let Some(owner) = &self.owner {
            owner.pool.close().await;
        }
    }

    async fn schema(&self) -> Result<Schema, StoreError> {
        schema(&self.database).await
    }

    async fn findings(&self) -> Result<Vec<Finding>, StoreError> {
        findings(&self.database).await
    }

    async fn tenants(&self, after: Option<&str>, limit: u32) -> Result<Vec<TenantRecord>, StoreError> {
        let unit = registry::List { after: after.unwrap_or_default().to_owned(), limit };
        self.database.read("", unit).await
    }

    async fn lease(&self, name: &str, holder: &str, milliseconds: i64) -> Result<bool, StoreError> {
        let now = self.clock.now_ms();
        let (name, holder, until) = (name.to_owned(), holder.to_owned(), now.saturating_add(milliseconds));
        self.database.write("", instance::Lease { name, holder, now, until }).await
    }

    async fn tenants_to_purge(
        &self,
        deleted_before: i64,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        let after = after.unwrap_or_default().to_owned();
        self.database.read("", registry::ListWithDeleted { deleted_before, after, limit }).await
    }

    async fn purge(&self, tenant: &str, deleted_before: i64, limit: u32) -> Result<u32, StoreError> {
        let unit = purge::Purge { deleted_before, limit, clock: self.clock.clone(), ids: self.ids.clone() };
        self.database.maintain(tenant, unit).await
    }

    async fn note_address(&self, organization: &OrganizationId, slug: &str) -> Result<(), StoreError> {
        let (organization, slug) = (organization.as_str().to_owned(), slug.to_owned());
        self.database.write("", addresses::Note { organization, slug, now: self.clock.now_ms() }).await
    }

    async fn organizations_at(&self, slug: &str) -> Result<Vec<String>, StoreError> {
        self.database.read("", addresses::At { slug: slug.to_owned() }).await
    }

    async fn remove_tenant(&self, tenant: &str) -> Result<Removal, StoreError> {
        removal::remove(self.owner.as_ref().unwrap_or(&self.database), tenant, self.clock.now_ms()).await
    }

    async fn renew_terms(&self, server: &str, limit: u32) -> Result<Renewal, StoreError> {
        renewal::go_on(&self.database, &self.clock, server, limit).await
    }

    async fn insert_projects(&self, tenant: &Tenant, projects: &[Project]) -> Result<(), StoreError> {
        let unit = insert::Insert { tenant: tenant.clone(), projects: projects.to_vec(), now: self.clock.now_ms() };
        self.database.maintain(tenant.id(), unit).await
    }
}
