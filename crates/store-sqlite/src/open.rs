//! Opening the database, and looking at one.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use domain::Clock;
use sqlx::{ConnectOptions, Connection, SqlitePool, migrate::MigrateError};
use store::{Backed, Behind, Data, IdGenerator, SystemStore, TooNew, Verdict};

use crate::{
    connect,
    engine::File,
    error::{NOT_A_DATABASE, READ_ONLY, is_contention, primary_code},
    location,
    migrations::{self, ALL, Provenance},
};

/// How often a file that others hold is tried, and how long after a try the next one follows.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(100);

/// The store over one SQLite file. Cheap to clone.
#[derive(Clone)]
pub struct SqliteStore {
    #[cfg_attr(not(test), expect(dead_code, reason = "tests look behind the ports"))]
    pub(crate) engine: File,
    data: Data,
}

impl Backed for SqliteStore {
    fn behind(&self) -> Behind<'_> {
        self.data.behind()
    }
}

impl SystemStore for SqliteStore {}

impl SqliteStore {
    /// All that it holds.
    pub fn data(&self) -> &Data {
        &self.data
    }

    /// Opens the file of `url` (`sqlite:PATH`, or a path), makes it and its folder when missing, and brings its schema
    /// up to date.
    ///
    /// # Errors
    /// [`OpenError`] when the file cannot be used.
    pub async fn open(url: &str, clock: Arc<dyn Clock>, ids: Arc<dyn IdGenerator>) -> Result<Self, OpenError> {
        let file = location::file_of(url).ok_or_else(|| OpenError::Url(url.to_owned()))?;
        location::make_folder_of(&file).map_err(|source| OpenError::Folder { file: file.clone(), source })?;
        let opened = patiently(async || {
            // Before anything is changed. An empty file is nobody's.
            if fs::metadata(&file).is_ok_and(|found| found.len() > 0) {
                provenance(&file).await?.map_or(Ok(()), |provenance| provenance.ensure_known(file.clone()))?;
            }
            location::make_private(&file);
            let verdict = migrate(&file).await?;
            let writer = connect::writer(&file).await.map_err(|error| of_database(&file, error))?;
            Ok((Self::of_pools(writer, &file, clock.clone(), ids.clone()).await?, verdict))
        })
        .await;
        let (store, verdict) = opened?;
        verdict.tell(file.display(), migrations::newest());
        Ok(store)
    }

    /// Opens a database as it is: neither made nor migrated, and no byte of it changed. For looking at it.
    ///
    /// # Errors
    /// [`OpenError`] when there is none, or it is another program's. One that [`SqliteStore::open`] would refuse for its
    /// migrations can be looked at.
    pub async fn look(url: &str, clock: Arc<dyn Clock>, ids: Arc<dyn IdGenerator>) -> Result<Self, OpenError> {
        let file = existing(url)?;
        patiently(async || {
            if provenance(&file).await? == Some(Provenance::Foreign) {
                return Err(OpenError::Foreign(file.clone()));
            }
            let looker = connect::looker(&file).await.map_err(|error| of_database(&file, error))?;
            Self::of_pools(looker, &file, clock.clone(), ids.clone()).await
        })
        .await
    }

    async fn of_pools(
        writer: SqlitePool,
        file: &Path,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdGenerator>,
    ) -> Result<Self, OpenError> {
        let readers = connect::readers(file).await.map_err(|error| of_database(file, error))?;
        let engine = File { writer, readers };
        Ok(Self { data: Data::new(Arc::new(engine.clone()), None, clock, ids), engine })
    }
}

/// Tries again while other processes make, migrate or leave the same file: SQLite refuses some of that at once, whatever
/// it was told of waiting.
async fn patiently<T>(open: impl AsyncFn() -> Result<T, OpenError>) -> Result<T, OpenError> {
    let mut tries = 1;
    loop {
        match open().await {
            Err(OpenError::Database { source, .. }) if tries < TRIES && is_contention(&source) => {
                tries += 1;
                #[expect(clippy::disallowed_methods, reason = "SQLite does not tell when others are done")]
                tokio::time::sleep(PAUSE).await;
            }
            outcome => return outcome,
        }
    }
}

/// Whose the file is, asked by a connection that changes nothing; `None`: nobody's yet.
async fn provenance(file: &Path) -> Result<Option<Provenance>, OpenError> {
    let failed = |error| of_database(file, error);
    let mut connection = connect::options(file).connect().await.map_err(failed)?;
    let provenance = migrations::provenance_unless_new(&mut connection).await.map_err(failed)?;
    connection.close().await.map_err(failed)?;
    Ok(provenance)
}

/// On a connection of its own, which waits longer for its turn than a request may.
async fn migrate(file: &Path) -> Result<Verdict, OpenError> {
    let mut connection = connect::migrating(file).connect().await.map_err(|error| of_database(file, error))?;
    let verdict = migrations::run(&mut connection, ALL).await.map_err(|error| of_migration(file, error))?;
    connection.close().await.map_err(|error| of_database(file, error))?;
    // Another server may have come first.
    Provenance::Ours(verdict).ensure_known(file.to_owned())?;
    Ok(verdict)
}

/// The file of `url`, which exists.
pub(crate) fn existing(url: &str) -> Result<PathBuf, OpenError> {
    let file = location::file_of(url).ok_or_else(|| OpenError::Url(url.to_owned()))?;
    if file.exists() { Ok(file) } else { Err(OpenError::Missing(file)) }
}

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

fn of_migration(file: &Path, error: MigrateError) -> OpenError {
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
