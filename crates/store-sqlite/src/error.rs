//! From SQLite's result codes to the port's errors. The codes: <https://sqlite.org/rescode.html>.

use store::{
    StoreError,
    engine::{Failure, Rejection},
};

/// `SQLITE_BUSY`.
const BUSY: u32 = 5;
/// `SQLITE_LOCKED`.
const LOCKED: u32 = 6;
/// `SQLITE_READONLY`.
pub(crate) const READ_ONLY: u32 = 8;
/// `SQLITE_CORRUPT`.
pub(crate) const CORRUPT: u32 = 11;
/// `SQLITE_NOTADB`.
pub(crate) const NOT_A_DATABASE: u32 = 26;

/// The port's error for one of the driver's.
pub(crate) fn of(source: sqlx::Error) -> StoreError {
    StoreError::of_driver(meaning(&source), source)
}

/// In words, when another try may well succeed.
pub(crate) fn meaning(error: &sqlx::Error) -> Option<&'static str> {
    match error {
        sqlx::Error::PoolTimedOut => Some("no connection became free in time"),
        sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Some("the database is closed"),
        sqlx::Error::Io(_) => Some("the file cannot be reached"),
        error => primary_code(error).and_then(|code| match code {
            BUSY | LOCKED => Some("another process holds the database"),
            7 => Some("out of memory"),
            READ_ONLY => Some("the file cannot be written"),
            10 | 14 => Some("the file cannot be reached"),
            13 => Some("the disk is full"),
            _ => None,
        }),
    }
}

/// Whether somebody else's lock was in the way.
pub(crate) fn is_contention(error: &sqlx::Error) -> bool {
    matches!(primary_code(error), Some(BUSY | LOCKED))
}

/// The result code without its extension.
pub(crate) fn primary_code(error: &sqlx::Error) -> Option<u32> {
    let extended: u32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(extended & 0xff)
}

/// The code of a unique constraint, in full.
const UNIQUE: u32 = 2067;
/// The code of a foreign key, in full.
const FOREIGN_KEY: u32 = 787;
/// What SQLite says before the columns of a unique constraint. It has no name for those of a table.
const UNIQUE_WORDS: &str = "UNIQUE constraint failed: ";

/// The units' failure for one of the driver's.
pub(crate) fn failure(error: sqlx::Error) -> Failure {
    let (refusal, is_contention) = (refusal(&error), is_contention(&error));
    Failure::new(of(error)).as_refusal(refusal).repeatable(is_contention)
}

fn refusal(error: &sqlx::Error) -> Option<Rejection> {
    let error = error.as_database_error()?;
    match error.code()?.parse() {
        Ok(UNIQUE) => error.message().strip_prefix(UNIQUE_WORDS).map(|columns| Rejection::Taken(columns.to_owned())),
        Ok(FOREIGN_KEY) => Some(Rejection::ReferredTo),
        _ => None,
    }
}
