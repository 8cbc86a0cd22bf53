//! From the schema before there were keys, a search, tasks and an audit trail to the present one: every row arrives, and
//! an interruption leaves the old schema or the new one.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use domain::{Colour, Project, ProjectQuery, ProjectSort, ProjectStatus, TenantScope};
use sqlx::{ConnectOptions, Connection, SqliteConnection, query, query_scalar};
use store::{ProjectStore, SystemStore};

use super::{ada, made, names, open, sam};
use crate::{connect, migrations};

/// The migration before.
const OLD: i64 = 2;
const NAMES: [&str; 4] = ["Zebra", "Élan vital", "éclair", "apple pie"];
const ADD: &str = "INSERT INTO projects (tenant_id, id, name, description, created_by, created_at, updated_at, version)
    VALUES ($1, $2, $3, 'about it', $4, $5, $5 + 1, 3)";

/// A database as the version before left it, with the same names in two tenants.
async fn old(file: &Path) -> Result<()> {
    let mut connection = connect::migrating(file).connect().await?;
    migrations::migrator().run_direct(Some(OLD), &mut connection, false).await?;
    for scope in [ada()?, sam()?] {
        for (number, name) in (1_i64..).zip(NAMES) {
            let add = query(ADD).bind(scope.tenant().id()).bind(format!("01890a5d-ac96-774b-bcce-b3020000000{number}"));
            add.bind(name).bind(scope.actor().as_str()).bind(number).execute(&mut connection).await?;
        }
    }
    connection.close().await?;
    Ok(())
}

/// The second of the old projects, as it is to be.
fn second(scope: &TenantScope) -> Result<Project> {
    Ok(Project {
        id: "01890a5d-ac96-774b-bcce-b30200000002".parse()?,
        key: "P2".parse()?,
        name: "Élan vital".to_owned(),
        description: "about it".to_owned(),
        status: ProjectStatus::Active,
        colour: Colour::Slate,
        owner: scope.actor().clone(),
        created_by: scope.actor().clone(),
        created_at: 2,
        updated_at: 3,
        deleted_at: None,
        version: 3,
    })
}

#[tokio::test]
async fn old_projects_arrive_with_all_they_have() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    old(&file).await?;
    let store = open(&file).await?;
    for scope in [ada()?, sam()?] {
        let second = second(&scope)?;
        assert_eq!(store.get(&scope.require()?, second.id).await?, Some(second));
        for (search, found) in [("", vec!["apple pie", "éclair", "Élan vital", "Zebra"]), ("ÉL", vec!["Élan vital"])]
        {
            assert_eq!(names(&store, &scope, search).await?, found, "{search}");
        }
        assert_eq!(names(&store, &scope, "about p4").await?, ["apple pie"]);
        assert_eq!(pages_by_name(&store, &scope).await?, ["apple pie", "Zebra", "éclair", "Élan vital"]);
        assert_eq!(made(&store, &scope, "P").await?.version, 1);
    }
    assert_eq!(store.tenants(None, 10).await?.len(), 2);
    Ok(())
}

/// Page by page, so that cursors and what is stored must agree.
async fn pages_by_name(store: &crate::SqliteStore, scope: &TenantScope) -> Result<Vec<String>> {
    let mut query = ProjectQuery { sort: ProjectSort::Name, limit: Some(1), ..ProjectQuery::default() };
    let mut names = Vec::new();
    loop {
        let page = ProjectStore::list(store, &scope.require()?, &query).await?;
        names.extend(page.items.into_iter().map(|project| project.name));
        query.after = page.next;
        if query.after.is_none() {
            return Ok(names);
        }
    }
}

/// The migration that the database is at, if its rows are all there.
async fn state(file: &Path) -> Result<i64> {
    let mut connection = connect::options(file).connect().await?;
    let newest: i64 = query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(&mut connection).await?;
    let rows: i64 = query_scalar("SELECT count(*) FROM projects").fetch_one(&mut connection).await?;
    let check: String = query_scalar("PRAGMA integrity_check").fetch_one(&mut connection).await?;
    connection.close().await?;
    ensure!((rows, check.as_str()) == (8, "ok"), "at {newest}: {rows} rows, {check}");
    Ok(newest)
}

/// Breaks the migrations off after so many times ten steps of SQLite's machine; true when they came to their end before.
async fn run_for(connection: &mut SqliteConnection, tens: u32) -> Result<bool> {
    let mut left = tens;
    let goes_on = move || {
        left = left.saturating_sub(1);
        left > 0
    };
    connection.lock_handle().await?.set_progress_handler(10, goes_on);
    let outcome = migrations::run(connection).await;
    connection.lock_handle().await?.remove_progress_handler();
    Ok(outcome.is_ok())
}

#[tokio::test]
async fn interrupted_anywhere_they_leave_the_old_schema_and_run_again() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    old(&file).await?;
    let (mut interruptions, mut tens) = (0, 1);
    loop {
        let mut connection = connect::migrating(&file).connect().await?;
        let ended = run_for(&mut connection, tens).await?;
        connection.close().await?;
        if ended {
            break;
        }
        ensure!(state(&file).await? == OLD, "half a schema after {tens}");
        interruptions += 1;
        tens += 1 + tens / 20;
    }
    ensure!(interruptions > 20, "only {interruptions} interruptions");
    assert_eq!(state(&file).await?, migrations::newest());
    Ok(())
}

/// The transaction is in the log alone when it is committed. A power cut keeps some first part of the log.
#[tokio::test]
async fn every_part_of_the_log_is_the_old_schema_and_the_whole_is_the_new() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    old(&file).await?;
    let before = fs::read(&file)?;
    let mut connection = connect::migrating(&file).connect().await?;
    migrations::run(&mut connection).await?;
    let log = fs::read(folder.path().join("app.db-wal"))?;
    connection.close().await?;
    let image = folder.path().join("image.db");
    let lengths = (0..log.len()).step_by(7_000).chain([log.len() - 1, log.len()]);
    for length in lengths {
        fs::write(&image, &before)?;
        fs::write(folder.path().join("image.db-wal"), log.get(..length).context("too long")?)?;
        let expected = if length == log.len() { migrations::newest() } else { OLD };
        ensure!(state(&image).await? == expected, "{length} of {} bytes", log.len());
    }
    Ok(())
}
