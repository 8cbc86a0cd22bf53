//! Tests that look behind the port: at the statements, and at a database that fails.

mod failures;
mod opening;
mod schema;
mod statements;

use std::{path::Path, sync::Arc};

use anyhow::Result;
use domain::{NewProject, TenantScope};
use testkit::{HandClock, LocalClerk, Person, Place, SeededIds};

use crate::{OpenError, SqliteStore};

async fn open(file: &Path) -> Result<SqliteStore, OpenError> {
    let clock = HandClock::new();
    let ids = SeededIds::new(clock.clone(), 7);
    SqliteStore::open(&format!("sqlite:{}", file.display()), clock, ids).await
}

fn ada() -> Result<TenantScope> {
    LocalClerk::shared()?.scope(Person::Ada, Place::Acme)
}

fn named(name: &str) -> Result<NewProject> {
    NewProject::new(name, "").map_err(|errors| anyhow::anyhow!("{errors:?}"))
}

/// A clock for a store that is opened again.
fn parts() -> (Arc<HandClock>, Arc<SeededIds>) {
    let clock = HandClock::new();
    (clock.clone(), SeededIds::new(clock, 8))
}
