//! Backups: consistent under writes, whole or not there, and never over something else.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Result, bail};
use tokio::{sync::watch, task::yield_now};

use super::{ada, counted, made, names, open, parts, url};
use crate::{BackupError, OpenError, SqliteStore, backup, restore};

/// Makes things 1, 2, 3 and so on, one after the other; tells after each how many were acknowledged.
async fn write_a_ledger(store: SqliteStore, told: watch::Sender<u32>) -> Result<()> {
    for number in 1.. {
        made(&store, &ada()?, &format!("entry {number}")).await?;
        if told.send(number).is_err() {
            break;
        }
    }
    Ok(())
}

/// Whatever was acknowledged when the backup began is in it, in order and without gaps, each with its audit entry.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_writes_is_a_prefix_of_what_was_written() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    let store = open(&file).await?;
    let (told, mut count) = watch::channel(0);
    let writing = tokio::spawn(write_a_ledger(store.clone(), told));
    for round in 0..5_u32 {
        count.wait_for(|count| *count >= (round + 1) * 10).await?;
        let acknowledged = *count.borrow();
        let (copy, restored) = (format!("backup-{round}.db"), format!("restored-{round}.db"));
        let (copy, restored) = (folder.path().join(copy), folder.path().join(restored));
        backup(&url(&file), &copy).await?;
        let begun = *count.borrow() + 1;
        restore(&url(&restored), &copy).await?;
        let kept = entries_of(&open(&restored).await?).await?;
        assert!((acknowledged..=begun).contains(&kept), "{kept}, not {acknowledged} to {begun}");
    }
    drop(count);
    writing.await??;
    Ok(())
}

/// How many, when none is missing and each has its audit entry.
async fn entries_of(store: &SqliteStore) -> Result<u32> {
    let names: Vec<String> = sqlx::query_scalar("SELECT name FROM things").fetch_all(&store.engine.readers).await?;
    let count = u32::try_from(names.len())?;
    assert_eq!(counted(store, "SELECT COUNT(*) FROM audit_events").await?, i64::from(count));
    let expected: BTreeSet<String> = (1..=count).map(|number| format!("entry {number}")).collect();
    assert_eq!(names.into_iter().collect::<BTreeSet<_>>(), expected);
    Ok(count)
}

/// Everything but the databases and their companions.
fn others(folder: &Path) -> Result<Vec<String>> {
    let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let names: Result<Vec<String>> = names.collect();
    Ok(names?.into_iter().filter(|name| !name.starts_with("app.db")).collect())
}

#[tokio::test]
async fn a_backup_overwrites_nothing() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    let store = open(&file).await?;
    let letter = folder.path().join("letter.txt");
    for text in ["", "Dear Ada"] {
        fs::write(&letter, text)?;
        let refusal = backup(&url(&file), &letter).await.err();
        assert!(matches!(refusal, Some(BackupError::Exists(_))), "{refusal:?}");
        assert_eq!(fs::read_to_string(&letter)?, text);
    }
    let refusal = backup(&url(&file), &file).await.err();
    assert!(matches!(refusal, Some(BackupError::Exists(_))), "{refusal:?}");
    assert_eq!(others(folder.path())?, ["letter.txt"]);
    made(&store, &ada()?, "still here").await?;
    Ok(())
}

#[tokio::test]
async fn what_is_no_database_of_ours_is_not_backed_up() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let copy = folder.path().join("copy.db");
    let refusal = backup(&url(&folder.path().join("app.db")), &copy).await.err();
    assert!(matches!(refusal, Some(BackupError::Open(OpenError::Missing(_)))), "{refusal:?}");
    let refusal = backup("other://localhost/app", &copy).await.err();
    assert!(matches!(refusal, Some(BackupError::Open(OpenError::Url(_)))), "{refusal:?}");
    let file = folder.path().join("app.db.other");
    fs::write(&file, "")?;
    let refusal = backup(&url(&file), &copy).await.err();
    assert!(matches!(refusal, Some(BackupError::Foreign(_))), "{refusal:?}");
    fs::write(&file, "Dear Ada, ".repeat(1_000))?;
    let refusal = backup(&url(&file), &copy).await.err();
    assert!(matches!(refusal, Some(BackupError::Open(OpenError::NotADatabase(_)))), "{refusal:?}");
    open(&folder.path().join("app.db")).await?;
    let refusal = backup(&url(&folder.path().join("app.db")), &folder.path().join("nowhere/copy.db")).await.err();
    assert!(matches!(refusal, Some(BackupError::Copy { .. })), "{refusal:?}");
    assert_eq!(others(folder.path())?, [""; 0]);
    Ok(())
}

/// So many turns of the scheduler.
async fn patience(turns: usize) {
    for _ in 0..turns {
        yield_now().await;
    }
}

/// Given up anywhere, it comes to its end: there is no file of that name, or a whole one, and nothing half-written stays.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_given_up_is_whole_or_not_there() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    let store = open(&file).await?;
    made(&store, &ada()?, "kept").await?;
    let (from, mut whole, mut absent) = (url(&file), 0, 0);
    // The last one is not given up, however long the machine takes.
    for turns in (0..18).map(|power| (1_usize << power) - 1).chain([usize::MAX]) {
        let copy = folder.path().join(format!("app.db.{turns}"));
        tokio::select! {
            biased;
            done = backup(&from, &copy) => done?,
            () = patience(turns) => {}
        }
        if !copy.exists() {
            absent += 1;
            continue;
        }
        whole += 1;
        let (clock, ids) = parts(8);
        let kept = SqliteStore::open(&url(&copy), clock, ids).await?;
        assert_eq!(names(&kept, &ada()?).await?, ["kept"]);
    }
    if whole == 0 || absent == 0 {
        bail!("{whole} whole, {absent} absent");
    }
    while !others(folder.path())?.is_empty() {
        yield_now().await;
    }
    Ok(())
}
