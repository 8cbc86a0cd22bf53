//! The registry of tenants, and the removal of one.

use domain::Tenant;
use sqlx::{SqliteConnection, query, query_as, query_scalar};
use store::{ProjectQuota, Removal, StoreError, TenantRecord};

use crate::{
    SqliteStore,
    error::{self, Failure},
    row::{self, Found},
    sql,
    unit_of_work::{self, Work},
};

/// Rows removed in one transaction: the other writers get their turn in between.
const EVENTS_AT_ONCE: u32 = 1_000;
/// Each takes its tasks and terms along.
const PROJECTS_AT_ONCE: u32 = 100;

/// Enters the tenant, with its first row; it may be there already.
pub(crate) async fn register(connection: &mut SqliteConnection, tenant: &Tenant, now: i64) -> Result<(), sqlx::Error> {
    let kind = match tenant {
        Tenant::Organization(_) => "organization",
        Tenant::Personal(_) => "personal",
    };
    query(sql::tenants::REGISTER).bind(tenant.id()).bind(kind).bind(now).execute(connection).await?;
    Ok(())
}

/// Remembers that a project of the tenant was deleted then: the purge will come by.
pub(crate) async fn note_deleted(
    connection: &mut SqliteConnection,
    tenant: &str,
    deleted: i64,
) -> Result<(), sqlx::Error> {
    query(sql::tenants::NOTE_DELETED).bind(tenant).bind(deleted).execute(connection).await?;
    Ok(())
}

/// Whether the tenant has as many projects as it may. There is one writer: nobody makes one before the transaction ends.
pub(crate) async fn is_full(
    connection: &mut SqliteConnection,
    tenant: &str,
    quota: ProjectQuota,
) -> Result<bool, sqlx::Error> {
    let query = query_scalar(sql::tenants::IS_FULL).bind(tenant).bind(quota.most());
    let full: Option<i64> = query.fetch_optional(connection).await?;
    Ok(full.is_some())
}

/// Counts projects that a registered tenant has just got.
pub(crate) async fn count_new(
    connection: &mut SqliteConnection,
    tenant: &str,
    projects: i64,
) -> Result<(), sqlx::Error> {
    query(sql::tenants::COUNT_NEW).bind(tenant).bind(projects).execute(connection).await?;
    Ok(())
}

/// A page of the registry.
pub(crate) async fn list(
    connection: &mut SqliteConnection,
    after: &str,
    limit: u32,
) -> Result<Vec<TenantRecord>, sqlx::Error> {
    let query = query_as(sql::tenants::LIST).bind(after).bind(limit);
    let found: Vec<Found<TenantRecord>> = query.fetch_all(connection).await?;
    Ok(row::all(found))
}

/// Marks the tenant, so that a removal that was interrupted is seen and can be gone on with; false when it is unknown.
struct Marking {
    tenant: String,
    now: i64,
}

impl Work for Marking {
    type Done = bool;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<bool, Failure> {
        query(sql::addresses::FORGET).bind(&self.tenant).execute(&mut *connection).await?;
        let query = query(sql::tenants::MARK_REMOVED).bind(&self.tenant).bind(self.now);
        Ok(query.execute(connection).await?.rows_affected() > 0)
    }
}

/// Removes some rows; true when none were left and the tenant is gone.
struct RemovingSome {
    tenant: String,
}

impl Work for RemovingSome {
    type Done = bool;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<bool, Failure> {
        let batches =
            [(sql::tenants::REMOVE_PROJECTS, PROJECTS_AT_ONCE), (sql::tenants::REMOVE_EVENTS, EVENTS_AT_ONCE)];
        for (statement, rows) in batches {
            let query = query(statement).bind(&self.tenant).bind(rows);
            if query.execute(&mut *connection).await?.rows_affected() > 0 {
                return Ok(false);
            }
        }
        query(sql::tenants::UNREGISTER).bind(&self.tenant).execute(connection).await?;
        Ok(true)
    }
}

impl SqliteStore {
    pub(crate) async fn list_tenants(&self, after: Option<&str>, limit: u32) -> Result<Vec<TenantRecord>, StoreError> {
        let mut reader = self.readers.acquire().await.map_err(error::of)?;
        list(&mut reader, after.unwrap_or_default(), limit).await.map_err(error::of)
    }

    pub(crate) async fn list_to_purge(
        &self,
        deleted_before: i64,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        let query = query_scalar(sql::tenants::LIST_WITH_DELETED).bind(deleted_before);
        let query = query.bind(after.unwrap_or_default()).bind(limit);
        query.fetch_all(&self.readers).await.map_err(error::of)
    }

    pub(crate) async fn remove(&self, tenant: &str) -> Result<Removal, StoreError> {
        let marking = Marking { tenant: tenant.to_owned(), now: self.clock.now_ms() };
        if !unit_of_work::run(&self.writer, marking).await? {
            return Ok(Removal::Unknown);
        }
        while !unit_of_work::run(&self.writer, RemovingSome { tenant: tenant.to_owned() }).await? {}
        Ok(Removal::Done)
    }
}
