//! An error for each way that a copy can fail, which says what to do.

use std::{io, path::PathBuf};

use store::StoreError;

use crate::OpenError;

/// Why there is no copy, or the copy is not in its place.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The address is none, or what it leads to or the copy is nothing for this server.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database does not answer.
    #[error("{place} cannot be reached: {source}")]
    Database {
        /// The database.
        place: String,
        /// Why.
        source: StoreError,
    },
    /// Row-level security would leave rows out.
    #[error(
        "this role may not read every tenant's rows of {place}: set DATABASE_BACKUP_URL to a role of its own, and run \
         `server db migrate` with it and DATABASE_OWNER_URL once"
    )]
    HeldBack {
        /// The database.
        place: String,
    },
    /// The copy is another program's.
    #[error("{} is not a backup of this product's database: choose another file; nothing was changed", .0.display())]
    Foreign(PathBuf),
    /// The database is another program's.
    #[error("{place} holds tables of something else: restore into an empty database; nothing was changed")]
    Taken {
        /// The database.
        place: String,
    },
    /// The tables of the copy would not be found.
    #[error(
        "{} has its tables in the schema {found:?}, {place} in {here:?}: give the roles the search_path {found:?}; \
         nothing was changed",
        file.display()
    )]
    OtherSchema {
        /// The copy.
        file: PathBuf,
        /// Its schema.
        found: String,
        /// The database.
        place: String,
        /// The schema of the role there.
        here: String,
    },
    /// Somebody uses the database.
    #[error("{place} is in use, {count} sessions of {whose}: stop the servers first; nothing was changed")]
    InUse {
        /// The database.
        place: String,
        /// How many sessions it has.
        count: i64,
        /// The roles and programs.
        whose: String,
    },
    /// The program is not installed.
    #[error(
        "{program} is not installed: it comes with PostgreSQL's client (Debian: apt-get install postgresql-client)"
    )]
    Missing {
        /// Its name.
        program: &'static str,
    },
    /// The program is older than the server.
    #[error("{program} is of PostgreSQL {found}, the server of {server}: install the client of {server} or newer")]
    Older {
        /// Its name.
        program: &'static str,
        /// Its version.
        found: u32,
        /// The server's.
        server: u32,
    },
    /// The file cannot be written or read.
    #[error("{}: {source}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The program gave up; nothing was changed.
    #[error("{program} failed: {words}")]
    Failed {
        /// Its name.
        program: &'static str,
        /// What it said last.
        words: String,
    },
}
