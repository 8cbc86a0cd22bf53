//! Migrations that are broken off anywhere, from nothing and from an older schema with rows in it: what is left is what was
//! there before or the new schema with every row, never half of one.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use sqlx::{ConnectOptions, Connection, SqliteConnection, query_scalar};
use store::{SystemStore, things::ThingStore};

use super::{ada, made, open, sam};
use crate::{
    connect,
    migrations::{self, ALL, Migrations},
};

/// The migration of a server to come. As SQLite needs for a new constraint, a table is made anew and its rows move.
const NEXT: (i64, &str, &str) = (
    9_001,
    "next",
    "CREATE TABLE parts_next (
        tenant_id TEXT NOT NULL, id TEXT NOT NULL, thing_id TEXT NOT NULL, name TEXT NOT NULL CHECK (name <> ' '),
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, version INTEGER NOT NULL,
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, thing_id) REFERENCES things (tenant_id, id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    INSERT INTO parts_next SELECT tenant_id, id, thing_id, name, created_at, updated_at, version FROM parts;
    DROP TABLE parts;
    ALTER TABLE parts_next RENAME TO parts;
    CREATE INDEX parts_of_thing ON parts (tenant_id, thing_id, id)",
);

const ROWS: u32 = 20;

fn next() -> Vec<(i64, &'static str, &'static str)> {
    [ALL, &[NEXT]].concat()
}

/// What the migrations begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// A file that SQLite made and nobody used.
    Nothing,
    /// The present schema, with things in two tenants.
    Rows,
}

impl Before {
    async fn make(self, file: &Path) -> Result<()> {
        if self == Self::Nothing {
            return Ok(connect::migrating(file).connect().await?.close().await?);
        }
        let store = open(file).await?;
        for scope in [ada()?, sam()?] {
            for number in 0..ROWS {
                let thing = made(&store, &scope, &format!("Thing {number}")).await?;
                store.add_part(&scope, thing.id, "wheel").await?;
            }
        }
        store.close().await;
        Ok(())
    }

    fn migrations(self) -> Vec<(i64, &'static str, &'static str)> {
        if self == Self::Nothing { ALL.to_vec() } else { next() }
    }
}

/// Whole rows of things and parts.
const ALL_ROWS: &str = "SELECT count(*) || ' ' || (SELECT count(*) FROM parts) FROM things";
const TABLES: &str = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";

/// The migration that the database is at, 0 where there is none, and its rows.
async fn state(file: &Path) -> Result<(i64, String)> {
    let mut connection = connect::options(file).connect().await?;
    let check: String = query_scalar("PRAGMA integrity_check").fetch_one(&mut connection).await?;
    ensure!(check == "ok", "{check}");
    let tables: i64 = query_scalar(TABLES).fetch_one(&mut connection).await?;
    let state = if tables == 0 {
        (0, String::new())
    } else {
        let newest = "SELECT max(version) FROM _sqlx_migrations";
        let newest = query_scalar(newest).fetch_one(&mut connection).await?;
        (newest, query_scalar(ALL_ROWS).fetch_one(&mut connection).await?)
    };
    connection.close().await?;
    Ok(state)
}

/// Breaks the migrations off after so many times ten steps of SQLite's machine; true when they came to their end before.
async fn run_for(connection: &mut SqliteConnection, all: &Migrations, tens: u32) -> Result<bool> {
    let mut left = tens;
    let goes_on = move || {
        left = left.saturating_sub(1);
        left > 0
    };
    connection.lock_handle().await?.set_progress_handler(10, goes_on);
    let outcome = migrations::run(connection, all).await;
    connection.lock_handle().await?.remove_progress_handler();
    Ok(outcome.is_ok())
}

#[tokio::test]
async fn interrupted_anywhere_they_leave_what_was_there_and_run_again() -> Result<()> {
    for before in [Before::Nothing, Before::Rows] {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("app.db");
        before.make(&file).await?;
        let (old, all) = (state(&file).await?, before.migrations());
        let (mut interruptions, mut tens) = (0, 1);
        loop {
            let mut connection = connect::migrating(&file).connect().await?;
            let ended = run_for(&mut connection, &all, tens).await?;
            connection.close().await?;
            if ended {
                break;
            }
            ensure!(state(&file).await? == old, "{before:?}: half a schema after {tens}");
            interruptions += 1;
            tens += 1 + tens / 20;
        }
        ensure!(interruptions > 20, "{before:?}: only {interruptions} interruptions");
        ensure!(is_new(before, &old, &state(&file).await?), "{before:?}: {:?}", state(&file).await?);
    }
    Ok(())
}

/// The newest migration ran, and the rows are those from before.
fn is_new(before: Before, old: &(i64, String), now: &(i64, String)) -> bool {
    let newest = before.migrations().last().map(|(number, ..)| *number);
    newest == Some(now.0) && if before == Before::Nothing { now.1 == "0 0" } else { now.1 == old.1 }
}

/// The transaction is in the log alone when it is committed. A power cut keeps some first part of the log.
#[tokio::test]
async fn every_part_of_the_log_is_the_old_schema_and_the_whole_is_the_new() -> Result<()> {
    for before in [Before::Nothing, Before::Rows] {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("app.db");
        before.make(&file).await?;
        let (old, bytes) = (state(&file).await?, fs::read(&file)?);
        let mut connection = connect::migrating(&file).connect().await?;
        migrations::run(&mut connection, &before.migrations()).await?;
        let log = fs::read(folder.path().join("app.db-wal"))?;
        connection.close().await?;
        let image = folder.path().join("image.db");
        for length in (0..log.len()).step_by(7_000).chain([log.len() - 1, log.len()]) {
            fs::write(&image, &bytes)?;
            fs::write(folder.path().join("image.db-wal"), log.get(..length).context("too long")?)?;
            let now = state(&image).await?;
            let expected = if length == log.len() { is_new(before, &old, &now) } else { now == old };
            ensure!(expected, "{before:?}: {length} of {} bytes: {now:?}", log.len());
        }
    }
    Ok(())
}
