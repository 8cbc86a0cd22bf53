//! The database, opened by its address: whichever it is, the rest of the server knows its ports alone.

use std::sync::Arc;

use anyhow::Context;
use domain::Clock;
use secrecy::ExposeSecret;
use store::{AuditStore, ProjectStore, SystemStore, TaskStore, TimeOrderedIds};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;

use crate::config::{Database, Engine};

/// One open database.
#[derive(Clone)]
pub(crate) struct Ports {
    /// The projects.
    pub(crate) projects: Arc<dyn ProjectStore>,
    /// Their tasks.
    pub(crate) tasks: Arc<dyn TaskStore>,
    /// The audit trail.
    pub(crate) audit: Arc<dyn AuditStore>,
    /// The system's own work.
    pub(crate) system: Arc<dyn SystemStore>,
}

impl Ports {
    /// The ports of an adapter.
    pub(crate) fn of<S>(store: S) -> Self
    where
        S: ProjectStore + TaskStore + AuditStore + SystemStore + 'static,
    {
        let store = Arc::new(store);
        Self { projects: store.clone(), tasks: store.clone(), audit: store.clone(), system: store }
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
        Engine::Sqlite => SqliteStore::open(url, clock, ids).await.map(Ports::of).map_err(anyhow::Error::from),
        Engine::Postgres => {
            let store = PostgresStore::open(url, owner_url(database), database.connections, clock, ids).await;
            store.map(Ports::of).map_err(anyhow::Error::from)
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

/// The owner's address, where one is set.
pub(crate) fn owner_url(database: &Database) -> Option<&str> {
    database.owner_url.as_ref().map(ExposeSecret::expose_secret)
}
