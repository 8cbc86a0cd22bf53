//! A write as a whole: in one transaction, and in a task of its own.
//!
//! A client that hangs up drops the future of its request. In a task the work goes on to its commit or rollback, so the
//! one writer never returns to its pool in the middle of a transaction.

use futures::future::BoxFuture;
use sqlx::{SqliteConnection, SqlitePool};
use store::StoreError;
use tracing::Instrument;

use crate::error;

/// Takes the write lock at once: a transaction that began by reading could not wait for it later.
pub(crate) const BEGIN: &str = "BEGIN IMMEDIATE";

/// Runs `work` in a transaction: commits on `Ok`, rolls back on `Err` or panic. A dropped future does not stop it.
pub(crate) async fn run<T, W>(writer: &SqlitePool, work: W) -> Result<T, StoreError>
where
    T: Send + 'static,
    W: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, sqlx::Error>> + Send + 'static,
{
    let writer = writer.clone();
    let whole = async move {
        let mut transaction = writer.begin_with(BEGIN).await?;
        let outcome = work(&mut transaction).await?;
        transaction.commit().await?;
        Ok(outcome)
    };
    let task = tokio::spawn(whole.in_current_span());
    task.await.map_err(StoreError::internal)?.map_err(error::of)
}
