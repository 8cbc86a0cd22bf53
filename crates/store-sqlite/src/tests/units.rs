//! Units of work: repeated when a lock was in the way, whole or not at all, and over when the client is gone.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use anyhow::{Context, Result};
use async_trait::async_trait;
use sqlx::{ConnectOptions, SqliteConnection, query};
use store::{
    Sql, StoreError, SystemStore,
    engine::{Engine, Failure, Kind, Value},
    sql::named,
    unit::{self, End, Unit, Work},
};
use testkit::witness::{Mutant, Witness};
use tokio::sync::{Mutex, oneshot};

use super::{ada, counted, made, open};
use crate::{SqliteStore, connect, engine::ATTEMPTS};

/// Writes the one row that there is of its kind.
async fn claim(work: &mut Work<'_>, issuer: String) -> Result<(), Failure> {
    work.execute(statement("system::instance::CLAIM")?, vec![Value::from(issuer), Value::from(0_i64)]).await?;
    Ok(())
}

fn statement(name: &str) -> Result<Sql, Failure> {
    named(name).ok_or_else(|| Failure::internal("no such statement"))
}

async fn run<U: Unit>(store: &SqliteStore, unit: U) -> Result<U::Outcome, StoreError> {
    let engine: Arc<dyn Engine> = Arc::new(store.engine.clone());
    unit::run(&engine, Kind::Write, "", unit).await
}

/// Writes, then meets a real lock so many times: another connection wants to write while this one does.
struct Contended {
    other: Mutex<SqliteConnection>,
    locks: u32,
    runs: Arc<AtomicU32>,
}

#[async_trait]
impl Unit for Contended {
    type Outcome = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<End<()>, Failure> {
        let run = self.runs.fetch_add(1, Ordering::SeqCst);
        claim(work, format!("https://{run}.test")).await?;
        if run < self.locks {
            let locked = query("BEGIN IMMEDIATE").execute(&mut *self.other.lock().await).await;
            locked.map_err(crate::error::failure)?;
        }
        Ok(End::Commit(()))
    }
}

async fn contended(folder: &std::path::Path, locks: u32) -> Result<(Result<(), StoreError>, u32, i64)> {
    let file = folder.join("app.db");
    let store = open(&file).await?;
    let other = connect::options(&file).busy_timeout(std::time::Duration::ZERO).connect().await?;
    let runs = Arc::new(AtomicU32::new(0));
    let work = Contended { other: Mutex::new(other), locks, runs: runs.clone() };
    let outcome = run(&store, work).await;
    let rows = counted(&store, "SELECT COUNT(*) FROM instance").await?;
    made(&store, &ada()?, "after").await?;
    Ok((outcome, runs.load(Ordering::SeqCst), rows))
}

#[tokio::test]
async fn a_lock_in_the_way_is_tried_again_from_the_start() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (outcome, runs, rows) = contended(folder.path(), ATTEMPTS - 1).await?;
    outcome?;
    assert_eq!((runs, rows), (ATTEMPTS, 1));
    let store = open(&folder.path().join("app.db")).await?;
    let kept = format!("https://{}.test", ATTEMPTS - 1);
    assert_eq!(store.claim_instance("https://late.test").await?, kept, "the tries before left something");
    Ok(())
}

#[tokio::test]
async fn a_lock_that_stays_ends_the_tries() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (outcome, runs, rows) = contended(folder.path(), u32::MAX).await?;
    assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{outcome:?}");
    assert_eq!((runs, rows), (ATTEMPTS, 0));
    Ok(())
}

struct Announcing {
    started: Mutex<Option<oneshot::Sender<()>>>,
}

#[async_trait]
impl Unit for Announcing {
    type Outcome = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<End<()>, Failure> {
        if let Some(started) = self.started.lock().await.take() {
            let _ = started.send(());
        }
        claim(work, "https://a.test".to_owned()).await?;
        Ok(End::Commit(()))
    }
}

#[tokio::test]
async fn the_work_is_done_although_nobody_waits_for_it() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let (started, has_started) = oneshot::channel();
    let work = Announcing { started: Mutex::new(Some(started)) };
    let waiting = {
        let store = store.clone();
        tokio::spawn(async move { run(&store, work).await })
    };
    has_started.await.context("the work did not start")?;
    waiting.abort();
    assert_eq!(store.claim_instance("https://b.test").await?, "https://a.test");
    Ok(())
}

/// What a unit of work may do wrong.
enum Misbehaving {
    Panics,
    /// As SQLite itself does when a disk fails: the driver does not notice.
    EndsTheTransaction,
}

#[async_trait]
impl Unit for Misbehaving {
    type Outcome = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<End<()>, Failure> {
        claim(work, "https://a.test".to_owned()).await?;
        match self {
            Self::Panics => std::panic::panic_any("on purpose"),
            Self::EndsTheTransaction => work.execute(statement("system::instance::PING")?, vec![]).await?,
        };
        Ok(End::Commit(()))
    }
}

#[tokio::test]
async fn a_broken_transaction_leaves_nothing_and_hinders_nobody() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let engine: Arc<dyn Engine> = Arc::new(store.engine.clone());
    let ping = statement("system::instance::PING")?.text(engine.dialect());
    let engine = Witness::new(Some(Mutant { original: ping, text: "ROLLBACK" })).around(engine);
    for work in [Misbehaving::Panics, Misbehaving::EndsTheTransaction] {
        let outcome = unit::run(&engine, Kind::Write, "", work).await;
        assert!(matches!(outcome, Err(StoreError::Internal(_))), "{outcome:?}");
        assert_eq!(counted(&store, "SELECT COUNT(*) FROM instance").await?, 0);
        made(&store, &ada()?, "after").await?;
    }
    Ok(())
}
