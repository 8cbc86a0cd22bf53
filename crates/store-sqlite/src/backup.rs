//! A copy of the whole database, made while the server runs, and its way back.
//!
//! Both write a file beside the target and rename it when it is whole and on the disk: an interruption leaves at most
//! that file, whose name ends in `.partial`.

mod partial;
mod restore;

use std::{
    io,
    path::{Path, PathBuf},
};

use sqlx::{ConnectOptions, Connection, SqliteConnection, query};

use self::partial::{Partial, folder_of};
pub use self::restore::restore;
use crate::{
    OpenError, connect,
    error::meaning,
    migrations::{self, Provenance},
    open::{existing, of_database},
    sql::COPY,
};

/// Why a backup could not be made or restored. The database is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database or the backup cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The backup would overwrite something.
    #[error("{} exists and is not overwritten: choose another name", .0.display())]
    Exists(PathBuf),
    /// The database is another program's.
    #[error("{} is an SQLite database, but none of this server: choose another file", .0.display())]
    Foreign(PathBuf),
    /// The backup is a database in use: its last changes are in another file.
    #[error("{} is a database in use, not a backup: make one of it with `server db backup`", .0.display())]
    InUse(PathBuf),
    /// The database to replace is open.
    #[error("{} is open in another process: stop the server, then restore again; nothing was changed", .0.display())]
    OpenElsewhere(PathBuf),
    /// The backup is not whole.
    #[error("{} is damaged ({report}): take another backup; nothing was changed", file.display())]
    Damaged {
        /// The backup.
        file: PathBuf,
        /// What SQLite found.
        report: String,
    },
    /// The copy could not be made.
    #[error("{} cannot be copied to {}: {why}", from.display(), to.display())]
    Copy {
        /// What was to be copied.
        from: PathBuf,
        /// Where to.
        to: PathBuf,
        /// Why not.
        why: String,
    },
}

impl BackupError {
    fn copy(from: &Path, to: &Path, why: impl ToString) -> Self {
        Self::Copy { from: from.to_owned(), to: to.to_owned(), why: why.to_string() }
    }
}

/// Writes a consistent copy of the database of `url` into `file`, which must not exist. The server may be running: the
/// copy holds what was committed when it began. A dropped future does not stop it.
///
/// # Errors
/// [`BackupError`], in words that say what to do.
pub async fn backup(url: &str, file: &Path) -> Result<(), BackupError> {
    let (database, file) = (existing(url)?, file.to_owned());
    if file.exists() {
        return Err(BackupError::Exists(file));
    }
    let failed = BackupError::copy(&database, &file, "the task ended before its time");
    let task = tokio::spawn(async move { write(&database, &file).await });
    task.await.unwrap_or(Err(failed))
}

async fn write(database: &Path, file: &Path) -> Result<(), BackupError> {
    let partial = Partial::beside(file).map_err(|error| BackupError::copy(database, file, error))?;
    copy(database, &partial).await?;
    let target = file.to_owned();
    let named = blocking(move || {
        synchronize(&partial)?;
        partial.persist_noclobber(&target)?;
        synchronize_folder_of(&target)
    });
    named.await.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => BackupError::Exists(file.to_owned()),
        _ => BackupError::copy(database, file, error),
    })
}

/// Into the partial file, by SQLite itself: one read transaction, in which writers are not waited for.
async fn copy(database: &Path, partial: &Path) -> Result<(), BackupError> {
    let open = |error| BackupError::from(of_database(database, error));
    let mut connection = connect::options(database).connect().await.map_err(open)?;
    ensure_ours(&mut connection, database).await?;
    let name = partial.to_str().ok_or_else(|| BackupError::copy(database, partial, "the path is not UTF-8"))?;
    let copied = query(COPY).bind(name).execute(&mut connection).await;
    copied.map_err(|error| BackupError::copy(database, partial, in_words(&error)))?;
    connection.close().await.map_err(open)
}

/// A backup may be of an older or newer schema, but not of another program.
async fn ensure_ours(connection: &mut SqliteConnection, file: &Path) -> Result<(), BackupError> {
    match migrations::provenance(connection).await.map_err(|error| of_database(file, error))? {
        Provenance::Foreign => Err(BackupError::Foreign(file.to_owned())),
        Provenance::Ours(_) => Ok(()),
    }
}

/// Brings the file's bytes to the disk.
fn synchronize(file: &Path) -> io::Result<()> {
    std::fs::File::open(file)?.sync_all()
}

/// Brings the file's name to the disk, where folders can be opened for that.
fn synchronize_folder_of(file: &Path) -> io::Result<()> {
    if cfg!(unix) { synchronize(folder_of(file)) } else { Ok(()) }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

fn in_words(error: &sqlx::Error) -> String {
    meaning(error).map_or_else(|| error.to_string(), |meaning| format!("{meaning}: {error}"))
}
