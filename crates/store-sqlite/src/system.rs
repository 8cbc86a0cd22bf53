//! The system's own calls in SQLite.

mod addresses;
mod doctor;
mod insert;
mod purge;
mod renewal;

use async_trait::async_trait;
use domain::{OrganizationId, Project, Tenant};
use sqlx::{SqliteConnection, SqlitePool, query, query_scalar};
use store::{Finding, Removal, Renewal, Schema, StoreError, SystemStore, TenantRecord};

use crate::{
    SqliteStore,
    error::{self, Failure},
    migrations, sql,
    unit_of_work::{self, Work},
};

struct Claiming {
    issuer: String,
    now: i64,
}

impl Work for Claiming {
    type Done = String;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<String, Failure> {
        query(sql::instance::CLAIM).bind(&self.issuer).bind(self.now).execute(&mut *connection).await?;
        Ok(query_scalar(sql::instance::GET).fetch_one(connection).await?)
    }
}

struct Leasing {
    name: String,
    holder: String,
    now: i64,
    until: i64,
}

impl Work for Leasing {
    type Done = bool;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<bool, Failure> {
        let query = query(sql::instance::LEASE).bind(&self.name).bind(&self.holder).bind(self.until).bind(self.now);
        Ok(query.execute(connection).await?.rows_affected() > 0)
    }
}

/// What is installed.
pub(crate) async fn schema(readers: &SqlitePool) -> Result<Schema, sqlx::Error> {
    migrations::schema(&mut *readers.acquire().await?, migrations::ALL).await
}

/// What is well and what is not.
pub(crate) async fn findings(writer: &SqlitePool, readers: &SqlitePool) -> Result<Vec<Finding>, sqlx::Error> {
    let settings = doctor::settings(&mut *writer.acquire().await?).await?;
    let state = doctor::state(&mut *readers.acquire().await?).await?;
    let file = readers.connect_options();
    Ok([settings, state, vec![doctor::privacy(file.get_filename())]].concat())
}

#[async_trait]
impl SystemStore for SqliteStore {
    async fn claim_instance(&self, issuer: &str) -> Result<String, StoreError> {
        let claiming = Claiming { issuer: issuer.to_owned(), now: self.clock.now_ms() };
        unit_of_work::run(&self.writer, claiming).await
    }

    async fn instance(&self) -> Result<Option<String>, StoreError> {
        query_scalar(sql::instance::GET).fetch_optional(&self.readers).await.map_err(error::of)
    }

    async fn ping(&self) -> Result<(), StoreError> {
        query(sql::instance::PING).execute(&self.readers).await.map_err(error::of)?;
        Ok(())
    }

    async fn close(&self) {
        Self::close(self).await;
    }

    async fn schema(&self) -> Result<Schema, StoreError> {
        schema(&self.readers).await.map_err(error::of)
    }

    async fn findings(&self) -> Result<Vec<Finding>, StoreError> {
        findings(&self.writer, &self.readers).await.map_err(error::of)
    }

    async fn tenants(&self, after: Option<&str>, limit: u32) -> Result<Vec<TenantRecord>, StoreError> {
        self.list_tenants(after, limit).await
    }

    async fn lease(&self, name: &str, holder: &str, milliseconds: i64) -> Result<bool, StoreError> {
        let now = self.clock.now_ms();
        let (name, holder, until) = (name.to_owned(), holder.to_owned(), now.saturating_add(milliseconds));
        unit_of_work::run(&self.writer, Leasing { name, holder, now, until }).await
    }

    async fn tenants_to_purge(
        &self,
        deleted_before: i64,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        self.list_to_purge(deleted_before, after, limit).await
    }

    async fn purge(&self, tenant: &str, deleted_before: i64, limit: u32) -> Result<u32, StoreError> {
        let purging = purge::Purging { author: self.system_in(tenant), deleted_before, limit };
        unit_of_work::run(&self.writer, purging).await
    }

    async fn note_address(&self, organization: &OrganizationId, slug: &str) -> Result<(), StoreError> {
        let (organization, slug) = (organization.as_str().to_owned(), slug.to_owned());
        let noting = addresses::Noting { organization, slug, now: self.clock.now_ms() };
        unit_of_work::run(&self.writer, noting).await
    }

    async fn organizations_at(&self, slug: &str) -> Result<Vec<String>, StoreError> {
        addresses::at(&self.readers, slug).await
    }

    async fn remove_tenant(&self, tenant: &str) -> Result<Removal, StoreError> {
        self.remove(tenant).await
    }

    async fn renew_terms(&self, server: &str, limit: u32) -> Result<Renewal, StoreError> {
        let renewing = renewal::Renewing { server: server.to_owned(), limit, now: self.clock.now_ms() };
        unit_of_work::run(&self.writer, renewing).await
    }

    async fn insert_projects(&self, tenant: &Tenant, projects: &[Project]) -> Result<(), StoreError> {
        if projects.is_empty() {
            return Ok(());
        }
        let inserting = insert::Inserting::new(tenant, projects, self.clock.now_ms())?;
        unit_of_work::run(&self.writer, inserting).await
    }
}
