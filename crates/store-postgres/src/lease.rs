//! A connection out of the pool, on a condition: it goes back only in a known state.
//!
//! The pool would take any connection back, wait for an answer on it without end, and keep its place occupied for as
//! long: forever when the other side is gone. Here a connection is closed unless its user says that all is well, and even
//! then it has but a moment to return.

use std::time::Duration;

use sqlx::{PgConnection, PgPool, Postgres, pool::PoolConnection};

/// How long the way back may take.
const RETURN: Duration = Duration::from_secs(3);

/// The lease of a connection. Dropped, as by a panic, it closes the connection.
pub(crate) struct Lease(Option<PoolConnection<Postgres>>);

impl Lease {
    /// Waits for a connection, for as long as the pool lets one wait.
    pub(crate) async fn of(pool: &PgPool) -> Result<Self, sqlx::Error> {
        Ok(Self(Some(pool.acquire().await?)))
    }

    /// The connection.
    pub(crate) fn connection(&mut self) -> Result<&mut PgConnection, sqlx::Error> {
        self.0.as_deref_mut().ok_or(sqlx::Error::PoolClosed)
    }

    /// Gives it back, outside of a transaction. Nobody waits for it.
    pub(crate) fn give_back(mut self) {
        if let Some(mut connection) = self.0.take() {
            // Dropped half-way, it closes the connection and frees its place.
            tokio::spawn(async move { tokio::time::timeout(RETURN, connection.return_to_pool()).await });
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(connection) = self.0.take() {
            drop(connection.detach());
        }
    }
}
