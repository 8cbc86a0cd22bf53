//! A full disk, a lock held by another process: writes are refused, reads go on, and everything works again without a
//! restart.

use anyhow::{Result, bail, ensure};
use sqlx::{ConnectOptions, Connection, query, query_scalar, sqlite::SqliteConnectOptions};
use store::{AuditStore, Create, ProjectStore, StoreError};

use super::{ada, counted, made, named, names, open};
use crate::SqliteStore;

fn unavailable(outcome: Result<Create, StoreError>) -> Result<String> {
    match outcome {
        Err(StoreError::Unavailable(cause)) => Ok(cause.to_string()),
        other => bail!("{other:?}"),
    }
}

async fn projects(store: &SqliteStore) -> Result<i64> {
    counted(store, "SELECT COUNT(*) FROM projects").await
}

#[tokio::test]
async fn a_full_disk_refuses_writes_and_lets_read() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let grant = ada()?.require()?;
    query("PRAGMA max_page_count = 1").execute(&store.engine.writer).await?;
    let mut done = 0;
    let refusal = loop {
        match store.create(&grant, named(&"x".repeat(100))?).await {
            Ok(_) if done < 1_000 => done += 1,
            outcome => break unavailable(outcome)?,
        }
    };
    ensure!(refusal.starts_with("the disk is full"), "{refusal}");
    assert_eq!(projects(&store).await?, done);
    let events = AuditStore::list(&store, &ada()?.require()?, &domain::PageRequest::default()).await?;
    assert_eq!(i64::try_from(events.items.len())?, done.min(20), "an entry for each project, none for the refused one");
    query("PRAGMA max_page_count = 1000000").execute(&store.engine.writer).await?;
    made(&store, &ada()?, "after").await?;
    assert_eq!(projects(&store).await?, done + 1);
    let check: String = query_scalar("PRAGMA integrity_check").fetch_one(&store.engine.readers).await?;
    assert_eq!(check, "ok");
    Ok(())
}

#[tokio::test]
async fn a_lock_held_elsewhere_refuses_writes_and_lets_read() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    let store = open(&file).await?;
    let grant = ada()?.require()?;
    made(&store, &ada()?, "before").await?;
    query("PRAGMA busy_timeout = 0").execute(&store.engine.writer).await?;
    let mut other = SqliteConnectOptions::new().filename(&file).connect().await?;
    query("BEGIN IMMEDIATE").execute(&mut other).await?;
    let refusal = unavailable(store.create(&grant, named("during")?).await)?;
    ensure!(refusal.starts_with("another process holds the database"), "{refusal}");
    assert_eq!(names(&store, &ada()?, "").await?, ["before"]);
    query("COMMIT").execute(&mut other).await?;
    other.close().await?;
    made(&store, &ada()?, "after").await?;
    assert_eq!(names(&store, &ada()?, "").await?, ["after", "before"]);
    Ok(())
}

/// A list of several statements holds a state of the database. Given up in the middle, it lets go of it.
#[tokio::test]
async fn a_list_given_up_in_the_middle_holds_nothing() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    made(&store, &ada()?, "first").await?;
    for patience in 0..200 {
        let ada = ada()?;
        let list = names(&store, &ada, "first");
        let hang_up = async {
            for _ in 0..patience % 50 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            found = list => assert_eq!(found?, ["first"]),
            () = hang_up => {}
        }
    }
    made(&store, &ada()?, "second").await?;
    for _ in 0..store.engine.readers.size() * 4 {
        assert_eq!(names(&store, &ada()?, "").await?, ["second", "first"], "an old state is still held");
    }
    Ok(())
}
