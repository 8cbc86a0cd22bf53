//! A copy of the whole database, made while the server runs, and how it is restored.
//!
//! Both write a file beside the target and rename it once it is complete and on disk: an interruption leaves at most
//! that file, whose name ends in `.partial`.

mod restore;

use std::{
    fs, io,
    ops::Deref,
    path::{Path, PathBuf},
};

use sqlx::{ConnectOptions, Connection, SqliteConnection, query};
use tempfile::{PathPersistError, TempPath};

use crate::{
    OpenError, connect,
    error::meaning,
    location::{COMPANIONS, companion},
    migrations::{self, Provenance},
    open::{existing, of_database},
    sql::COPY,
};

pub use self::restore::restore;

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

/// A file that is made beside its place and gets its name when it is whole. Dropped before, it goes, and with it what
/// SQLite keeps beside a file while it writes.
struct Partial {
    path: TempPath,
    _companions: Companions,
}

struct Companions(PathBuf);

impl Partial {
    /// An empty file in the folder of `file`, readable by this user alone.
    fn beside(file: &Path) -> io::Result<Self> {
        let folder = folder_of(file);
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let path = tempfile::Builder::new().prefix(&format!(".{name}.")).suffix(".partial").tempfile_in(folder)?;
        let path = path.into_temp_path();
        let companions = Companions(path.to_path_buf());
        Ok(Self { path, _companions: companions })
    }

    /// Gives it the name, which must be free.
    fn persist_noclobber(self, file: &Path) -> Result<(), PathPersistError> {
        self.path.persist_noclobber(file)
    }

    /// Gives it the name of whatever is there.
    fn persist(self, file: &Path) -> Result<(), PathPersistError> {
        self.path.persist(file)
    }
}

impl Deref for Partial {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.path
    }
}

impl Drop for Companions {
    fn drop(&mut self) {
        for ending in COMPANIONS {
            // It is seldom there. What cannot be removed has a name that tells what it is.
            let _ = fs::remove_file(companion(&self.0, ending));
        }
    }
}

/// Where a file lies.
fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_with_its_companions() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let partial = Partial::beside(&folder.path().join("copy.db"))?;
        fs::write(companion(&partial, "-journal"), "begun")?;
        assert_eq!(fs::read_dir(folder.path())?.count(), 2);
        drop(partial);
        assert_eq!(fs::read_dir(folder.path())?.count(), 0);
        Ok(())
    }

    #[test]
    fn has_its_name_when_it_is_whole() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("copy.db");
        Partial::beside(&file)?.persist_noclobber(&file)?;
        assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        assert!(Partial::beside(&file)?.persist_noclobber(&file).is_err(), "the name is taken");
        Partial::beside(&file)?.persist(&file)?;
        assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }
}
