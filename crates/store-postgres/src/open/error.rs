//! An error for each way that opening can fail, which says what to do.

use sqlx::migrate::MigrateError;
use store::{StoreError, TooNew};

use crate::error::{self, is_forbidden};

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL is no address.
    #[error("the address is not one of PostgreSQL's: write postgres://role:password@host:port/database")]
    Url,
    /// The two roles' addresses name different databases.
    #[error("DATABASE_URL leads to {server}, {name} to {other}: both must be the same database")]
    TwoDatabases {
        /// Where the server's role leads to.
        server: String,
        /// The variable with the other address.
        name: &'static str,
        /// Where that leads to.
        other: String,
    },
    /// The role that serves would read every tenant's rows.
    #[error(
        "DATABASE_BACKUP_URL and DATABASE_URL are both of the role {role}: whoever serves must not be able to read every \
         tenant's rows. Make a role of its own for backups"
    )]
    BackupByServer {
        /// The role.
        role: String,
    },
    /// The two roles see different tables in one database.
    #[error("{owner} is up to date, but {server} sees other tables there: give both roles the same search_path")]
    TwoSchemas {
        /// What the server's role is.
        server: String,
        /// What the owner is.
        owner: String,
    },
    /// Not every text fits in.
    #[error(
        "{place} has the encoding {encoding}, which does not hold every text: make the database anew with \
         CREATE DATABASE {name} OWNER … ENCODING 'UTF8' TEMPLATE template0"
    )]
    Encoding {
        /// The database.
        place: String,
        /// Its name.
        name: String,
        /// How it keeps texts.
        encoding: String,
    },
    /// Migrations are missing, and the role may not run them.
    #[error(
        "the schema of {place} is not up to date, and this role may not change it: run `server db migrate` with \
         DATABASE_OWNER_URL"
    )]
    NeedsOwner {
        /// The database.
        place: String,
    },
    /// A later version of the server ran its migrations here.
    #[error("{place} has {why}")]
    NewerSchema {
        /// The database.
        place: String,
        /// Why this one cannot work with it.
        why: TooNew,
    },
    /// A migration was edited after it ran.
    #[error("migration {number} was changed after it ran on {place}: undo the edit and add a new migration")]
    ChangedMigration {
        /// The database.
        place: String,
        /// The migration.
        number: i64,
    },
    /// A migration failed; nothing was changed.
    #[error("the schema of {place} cannot be brought up to date: {source}")]
    Migration {
        /// The database.
        place: String,
        /// Why.
        source: MigrateError,
    },
    /// It cannot be reached, or anything else.
    #[error("{place} cannot be opened: {source}")]
    Database {
        /// The database.
        place: String,
        /// Why.
        source: StoreError,
    },
}

impl OpenError {
    /// What kept migrations from running.
    pub(super) fn of_migration(place: String, error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) if is_forbidden(&source) => {
                Self::NeedsOwner { place }
            }
            MigrateError::Execute(source) => Self::Database { place, source: error::of(source) },
            source => Self::Migration { place, source },
        }
    }
}
