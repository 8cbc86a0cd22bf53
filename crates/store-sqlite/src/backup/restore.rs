//! Puts a backup in the place of the database.

use std::{fs, io, path::Path, time::Duration};

use sqlx::{ConnectOptions, Connection, SqliteConnection, query, query_scalar, sqlite::SqliteJournalMode};

use super::{BackupError, Partial, blocking, in_words, synchronize, synchronize_folder_of};
use crate::{
    OpenError, connect,
    error::{CORRUPT, NOT_A_DATABASE, is_contention, primary_code},
    location::{self, COMPANIONS, companion},
    migrations::{self, Provenance},
    open::of_database,
    sql::{HOLD, INTEGRITY_CHECK},
};

/// How many complaints of the integrity check are reported.
const COMPLAINTS_MAX: usize = 3;

/// Puts the backup `file` in the place of the database of `url`, whose content is lost. The backup is copied and checked
/// first; until the very last step, a rename, the database is as it was. A dropped future does not stop it.
///
/// # Errors
/// [`BackupError`], in words that say what to do.
pub async fn restore(url: &str, file: &Path) -> Result<(), BackupError> {
    let database = location::file_of(url).ok_or_else(|| OpenError::Url(url.to_owned()))?;
    let file = file.to_owned();
    ensure_closed(&file)?;
    location::make_folder_of(&database).map_err(|source| OpenError::Folder { file: database.clone(), source })?;
    let failed = BackupError::copy(&file, &database, "the task ended before its time");
    let task = tokio::spawn(async move { install(&file, &database).await });
    task.await.unwrap_or(Err(failed))
}

async fn install(file: &Path, database: &Path) -> Result<(), BackupError> {
    let failed = |error: io::Error| BackupError::copy(file, database, error);
    let (from, beside) = (file.to_owned(), database.to_owned());
    let copy = blocking(move || copy(&from, &beside)).await.map_err(failed)?;
    ensure_whole(&copy, file).await?;
    let held = hold(database).await?;
    let target = database.to_owned();
    blocking(move || replace(copy, &target)).await.map_err(failed)?;
    if let Some(connection) = held {
        connection.close().await.map_err(|error| of_database(database, error))?;
    }
    Ok(())
}

/// A backup is one file. Beside a database in use lies another, with its last changes.
fn ensure_closed(file: &Path) -> Result<(), BackupError> {
    if !file.is_file() {
        return Err(OpenError::Missing(file.to_owned()).into());
    }
    match fs::metadata(companion(file, "-wal")) {
        Ok(log) if log.len() > 0 => Err(BackupError::InUse(file.to_owned())),
        _ => Ok(()),
    }
}

fn copy(file: &Path, database: &Path) -> io::Result<Partial> {
    let partial = Partial::beside(database)?;
    io::copy(&mut fs::File::open(file)?, &mut fs::File::create(&*partial)?)?;
    synchronize(&partial)?;
    Ok(partial)
}

/// Looks at the copy, which nobody else writes to; speaks of the backup.
async fn ensure_whole(copy: &Path, file: &Path) -> Result<(), BackupError> {
    let options = connect::options(copy).journal_mode(SqliteJournalMode::Delete);
    let mut connection = options.connect().await.map_err(|error| of_damage(file, error))?;
    let looked = look(&mut connection, file).await;
    connection.close().await.map_err(|error| of_damage(file, error))?;
    looked
}

async fn look(connection: &mut SqliteConnection, file: &Path) -> Result<(), BackupError> {
    let report: Vec<String> =
        query_scalar(INTEGRITY_CHECK).fetch_all(&mut *connection).await.map_err(|error| of_damage(file, error))?;
    if report != ["ok"] {
        let told: Vec<String> = report.into_iter().take(COMPLAINTS_MAX).collect();
        return Err(BackupError::Damaged { file: file.to_owned(), report: told.join("; ") });
    }
    let file = file.to_owned();
    match migrations::provenance(connection).await.map_err(|error| of_damage(&file, error))? {
        Provenance::Foreign => Err(BackupError::Foreign(file)),
        provenance => Ok(provenance.ensure_known(file)?),
    }
}

fn of_damage(file: &Path, error: sqlx::Error) -> BackupError {
    match primary_code(&error) {
        Some(CORRUPT) => BackupError::Damaged { file: file.to_owned(), report: in_words(&error) },
        _ => of_database(file, error).into(),
    }
}

/// Keeps everybody out of the database that is to be replaced: SQLite leaves the mode with the write-ahead log only for
/// the one process that has the file open, and merges the log into the file. `None`: there is no database, or none that
/// SQLite can read, and nobody to keep out.
async fn hold(database: &Path) -> Result<Option<SqliteConnection>, BackupError> {
    if !database.exists() {
        return Ok(None);
    }
    let options = connect::options(database).busy_timeout(Duration::ZERO).journal_mode(SqliteJournalMode::Delete);
    let held = async {
        let mut connection = options.connect().await?;
        query(HOLD).execute(&mut connection).await?;
        Ok(connection)
    };
    match held.await {
        Ok(connection) => Ok(Some(connection)),
        Err(error) if is_contention(&error) => Err(BackupError::OpenElsewhere(database.to_owned())),
        Err(error) if matches!(primary_code(&error), Some(CORRUPT | NOT_A_DATABASE)) => Ok(None),
        Err(error) => Err(of_database(database, error).into()),
    }
}

/// The old database's log must not be taken for the new one's.
fn replace(copy: Partial, database: &Path) -> io::Result<()> {
    for ending in COMPANIONS {
        match fs::remove_file(companion(database, ending)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    copy.persist(database)?;
    synchronize_folder_of(database)
}
