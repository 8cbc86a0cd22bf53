//! Tests that look behind the port: at the statements, at row-level security alone, and at a server that fails.

mod append_only;
mod backups;
mod conflicts;
mod failures;
mod findings;
mod grants;
mod isolation;
mod migrating;
mod mutation;
mod opening;
mod plans;
mod pool;
// begin examples
mod projects;
// end examples
mod removal;
mod restoring;
mod schema;
mod statements;
mod times;
mod upgrading;

use std::sync::Arc;

use anyhow::Result;
use domain::TenantScope;
use store::{
    StoreError,
    engine::{Engine, Kind},
    things::{Thing, ThingStore},
    unit::{self, Unit},
};
use testkit::{HandClock, LocalClerk, Person, Place, SeededIds, postgres::Database};

use crate::{OpenError, PostgresStore, allow_backups};

const CONNECTIONS: u32 = 4;

/// The store on a database, opened as a server with both addresses does.
async fn open(database: &Database) -> Result<PostgresStore, OpenError> {
    open_with(database, 7).await
}

/// [`open`] with other ids.
async fn open_with(database: &Database, seed: u32) -> Result<PostgresStore, OpenError> {
    let (clock, ids) = parts(seed);
    PostgresStore::open(database.url(), Some(database.owner_url()), CONNECTIONS, clock, ids).await
}

/// The address of the role for backups, once it is allowed to make them.
async fn allowed(database: &Database) -> Result<&str> {
    allow_backups(database.url(), database.owner_url(), database.backup_url()).await?;
    Ok(database.backup_url())
}

/// A clock and ids; another seed for a second store on the same database.
fn parts(seed: u32) -> (Arc<HandClock>, Arc<SeededIds>) {
    let clock = HandClock::new();
    (clock.clone(), SeededIds::new(clock, seed))
}

fn ada() -> Result<TenantScope> {
    LocalClerk::shared()?.scope(Person::Ada, Place::Acme)
}

fn sam() -> Result<TenantScope> {
    LocalClerk::shared()?.scope(Person::Sam, Place::Globex)
}

async fn create(store: &PostgresStore, scope: &TenantScope, name: &str) -> Result<Thing> {
    Ok(store.make_thing(scope, name).await?)
}

/// Runs a unit of work of a test's own.
async fn write<U: Unit>(store: &PostgresStore, tenant: &str, unit: U) -> Result<U::Outcome, StoreError> {
    let engine: Arc<dyn Engine> = Arc::new(store.database.clone());
    unit::run(&engine, Kind::Write, tenant, unit).await
}
