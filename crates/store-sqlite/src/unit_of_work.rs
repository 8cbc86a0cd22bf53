//! A write as a whole: in one transaction, in a task of its own, and again when somebody else's lock was in the way.
//!
//! A client that hangs up drops the future of its request. In a task the work goes on to its commit or rollback, so the
//! one writer never returns to its pool in the middle of a transaction.

use std::future::Future;

use sqlx::{Connection, SqliteConnection, SqlitePool};
use store::StoreError;
use tracing::Instrument;

use crate::error::{self, Failure};

/// Takes the write lock at once: a transaction that began by reading could not wait for it later.
pub(crate) const BEGIN: &str = "BEGIN IMMEDIATE";
/// Tries after the first. SQLite itself waits within each: [`crate::connect::WAIT_FOR_A_LOCK`].
pub(crate) const RETRIES: u32 = 5;

/// What is done in one transaction. May be run several times, of which one counts.
pub(crate) trait Work: Send + Sync + 'static {
    type Done: Send + 'static;

    fn run(&self, connection: &mut SqliteConnection) -> impl Future<Output = Result<Self::Done, Failure>> + Send;
}

/// Commits what `work` did when it ends with `Ok`; rolls back when it ends otherwise. A dropped future does not stop it.
pub(crate) async fn run<W: Work>(writer: &SqlitePool, work: W) -> Result<W::Done, StoreError> {
    let writer = writer.clone();
    let whole = async move { tries(&writer, &work).await };
    let task = tokio::spawn(whole.in_current_span());
    task.await.map_err(StoreError::internal)?
}

/// The turn is kept from try to try, so that all of them together are bounded.
async fn tries<W: Work>(writer: &SqlitePool, work: &W) -> Result<W::Done, StoreError> {
    let mut connection = writer.acquire().await.map_err(error::of)?;
    let mut retries = 0;
    loop {
        match once(&mut connection, work).await {
            Err(Failure::Database(error)) if retries < RETRIES && error::is_contention(&error) => {
                retries += 1;
                tracing::debug!(%error, retries, "a lock was in the way, trying again");
            }
            outcome => return Ok(outcome?),
        }
    }
}

async fn once<W: Work>(connection: &mut SqliteConnection, work: &W) -> Result<W::Done, Failure> {
    let mut transaction = connection.begin_with(BEGIN).await?;
    match work.run(&mut transaction).await {
        Ok(done) => {
            transaction.commit().await?;
            Ok(done)
        }
        Err(failure) => {
            // SQLite rolls back by itself after some errors, then there is nothing left to.
            let rolled_back = transaction.rollback().await;
            if let Err(error) = rolled_back {
                tracing::debug!(%error, "nothing was left to roll back");
            }
            Err(failure)
        }
    }
}
