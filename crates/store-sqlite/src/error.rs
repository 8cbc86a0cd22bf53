//! From SQLite's result codes to the port's errors. The codes: <https://sqlite.org/rescode.html>.

use store::StoreError;

/// `SQLITE_READONLY`.
pub(crate) const READ_ONLY: u32 = 8;
/// `SQLITE_NOTADB`.
pub(crate) const NOT_A_DATABASE: u32 = 26;

/// What a passing failure means, before SQLite's own words.
#[derive(Debug, thiserror::Error)]
#[error("{meaning}: {source}")]
struct Passing {
    meaning: &'static str,
    source: sqlx::Error,
}

/// The port's error for one of the driver's.
pub(crate) fn of(source: sqlx::Error) -> StoreError {
    match meaning(&source) {
        Some(meaning) => StoreError::unavailable(Passing { meaning, source }),
        None => StoreError::internal(source),
    }
}

/// In words, when another try may well succeed.
fn meaning(error: &sqlx::Error) -> Option<&'static str> {
    match error {
        sqlx::Error::PoolTimedOut => Some("no connection became free in time"),
        sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Some("the database is closed"),
        sqlx::Error::Io(_) => Some("the file cannot be reached"),
        error => primary_code(error).and_then(|code| match code {
            5 | 6 => Some("another process holds the database"),
            7 => Some("out of memory"),
            READ_ONLY => Some("the file cannot be written"),
            10 | 14 => Some("the file cannot be reached"),
            13 => Some("the disk is full"),
            _ => None,
        }),
    }
}

/// The result code without its extension.
pub(crate) fn primary_code(error: &sqlx::Error) -> Option<u32> {
    let extended: u32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(extended & 0xff)
}
