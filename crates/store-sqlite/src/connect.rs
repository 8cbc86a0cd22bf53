//! The two pools: SQLite takes one writer at a time, so there is one, and readers that never wait for it.

use std::{path::Path, thread, time::Duration};

use futures::FutureExt;
use sqlx::{
    Connection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

/// How long a request waits for its turn before it is told that the database is not available.
const WAIT_FOR_A_CONNECTION: Duration = Duration::from_secs(3);
/// How long SQLite itself waits for another process, such as a shell, to let go of its lock. A unit of work tries
/// several times, so the one that has its turn waits for up to 3 s in all.
pub(crate) const WAIT_FOR_A_LOCK: Duration = Duration::from_millis(500);
/// How long a start waits for another process that is migrating the same file.
const WAIT_FOR_ANOTHERS_MIGRATION: Duration = Duration::from_secs(60);
const READERS_MAX: usize = 8;

/// For the migrations. Makes the file when there is none.
pub(crate) fn migrating(file: &Path) -> SqliteConnectOptions {
    writing(file).create_if_missing(true).busy_timeout(WAIT_FOR_ANOTHERS_MIGRATION)
}

/// The writer.
pub(crate) async fn writer(file: &Path) -> Result<SqlitePool, sqlx::Error> {
    pool(1).connect_with(writing(file)).await
}

fn writing(file: &Path) -> SqliteConnectOptions {
    // An acknowledged write survives a power cut; NORMAL would lose the last ones.
    options(file).journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full)
}

/// In the writer's place for who only looks: it writes nothing, so the file keeps its journal mode too.
pub(crate) async fn looker(file: &Path) -> Result<SqlitePool, sqlx::Error> {
    pool(1).connect_with(reading(file).synchronous(SqliteSynchronous::Full)).await
}

/// The readers, in whatever journal mode the file is.
pub(crate) async fn readers(file: &Path) -> Result<SqlitePool, sqlx::Error> {
    let readers = thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, READERS_MAX));
    pool(u32::try_from(readers).unwrap_or(2)).connect_with(reading(file)).await
}

fn reading(file: &Path) -> SqliteConnectOptions {
    options(file).pragma("query_only", "ON")
}

/// For one connection to a file that exists, in the journal mode it has.
pub(crate) fn options(file: &Path) -> SqliteConnectOptions {
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
        // SQLite rolls back by itself when a disk fails, and the driver then believes the transaction still open: such a
        // connection is replaced instead of failing for good.
        .before_acquire(|connection, _| async { Ok(!connection.is_in_transaction()) }.boxed())
}
