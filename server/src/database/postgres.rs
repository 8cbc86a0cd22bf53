//! PostgreSQL: a server, on which the tables belong to a role of their own.

use std::{path::Path, sync::Arc};

use anyhow::Context;
use async_trait::async_trait;
use domain::Clock;
use secrecy::ExposeSecret;
use store::Data;
use store_postgres::PostgresStore;

use super::{adapter::Adapter, ids};
use crate::config::Database;

// begin examples
/// More transactions that write at once gain little.
const WRITERS: u32 = 4;
// end examples

/// The kind.
#[derive(Debug)]
pub(crate) struct Postgres;

#[async_trait(?Send)]
impl Adapter for Postgres {
    fn name(&self) -> &'static str {
        "PostgreSQL"
    }

    fn schemes(&self) -> &'static [&'static str] {
        &["postgres", "postgresql"]
    }

    fn example(&self) -> &'static str {
        "postgres://user:password@host/database"
    }

    fn connections(&self, database: &Database) -> u32 {
        database.postgres.connections
    }

    // begin examples
    fn writers(&self, database: &Database) -> usize {
        database.postgres.connections.min(WRITERS) as usize
    }
    // end examples

    fn must_prove_itself(&self, database: &Database) -> bool {
        !database.postgres.any_role
    }

    async fn open(&self, database: &Database, clock: Arc<dyn Clock>) -> anyhow::Result<Data> {
        let (url, settings, ids) = (database.url.expose_secret(), &database.postgres, ids(&clock));
        let store = PostgresStore::open(url, settings.owner_url(), settings.connections, clock, ids).await?;
        Ok(store.data().clone())
    }

    async fn look(&self, database: &Database, clock: Arc<dyn Clock>) -> anyhow::Result<Data> {
        let (url, settings, ids) = (database.url.expose_secret(), &database.postgres, ids(&clock));
        let store = PostgresStore::as_it_is(url, settings.owner_url(), settings.connections, clock, ids)?;
        Ok(store.data().clone())
    }

    async fn backup(&self, database: &Database, file: &Path) -> anyhow::Result<()> {
        must_be_one_database(database).await?;
        let url = database.postgres.backup_url().unwrap_or_else(|| owners(database));
        Ok(store_postgres::backup(url, file).await?)
    }

    async fn restore(&self, database: &Database, file: &Path) -> anyhow::Result<()> {
        must_be_one_database(database).await?;
        Ok(store_postgres::restore(owners(database), file).await?)
    }

    /// Gives the role for backups its right, where there is one.
    async fn set_up(&self, database: &Database) -> anyhow::Result<Option<&'static str>> {
        let Some(backup) = database.postgres.backup_url() else { return Ok(None) };
        let given = store_postgres::allow_backups(database.url.expose_secret(), owners(database), backup).await;
        given.context("the role for backups (DATABASE_BACKUP_URL) did not get its right")?;
        Ok(Some("The role of DATABASE_BACKUP_URL may read every tenant's rows, for backups."))
    }
}

/// Everything can be replaced by the owner alone, where there is one.
fn owners(database: &Database) -> &str {
    database.postgres.owner_url().unwrap_or_else(|| database.url.expose_secret())
}

/// An owner's address of another database must not have that one copied, or replaced.
async fn must_be_one_database(database: &Database) -> anyhow::Result<()> {
    for (name, other) in database.postgres.others() {
        let (url, other) = (database.url.expose_secret(), other.expose_secret());
        store_postgres::must_be_one_database(url, name, other).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
