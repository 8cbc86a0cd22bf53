//! Tests that look behind the port: at the statements, the file, and a database that fails.

mod audit;
mod backup;
mod doctor;
mod failures;
mod migrating;
mod mutation;
mod opening;
mod plans;
// begin examples
mod projects;
// end examples
mod removing;
mod restoring;
mod schema;
mod statements;
mod units;
mod upgrading;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use anyhow::{Context, Result};
use domain::TenantScope;
use store::{
    IdGenerator,
    things::{Thing, ThingStore},
};
use testkit::{HandClock, LocalClerk, Person, Place, SeededIds};

use crate::{OpenError, SqliteStore};

async fn open(file: &Path) -> Result<SqliteStore, OpenError> {
    // Opened again, a store makes no id that it made before.
    static OPENED: AtomicU32 = AtomicU32::new(0);
    let (clock, ids) = parts(100 + OPENED.fetch_add(1, Ordering::Relaxed));
    SqliteStore::open(&url(file), clock, ids).await
}

fn url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

/// Stores of different seeds make different ids.
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

async fn made(store: &SqliteStore, scope: &TenantScope, name: &str) -> Result<Thing> {
    Ok(store.make_thing(scope, name).await?)
}

/// The names of all things, the newest first.
async fn names(store: &SqliteStore, scope: &TenantScope) -> Result<Vec<String>> {
    Ok(store.things(scope).await?.into_iter().map(|thing| thing.name).collect())
}

/// Makes so many things at once, whose trail tells of none of them.
async fn make_many(store: &SqliteStore, scope: &TenantScope, count: u32) -> Result<()> {
    let ids = SeededIds::new(HandClock::new(), 9);
    let things: Vec<_> = (0..count).map(|number| (ids.uuid_v7(), format!("Thing {number}"))).collect();
    Ok(store.insert_things(scope, &things).await?)
}

/// How many rows a statement with one number counts.
async fn counted(store: &SqliteStore, statement: &'static str) -> Result<i64> {
    sqlx::query_scalar(statement).fetch_one(&store.engine.readers).await.context(statement)
}
