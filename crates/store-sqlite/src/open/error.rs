//! Why a database does not open: each way says what to do.

use std::path::{Path, PathBuf};

use sqlx::migrate::MigrateError;
use store::TooNew;

use crate::error::{NOT_A_DATABASE, READ_ONLY, primary_code};

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL names no SQLite file.
    #[error("{0:?} names no SQLite file: write sqlite:PATH, without parameters; a database in memory is not supported")]
    Url(String),
    /// There is no such file.
    #[error("{} does not exist: check the path; the server makes a database at its first start", .0.display())]
    Missing(PathBuf),
    /// The folder could not be made.
    #[error("the folder of {} cannot be made: {source}", file.display())]
    Folder {
        /// The database.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file or its folder does not take writes.
    #[error("{} cannot be written: check the owner and permissions of the file and its folder", .0.display())]
    ReadOnly(PathBuf),
    /// The file is something else.
    #[error("{} is not an SQLite database: choose another file", .0.display())]
    NotADatabase(PathBuf),
    /// The database is another program's.
    #[error("{} is an SQLite database, but none of this server: choose another file", .0.display())]
    Foreign(PathBuf),
    /// A later version of the server ran its migrations here.
    #[error("{} has {why}", file.display())]
    NewerSchema {
        /// The database.
        file: PathBuf,
        /// Why this one cannot work with it.
        why: TooNew,
    },
    /// A migration was edited after it ran.
    #[error("migration {number} was changed after it ran on {}: undo the edit and add a new migration", file.display())]
    ChangedMigration {
        /// The database.
        file: PathBuf,
        /// The migration.
        number: i64,
    },
    /// A migration failed; nothing was changed.
    #[error("the schema of {} cannot be brought up to date: {source}", file.display())]
    Migration {
        /// The database.
        file: PathBuf,
        /// Why.
        source: MigrateError,
    },
    /// Anything else.
    #[error("{} cannot be opened: {source}", file.display())]
    Database {
        /// The database.
        file: PathBuf,
        /// Why.
        source: sqlx::Error,
    },
}

pub(super) fn of_migration(file: &Path, error: MigrateError) -> OpenError {
    let file = file.to_owned();
    match error {
        MigrateError::Execute(source) => of_database(&file, source),
        source => OpenError::Migration { file, source },
    }
}

pub(crate) fn of_database(file: &Path, source: sqlx::Error) -> OpenError {
    let file = file.to_owned();
    match primary_code(&source) {
        Some(READ_ONLY) => OpenError::ReadOnly(file),
        Some(NOT_A_DATABASE) => OpenError::NotADatabase(file),
        _ => OpenError::Database { file, source },
    }
}
