//! Tests that look behind the port: at the statements, the file, and a database that fails.

mod audit;
mod backup;
mod doctor;
mod failures;
mod migrating;
mod mutation;
mod opening;
mod plans;
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

use anyhow::{Context, Result, bail};
use domain::{Colour, NewProject, Project, ProjectId, ProjectQuery, ProjectStatus, TenantScope};
use store::{Create, ProjectStore};
use testkit::{HandClock, LocalClerk, Person, Place, SeededIds, clock::START_MS};
use uuid::Builder;

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

fn named(name: &str) -> Result<NewProject> {
    NewProject::new(name, "").map_err(|errors| anyhow::anyhow!("{errors:?}"))
}

async fn made(store: &SqliteStore, scope: &TenantScope, name: &str) -> Result<Project> {
    match store.create(&scope.require()?, named(name)?).await? {
        Create::Done(project) => Ok(project),
        refused => bail!("{refused:?}"),
    }
}

/// The names on the first page of a search, as listed.
async fn names(store: &SqliteStore, scope: &TenantScope, search: &str) -> Result<Vec<String>> {
    let query = ProjectQuery { search: search.to_owned(), limit: Some(100), ..ProjectQuery::default() };
    let page = ProjectStore::list(store, &scope.require()?, &query).await?;
    Ok(page.items.into_iter().map(|project| project.name).collect())
}

/// Projects numbered from 0 on, each a millisecond younger than the one before.
fn ready_made(scope: &TenantScope, count: u32) -> Result<Vec<Project>> {
    let project = |number: u32| {
        let time = START_MS + i64::from(number);
        let [a, b, c, d] = number.to_be_bytes();
        let id = Builder::from_unix_timestamp_millis(u64::try_from(time)?, &[9, 0, 0, 0, 0, 0, a, b, c, d]);
        Ok(Project {
            id: ProjectId::new(id.into_uuid()),
            key: format!("K{number}").parse()?,
            name: format!("Project {number}"),
            description: String::new(),
            status: ProjectStatus::Active,
            colour: Colour::Slate,
            owner: scope.actor().clone(),
            created_by: scope.actor().clone(),
            created_at: time,
            updated_at: time,
            deleted_at: None,
            version: 1,
        })
    };
    (0..count).map(project).collect()
}

/// How many rows a statement with one number counts.
async fn counted(store: &SqliteStore, statement: &'static str) -> Result<i64> {
    sqlx::query_scalar(statement).fetch_one(&store.engine.readers).await.context(statement)
}
