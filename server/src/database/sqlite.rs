//! SQLite: a file, which is made where it is missing.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use domain::Clock;
use secrecy::{ExposeSecret, SecretString};
use store::Data;
use store_sqlite::SqliteStore;

use super::{adapter::Adapter, ids};
use crate::config::Database;

/// At most: the one that writes, and those that read.
const CONNECTIONS: u32 = 10;

/// The kind.
#[derive(Debug)]
pub(crate) struct Sqlite;

#[async_trait(?Send)]
impl Adapter for Sqlite {
    fn name(&self) -> &'static str {
        "SQLite"
    }

    fn schemes(&self) -> &'static [&'static str] {
        &["sqlite"]
    }

    fn example(&self) -> &'static str {
        "sqlite:path/to/file.sqlite"
    }

    fn default_url(&self, data_dir: &Path) -> Option<SecretString> {
        Some(SecretString::from(format!("sqlite:{}", data_dir.join("app.sqlite").display())))
    }

    fn connections(&self, _database: &Database) -> u32 {
        CONNECTIONS
    }

    // begin examples
    fn writers(&self, _database: &Database) -> usize {
        1
    }
    // end examples

    async fn open(&self, database: &Database, clock: Arc<dyn Clock>) -> anyhow::Result<Data> {
        let ids = ids(&clock);
        Ok(SqliteStore::open(database.url.expose_secret(), clock, ids).await?.data().clone())
    }

    async fn look(&self, database: &Database, clock: Arc<dyn Clock>) -> anyhow::Result<Data> {
        let ids = ids(&clock);
        Ok(SqliteStore::look(database.url.expose_secret(), clock, ids).await?.data().clone())
    }

    async fn backup(&self, database: &Database, file: &Path) -> anyhow::Result<()> {
        Ok(store_sqlite::backup(database.url.expose_secret(), file).await?)
    }

    async fn restore(&self, database: &Database, file: &Path) -> anyhow::Result<()> {
        Ok(store_sqlite::restore(database.url.expose_secret(), file).await?)
    }

    fn file(&self, database: &Database) -> Option<PathBuf> {
        let path = database.url.expose_secret().strip_prefix("sqlite:")?;
        Some(PathBuf::from(path.strip_prefix("//").unwrap_or(path)))
    }
}
