//! What the server asks of a kind of database, and the kinds it knows.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use domain::Clock;
use secrecy::SecretString;
use store::Data;

use crate::config::Database;

/// The kinds, the one to take where no address is set first.
pub(crate) const ADAPTERS: &[&dyn Adapter] = &[
    // begin sqlite
    &super::sqlite::Sqlite,
    // end sqlite
    // begin postgres
    &super::postgres::Postgres,
    // end postgres
];

/// A kind of database. Its own variables are part of the configuration.
#[async_trait(?Send)]
pub(crate) trait Adapter: fmt::Debug + Send + Sync {
    /// What people call it.
    fn name(&self) -> &'static str;

    /// What its addresses begin with, before the colon.
    fn schemes(&self) -> &'static [&'static str];

    /// An address, as it is explained to people.
    fn example(&self) -> &'static str;

    /// The address where none is set.
    fn default_url(&self, _data_dir: &Path) -> Option<SecretString> {
        None
    }

    /// How many connections this server opens to it at most.
    fn connections(&self, database: &Database) -> u32;

    // begin examples
    /// How many transactions write at once, where much is to be written.
    fn writers(&self, database: &Database) -> usize;
    // end examples

    /// Whether a release build looks at its guarantees before it serves.
    fn must_prove_itself(&self, _database: &Database) -> bool {
        false
    }

    /// Opens it and brings its schema up to date.
    async fn open(&self, database: &Database, clock: Arc<dyn Clock>) -> anyhow::Result<Data>;

    /// Opens it as it is.
    async fn look(&self, database: &Database, clock: Arc<dyn Clock>) -> anyhow::Result<Data>;

    /// Writes a copy into a new file.
    async fn backup(&self, database: &Database, file: &Path) -> anyhow::Result<()>;

    /// Puts a copy in its place.
    async fn restore(&self, database: &Database, file: &Path) -> anyhow::Result<()>;

    /// The file that it is.
    fn file(&self, _database: &Database) -> Option<PathBuf> {
        None
    }

    /// Does what there is to do besides once the schema is up to date; what, in words.
    async fn set_up(&self, _database: &Database) -> anyhow::Result<Option<&'static str>> {
        Ok(None)
    }
}

/// The one of these kinds that an address is of.
pub(crate) fn of(adapters: &[&'static dyn Adapter], url: &str) -> Option<&'static dyn Adapter> {
    let scheme = url.split_once(':')?.0;
    adapters.iter().copied().find(|adapter| adapter.schemes().contains(&scheme))
}

/// Addresses of these kinds, as they are explained to people.
pub(crate) fn examples(adapters: &[&dyn Adapter]) -> String {
    adapters.iter().map(|adapter| adapter.example()).collect::<Vec<_>>().join(" or ")
}
