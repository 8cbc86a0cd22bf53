//! A full disk, a lock held by another process: writes are refused, reads go on, and everything works again without a
//! restart.

use anyhow::{Result, bail, ensure};
use sqlx::{ConnectOptions, Connection, query, query_scalar, sqlite::SqliteConnectOptions};
use store::{
    AuditStore, StoreError,
    things::{Thing, ThingStore},
};

use super::{ada, counted, made, names, open};
use crate::SqliteStore;

fn unavailable(outcome: Result<Thing, StoreError>) -> Result<String> {
    match outcome {
        Err(StoreError::Unavailable(cause)) => Ok(cause.to_string()),
        other => bail!("{other:?}"),
    }
}

async fn things(store: &SqliteStore) -> Result<i64> {
    counted(store, "SELECT COUNT(*) FROM things").await
}

#[tokio::test]
async fn a_full_disk_refuses_writes_and_lets_read() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let ada = ada()?;
    query("PRAGMA max_page_count = 1").execute(&store.engine.writer).await?;
    let mut done = 0;
    let refusal = loop {
        match store.make_thing(&ada, &"x".repeat(1_000)).await {
            Ok(_) if done < 1_000 => done += 1,
            outcome => break unavailable(outcome)?,
        }
    };
    ensure!(refusal.starts_with("the disk is full"), "{refusal}");
    assert_eq!(things(&store).await?, done);
    let events = AuditStore::list(&store, &ada.require()?, &domain::PageRequest::default()).await?;
    assert_eq!(i64::try_from(events.items.len())?, done.min(20), "an entry for each thing, none for the refused one");
    query("PRAGMA max_page_count = 1000000").execute(&store.engine.writer).await?;
    made(&store, &ada, "after").await?;
    assert_eq!(things(&store).await?, done + 1);
    let check: String = query_scalar("PRAGMA integrity_check").fetch_one(&store.engine.readers).await?;
    assert_eq!(check, "ok");
    Ok(())
}

#[tokio::test]
async fn a_lock_held_elsewhere_refuses_writes_and_lets_read() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    let store = open(&file).await?;
    let ada = ada()?;
    made(&store, &ada, "before").await?;
    query("PRAGMA busy_timeout = 0").execute(&store.engine.writer).await?;
    let mut other = SqliteConnectOptions::new().filename(&file).connect().await?;
    query("BEGIN IMMEDIATE").execute(&mut other).await?;
    let refusal = unavailable(store.make_thing(&ada, "during").await)?;
    ensure!(refusal.starts_with("another process holds the database"), "{refusal}");
    assert_eq!(names(&store, &ada).await?, ["before"]);
    query("COMMIT").execute(&mut other).await?;
    other.close().await?;
    made(&store, &ada, "after").await?;
    assert_eq!(names(&store, &ada).await?, ["after", "before"]);
    Ok(())
}
