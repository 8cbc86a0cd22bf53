//! Units of work: repeated when a lock was in the way, whole or not at all, and over when the client is gone.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use anyhow::{Context, Result};
use sqlx::{ConnectOptions, SqliteConnection, query};
use store::{StoreError, SystemStore};
use tokio::sync::{Mutex, oneshot};

use super::{ada, counted, made, open};
use crate::{
    connect,
    error::Failure,
    sql,
    unit_of_work::{self, RETRIES, Work},
};

/// Writes, then meets a real lock so many times: another connection wants to write while this one does.
struct Contended {
    other: Mutex<SqliteConnection>,
    locks: u32,
    runs: Arc<AtomicU32>,
}

impl Work for Contended {
    type Done = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), Failure> {
        let run = self.runs.fetch_add(1, Ordering::SeqCst);
        let claim = query(sql::instance::CLAIM).bind(format!("https://{run}.test")).bind(0_i64);
        claim.execute(&mut *connection).await?;
        if run < self.locks {
            query("BEGIN IMMEDIATE").execute(&mut *self.other.lock().await).await?;
        }
        Ok(())
    }
}

async fn contended(folder: &std::path::Path, locks: u32) -> Result<(Result<(), StoreError>, u32, i64)> {
    let file = folder.join("app.db");
    let store = open(&file).await?;
    let other = connect::options(&file).busy_timeout(std::time::Duration::ZERO).connect().await?;
    let runs = Arc::new(AtomicU32::new(0));
    let work = Contended { other: Mutex::new(other), locks, runs: runs.clone() };
    let outcome = unit_of_work::run(&store.writer, work).await;
    let rows = counted(&store, "SELECT COUNT(*) FROM instance").await?;
    made(&store, &ada()?, "after").await?;
    Ok((outcome, runs.load(Ordering::SeqCst), rows))
}

#[tokio::test]
async fn a_lock_in_the_way_is_tried_again_from_the_start() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (outcome, runs, rows) = contended(folder.path(), RETRIES).await?;
    outcome?;
    assert_eq!((runs, rows), (RETRIES + 1, 1));
    let store = open(&folder.path().join("app.db")).await?;
    let kept = format!("https://{RETRIES}.test");
    assert_eq!(store.claim_instance("https://late.test").await?, kept, "the tries before left something");
    Ok(())
}

#[tokio::test]
async fn a_lock_that_stays_ends_the_tries() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (outcome, runs, rows) = contended(folder.path(), u32::MAX).await?;
    assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{outcome:?}");
    assert_eq!((runs, rows), (RETRIES + 1, 0));
    Ok(())
}

struct Announcing {
    started: Mutex<Option<oneshot::Sender<()>>>,
}

impl Work for Announcing {
    type Done = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), Failure> {
        if let Some(started) = self.started.lock().await.take() {
            let _ = started.send(());
        }
        query(sql::instance::CLAIM).bind("https://a.test").bind(0_i64).execute(connection).await?;
        Ok(())
    }
}

#[tokio::test]
async fn the_work_is_done_although_nobody_waits_for_it() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let (started, has_started) = oneshot::channel();
    let writer = store.writer.clone();
    let work = Announcing { started: Mutex::new(Some(started)) };
    let waiting = tokio::spawn(async move { unit_of_work::run(&writer, work).await });
    has_started.await.context("the work did not start")?;
    waiting.abort();
    assert_eq!(store.claim_instance("https://b.test").await?, "https://a.test");
    Ok(())
}

/// What a unit of work may do wrong.
enum Misbehaving {
    Panics,
    EndsTheTransaction,
}

impl Work for Misbehaving {
    type Done = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), Failure> {
        query(sql::instance::CLAIM).bind("https://a.test").bind(0_i64).execute(&mut *connection).await?;
        match self {
            Self::Panics => std::panic::panic_any("on purpose"),
            // As SQLite itself does when a disk fails: the driver does not notice.
            Self::EndsTheTransaction => query("ROLLBACK").execute(connection).await?,
        };
        Ok(())
    }
}

#[tokio::test]
async fn a_broken_transaction_leaves_nothing_and_hinders_nobody() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    for work in [Misbehaving::Panics, Misbehaving::EndsTheTransaction] {
        let outcome = unit_of_work::run(&store.writer, work).await;
        assert!(matches!(outcome, Err(StoreError::Internal(_))), "{outcome:?}");
        assert_eq!(counted(&store, "SELECT COUNT(*) FROM instance").await?, 0);
        made(&store, &ada()?, "after").await?;
    }
    Ok(())
}
