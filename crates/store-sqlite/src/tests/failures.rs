//! A full disk, a lock held by another process, a client that hangs up: writes are refused or finished as a whole,
//! reads go on, and everything works again without a restart.

use anyhow::{Context, Result, ensure};
use domain::PageRequest;
use sqlx::{ConnectOptions, Connection, query, query_scalar, sqlite::SqliteConnectOptions};
use store::{ProjectStore, StoreError};

use super::{ada, named, open};
use crate::{SqliteStore, unit_of_work};

fn unavailable(outcome: Result<domain::Project, StoreError>) -> Result<String> {
    match outcome {
        Err(StoreError::Unavailable(cause)) => Ok(cause.to_string()),
        other => anyhow::bail!("{other:?}"),
    }
}

async fn count(store: &SqliteStore) -> Result<usize> {
    Ok(store.list(&ada()?.require()?, &PageRequest { after: None, limit: Some(100) }).await?.items.len())
}

#[tokio::test]
async fn a_full_disk_refuses_writes_and_lets_read() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let grant = ada()?.require()?;
    query("PRAGMA max_page_count = 1").execute(&store.writer).await?;
    let mut made = 0;
    let refusal = loop {
        match store.create(&grant, named(&"x".repeat(100))?).await {
            Ok(_) if made < 1_000 => made += 1,
            outcome => break unavailable(outcome)?,
        }
    };
    ensure!(refusal.starts_with("the disk is full"), "{refusal}");
    assert_eq!(count(&store).await?, made);
    query("PRAGMA max_page_count = 1000000").execute(&store.writer).await?;
    store.create(&grant, named("after")?).await?;
    assert_eq!(count(&store).await?, made + 1);
    let check: String = query_scalar("PRAGMA integrity_check").fetch_one(&store.readers).await?;
    assert_eq!(check, "ok");
    Ok(())
}

#[tokio::test]
async fn a_lock_held_elsewhere_refuses_writes_and_lets_read() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    let store = open(&file).await?;
    let grant = ada()?.require()?;
    store.create(&grant, named("before")?).await?;
    query("PRAGMA busy_timeout = 0").execute(&store.writer).await?;
    let mut other = SqliteConnectOptions::new().filename(&file).connect().await?;
    query("BEGIN IMMEDIATE").execute(&mut other).await?;
    let refusal = unavailable(store.create(&grant, named("during")?).await)?;
    ensure!(refusal.starts_with("another process holds the database"), "{refusal}");
    assert_eq!(count(&store).await?, 1);
    query("COMMIT").execute(&mut other).await?;
    other.close().await?;
    store.create(&grant, named("after")?).await?;
    assert_eq!(count(&store).await?, 2);
    Ok(())
}

/// The work is done although nobody waits for it, and a panic in it leaves no transaction behind.
#[tokio::test]
async fn a_unit_of_work_ends_by_itself() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let (started, has_started) = tokio::sync::oneshot::channel();
    let writer = store.writer.clone();
    let waiting = tokio::spawn(async move {
        let claim = query(crate::sql::CLAIM_INSTANCE).bind("https://a.test").bind(0_i64);
        unit_of_work::run(&writer, move |connection| {
            Box::pin(async move {
                let _ = started.send(());
                claim.execute(connection).await
            })
        })
        .await
    });
    has_started.await.context("the work did not start")?;
    waiting.abort();
    let claimed = store::SystemStore::claim_instance(&store, "https://b.test").await?;
    assert_eq!(claimed, "https://a.test");
    let panics = unit_of_work::run::<(), _>(&store.writer, |_| Box::pin(async { std::panic::panic_any("on purpose") }));
    assert!(matches!(panics.await, Err(StoreError::Internal(_))));
    store.create(&ada()?.require()?, named("after")?).await?;
    Ok(())
}
