//! Brings the schema up to date at start.

use std::borrow::Cow;

use sqlx::{
    SqlSafeStr, SqlitePool,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};

use crate::unit_of_work::BEGIN;

/// Number, title and statements of each migration, in order.
pub(crate) const ALL: &[(i64, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// The number of the newest migration this binary knows.
pub(crate) fn newest() -> i64 {
    ALL.iter().map(|(number, ..)| *number).max().unwrap_or_default()
}

/// Runs the missing migrations: all or none, in one transaction, so that neither an interruption nor a second process
/// starting at the same time leaves half a schema.
pub(crate) async fn run(writer: &SqlitePool) -> Result<(), MigrateError> {
    let mut transaction = writer.begin_with(BEGIN).await?;
    migrator().run_direct(None, &mut *transaction, false).await?;
    transaction.commit().await?;
    Ok(())
}

fn migrator() -> Migrator {
    let migration = |&(number, title, statements): &(i64, &'static str, &'static str)| {
        Migration::new(number, Cow::Borrowed(title), MigrationType::Simple, statements.into_sql_str(), false)
    };
    Migrator::with_migrations(ALL.iter().map(migration).collect())
}
