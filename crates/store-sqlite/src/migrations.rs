//! Brings the schema up to date at start.

use std::{borrow::Cow, path::PathBuf};

use sqlx::{
    Connection, SqlSafeStr, SqliteConnection,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
    query_as, query_scalar,
};
use store::{Schema, Verdict, fixture};

use crate::{
    OpenError,
    engine::BEGIN,
    sql::{COMPATIBLE_SINCE, HAS_TABLE, MIGRATIONS, SCHEMA_CHANGES, VERSION},
};

/// Number, title and statements of migrations, in order.
pub(crate) type Migrations = [fixture::Migration];

const OWN: &Migrations = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// Those of this binary, and of the tests where there are any.
pub(crate) const ALL: &Migrations = &fixture::joined::<{ OWN.len() + fixture::SQLITE.len() }>(OWN, fixture::SQLITE);

/// The number of the newest migration this binary knows.
pub(crate) fn newest() -> i64 {
    ALL.iter().map(|(number, ..)| *number).max().unwrap_or_default()
}

/// Runs the missing migrations: all or none, in one transaction, so that neither an interruption nor a second process
/// starting at the same time leaves half a schema. What a newer server or an edited migration made is left as it is.
pub(crate) async fn run(connection: &mut SqliteConnection, all: &Migrations) -> Result<Verdict, MigrateError> {
    let mut transaction = connection.begin_with(BEGIN).await?;
    let verdict = schema(&mut transaction, all).await?.verdict();
    if !matches!(verdict, Verdict::Behind) {
        transaction.rollback().await?;
        return Ok(verdict);
    }
    migrator(all).run_direct(None, &mut *transaction, false).await?;
    transaction.commit().await?;
    Ok(Verdict::UpToDate)
}

fn migrator(all: &Migrations) -> Migrator {
    let migration = |&(number, title, statements): &(i64, &'static str, &'static str)| {
        Migration::new(number, Cow::Borrowed(title), MigrationType::Simple, statements.into_sql_str(), false)
    };
    Migrator::with_migrations(all.iter().map(migration).collect())
}

/// What is installed, and what a binary with these migrations would add.
pub(crate) async fn schema(connection: &mut SqliteConnection, all: &Migrations) -> Result<Schema, sqlx::Error> {
    let version: String = query_scalar(VERSION).fetch_one(&mut *connection).await?;
    let migrator = migrator(all);
    let known = migrator.iter().map(|it| (it.version, it.description.to_string(), it.checksum.to_vec()));
    let (ran, compatible_since) = (applied(connection).await?, compatible_since(connection).await?);
    Ok(Schema::of(format!("SQLite {version}"), &known.collect::<Vec<_>>(), &ran, compatible_since))
}

async fn compatible_since(connection: &mut SqliteConnection) -> Result<Option<i64>, sqlx::Error> {
    if has_table(connection, "schema_state").await? {
        query_scalar(COMPATIBLE_SINCE).fetch_optional(connection).await
    } else {
        Ok(None)
    }
}

/// How a database stands to this binary.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Provenance {
    /// It is this product's.
    Ours(Verdict),
    /// None of ours ran: another program's.
    Foreign,
}

impl Provenance {
    /// Refuses the database `file` when this binary cannot go on with it.
    pub(crate) fn ensure_known(self, file: PathBuf) -> Result<(), OpenError> {
        match self {
            Self::Foreign => Err(OpenError::Foreign(file)),
            Self::Ours(Verdict::TooNew(why)) => Err(OpenError::NewerSchema { file, why }),
            Self::Ours(Verdict::Changed(number)) => Err(OpenError::ChangedMigration { file, number }),
            Self::Ours(Verdict::UpToDate | Verdict::Behind | Verdict::Ahead { .. }) => Ok(()),
        }
    }
}

/// As [`provenance`], of one state of the database even while another process migrates it. `None`: nothing was ever made
/// in it, it is nobody's yet.
pub(crate) async fn provenance_unless_new(
    connection: &mut SqliteConnection,
) -> Result<Option<Provenance>, sqlx::Error> {
    let mut state = connection.begin().await?;
    let changes: i64 = query_scalar(SCHEMA_CHANGES).fetch_one(&mut *state).await?;
    let provenance = if changes == 0 { None } else { Some(provenance(&mut state).await?) };
    state.rollback().await?;
    Ok(provenance)
}

/// Whose the database is, and whether this binary can go on with it.
pub(crate) async fn provenance(connection: &mut SqliteConnection) -> Result<Provenance, sqlx::Error> {
    if applied(connection).await?.is_empty() || !has_table(connection, "instance").await? {
        return Ok(Provenance::Foreign);
    }
    Ok(Provenance::Ours(schema(connection, ALL).await?.verdict()))
}

async fn applied(connection: &mut SqliteConnection) -> Result<Vec<store::Migration>, sqlx::Error> {
    if has_table(connection, "_sqlx_migrations").await? {
        let all: Vec<(i64, String, bool, Vec<u8>)> = query_as(MIGRATIONS).fetch_all(connection).await?;
        let ran = all.into_iter().filter(|(_, _, success, _)| *success);
        Ok(ran.map(|(number, title, _, checksum)| (number, title, checksum)).collect())
    } else {
        Ok(Vec::new())
    }
}

async fn has_table(connection: &mut SqliteConnection, name: &str) -> Result<bool, sqlx::Error> {
    let count: i64 = query_scalar(HAS_TABLE).bind(name).fetch_one(connection).await?;
    Ok(count > 0)
}
