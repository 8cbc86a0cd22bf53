//! The two pools: SQLite takes one writer at a time, so there is one, and readers that never wait for it.

use std::{path::Path, thread, time::Duration};

use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

/// How long a request waits for its turn before it is told that the database is not available.
const WAIT_FOR_A_CONNECTION: Duration = Duration::from_secs(5);
/// How long SQLite itself waits for another process, such as a backup or a shell, to let go of its lock.
const WAIT_FOR_A_LOCK: Duration = Duration::from_secs(5);
const READERS_MAX: usize = 8;

/// The writer. Opening it makes the file when there is none.
pub(crate) async fn writer(file: &Path) -> Result<SqlitePool, sqlx::Error> {
    let options = options(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // An acknowledged write survives a power cut; NORMAL would lose the last ones.
        .synchronous(SqliteSynchronous::Full);
    pool(1).connect_with(options).await
}

/// The readers, for a file the writer has opened before.
pub(crate) async fn readers(file: &Path) -> Result<SqlitePool, sqlx::Error> {
    let readers = thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, READERS_MAX));
    pool(u32::try_from(readers).unwrap_or(2)).connect_with(options(file).pragma("query_only", "ON")).await
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(file).foreign_keys(true).busy_timeout(WAIT_FOR_A_LOCK)
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(WAIT_FOR_A_CONNECTION)
        // A file does not hang up: neither checks nor renewals.
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
}
