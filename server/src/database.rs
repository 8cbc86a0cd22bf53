//! The database, opened by its address: whichever it is, the rest of the server knows its ports alone.

use std::sync::Arc;

use anyhow::Context;
use domain::Clock;
use secrecy::ExposeSecret;
use store::{Keeping, Level, Store, StoreError, SystemStore, TimeOrderedIds};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;

use crate::config::{BuildKind, Database, Engine};

/// One open database.
#[derive(Clone)]
pub(crate) struct Ports {
    /// What people work with.
    pub(crate) store: Arc<dyn Store>,
    /// The system's own work.
    pub(crate) system: Arc<dyn SystemStore>,
}

impl Ports {
    /// The ports of an adapter.
    pub(crate) fn of<S: Store + SystemStore + 'static>(store: S) -> Self {
        let store = Arc::new(store);
        Self { store: store.clone(), system: store }
    }
}

/// Opens the database, makes it where it is a file that is missing, and brings its schema up to date.
///
/// # Errors
/// When it cannot be opened, in words that say what to do.
pub(crate) async fn open(database: &Database, clock: Arc<dyn Clock>) -> anyhow::Result<Ports> {
    let ids = Arc::new(TimeOrderedIds::new(Arc::clone(&clock)));
    let url = database.url.expose_secret();
    let ports = match database.engine {
        Engine::Sqlite => {
            let store = SqliteStore::open(url, clock, ids).await;
            store.map(|store| Ports::of(store.with_quota(database.quota))).map_err(anyhow::Error::from)
        }
        Engine::Postgres => {
            let store = PostgresStore::open(url, owner_url(database), database.connections, clock, ids).await;
            store.map(|store| Ports::of(store.with_quota(database.quota))).map_err(anyhow::Error::from)
        }
    };
    ports.context("the database did not open (DATABASE_URL)")
}

/// Opens the database as it is: for looking at it.
///
/// # Errors
/// When there is none, or it cannot be opened.
pub(crate) async fn look(database: &Database, clock: Arc<dyn Clock>) -> anyhow::Result<Ports> {
    let ids = Arc::new(TimeOrderedIds::new(Arc::clone(&clock)));
    let url = database.url.expose_secret();
    let ports = match database.engine {
        Engine::Sqlite => SqliteStore::look(url, clock, ids).await.map(Ports::of).map_err(anyhow::Error::from),
        Engine::Postgres => {
            let store = PostgresStore::as_it_is(url, owner_url(database), database.connections, clock, ids);
            store.map(Ports::of).map_err(anyhow::Error::from)
        }
    };
    ports.context("the database did not open (DATABASE_URL)")
}

/// [`open`], for answering the world: a release build refuses where nothing but our own statements would keep tenants
/// apart, before anything is changed there.
///
/// # Errors
/// As [`open`], and when the database's guarantees do not hold.
pub(crate) async fn open_to_serve(
    database: &Database,
    clock: Arc<dyn Clock>,
    build: BuildKind,
) -> anyhow::Result<Ports> {
    let is_strict = build == BuildKind::Release && database.engine == Engine::Postgres && !database.any_role;
    if !is_strict {
        return open(database, clock).await;
    }
    let looked = look(database, Arc::clone(&clock)).await?;
    let safe = must_be_safe(&*looked.system).await;
    looked.system.close().await;
    safe?;
    let ports = open(database, clock).await?;
    // The schema may have come into being, and then it has an owner.
    if let Err(error) = must_be_safe(&*ports.system).await {
        ports.system.close().await;
        return Err(error);
    }
    Ok(ports)
}

async fn must_be_safe(system: &dyn SystemStore) -> anyhow::Result<()> {
    let findings = system.findings().await.context("the database did not open (DATABASE_URL)")?;
    let unsafe_ones = findings.iter().filter(|finding| finding.level == Level::Unsafe);
    let words: Vec<&str> = unsafe_ones.map(|finding| finding.text.as_str()).collect();
    anyhow::ensure!(
        words.is_empty(),
        "the database would not keep tenants apart: {}. DATABASE_ALLOW_ANY_ROLE=true serves nevertheless",
        words.join("; ")
    );
    Ok(())
}

/// Has the audit trail kept as long as `AUDIT_RETENTION_DAYS` says; what became of it, in words.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn keep_trail(system: &dyn SystemStore, days: Option<u32>) -> Result<Kept, StoreError> {
    let kept = |days: Option<u32>| days.map_or("for ever".to_owned(), |days| format!("for {days} days"));
    Ok(match system.keep_trail(days).await? {
        Keeping::Done => Kept::AsTold(format!("The audit trail is kept {}.", kept(days))),
        Keeping::NeedsOwner(present) => Kept::AsBefore(format!(
            "The audit trail is kept {}, not {}: only the owner of the tables changes that. Run `server db migrate` with \
             AUDIT_RETENTION_DAYS and DATABASE_OWNER_URL.",
            kept(present),
            kept(days)
        )),
    })
}

/// How long the trail is kept, in words.
pub(crate) enum Kept {
    /// As the configuration says.
    AsTold(String),
    /// As it was: this role may not say it.
    AsBefore(String),
}

/// Gives the role of `DATABASE_BACKUP_URL`, where one is set, its right; whether it did.
///
/// # Errors
/// When it cannot be done.
pub(crate) async fn allow_backups(database: &Database) -> anyhow::Result<bool> {
    let Some(backup) = backup_url(database) else { return Ok(false) };
    let url = database.url.expose_secret();
    let given = store_postgres::allow_backups(url, owner_url(database).unwrap_or(url), backup).await;
    given.context("the role for backups (DATABASE_BACKUP_URL) did not get its right")?;
    Ok(true)
}

/// The owner's address, where one is set.
pub(crate) fn owner_url(database: &Database) -> Option<&str> {
    database.owner_url.as_ref().map(ExposeSecret::expose_secret)
}

/// The address for backups, where one is set.
pub(crate) fn backup_url(database: &Database) -> Option<&str> {
    database.backup_url.as_ref().map(ExposeSecret::expose_secret)
}

#[cfg(test)]
mod tests;
