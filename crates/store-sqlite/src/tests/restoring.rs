//! Restoring: the backup's content and nothing else, or everything as it was.

use std::{
    fs,
    io::{Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use anyhow::Result;
use sqlx::{ConnectOptions, query};
use store::SystemStore;

use super::{ada, made, make_many, names, open, url};
use crate::{BackupError, OpenError, backup, connect, restore};

struct Files {
    folder: tempfile::TempDir,
    database: PathBuf,
    copy: PathBuf,
}

impl Files {
    /// A database with the thing `new`, and a backup from before, with the thing `old` in it.
    async fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let (database, copy) = (folder.path().join("app.db"), folder.path().join("copy.db"));
        let store = open(&database).await?;
        made(&store, &ada()?, "old").await?;
        backup(&url(&database), &copy).await?;
        made(&store, &ada()?, "new").await?;
        store.close().await;
        Ok(Self { folder, database, copy })
    }

    async fn restored(&self) -> Result<(), BackupError> {
        restore(&url(&self.database), &self.copy).await
    }

    /// The database with its companions, as they lie there while it is open.
    fn as_if_killed(&self) -> Result<Vec<(PathBuf, Vec<u8>)>> {
        let files = ["", "-wal", "-shm"].map(|ending| beside(&self.database, ending));
        files.into_iter().map(|file| Ok((file.clone(), fs::read(&file)?))).collect()
    }

    async fn ensure_untouched(&self) -> Result<()> {
        let store = open(&self.database).await?;
        assert_eq!(names(&store, &ada()?).await?, ["new", "old"]);
        store.close().await;
        Ok(())
    }

    async fn ensure_restored(&self) -> Result<()> {
        let store = open(&self.database).await?;
        assert_eq!(names(&store, &ada()?).await?, ["old"]);
        made(&store, &ada()?, "after").await?;
        store.close().await;
        let left: Result<Vec<_>, _> = fs::read_dir(self.folder.path())?.collect();
        assert_eq!(left?.len(), 2, "something was left behind");
        Ok(())
    }
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", file.display()))
}

#[tokio::test]
async fn the_database_is_the_backup_again() -> Result<()> {
    let files = Files::new().await?;
    files.restored().await?;
    files.ensure_restored().await?;
    files.restored().await?;
    files.ensure_restored().await?;
    fs::remove_file(&files.database)?;
    files.restored().await?;
    files.ensure_restored().await
}

/// The log of a server that was killed belongs to the old database.
#[tokio::test]
async fn the_log_of_the_old_database_does_not_get_into_the_new() -> Result<()> {
    let files = Files::new().await?;
    let store = open(&files.database).await?;
    made(&store, &ada()?, "newer").await?;
    let killed = files.as_if_killed()?;
    store.close().await;
    for (file, bytes) in &killed {
        fs::write(file, bytes)?;
    }
    files.restored().await?;
    files.ensure_restored().await?;
    // Even where SQLite cannot read the old one, or it is gone.
    for damaged in [Some("Dear Ada, ".repeat(1_000)), None] {
        for (file, bytes) in &killed {
            fs::write(file, bytes)?;
        }
        match damaged {
            Some(text) => fs::write(&files.database, text)?,
            None => fs::remove_file(&files.database)?,
        }
        files.restored().await?;
        files.ensure_restored().await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_open_database_is_not_replaced() -> Result<()> {
    let files = Files::new().await?;
    let store = open(&files.database).await?;
    let refusal = files.restored().await.err();
    assert!(matches!(refusal, Some(BackupError::OpenElsewhere(_))), "{refusal:?}");
    made(&store, &ada()?, "newer").await?;
    assert_eq!(names(&store, &ada()?).await?, ["newer", "new", "old"]);
    store.close().await;
    files.restored().await?;
    files.ensure_restored().await
}

#[tokio::test]
async fn a_database_in_use_is_no_backup() -> Result<()> {
    let mut files = Files::new().await?;
    files.copy = files.folder.path().join("other.db");
    let other = open(&files.copy).await?;
    made(&other, &ada()?, "in the log alone").await?;
    let refusal = files.restored().await.err();
    assert!(matches!(refusal, Some(BackupError::InUse(_))), "{refusal:?}");
    files.ensure_untouched().await
}

#[tokio::test]
async fn what_is_no_backup_of_ours_is_refused() -> Result<()> {
    let files = Files::new().await?;
    let whole = fs::read(&files.copy)?;
    fs::remove_file(&files.copy)?;
    let refusal = files.restored().await.err();
    assert!(matches!(refusal, Some(BackupError::Open(OpenError::Missing(_)))), "{refusal:?}");
    fs::write(&files.copy, "Dear Ada, ".repeat(1_000))?;
    let refusal = files.restored().await.err();
    assert!(matches!(refusal, Some(BackupError::Open(OpenError::NotADatabase(_)))), "{refusal:?}");
    fs::write(&files.copy, "")?;
    let refusal = files.restored().await.err();
    assert!(matches!(refusal, Some(BackupError::Foreign(_))), "{refusal:?}");
    for (change, expected) in [
        ("UPDATE _sqlx_migrations SET version = 9999 WHERE version = 1", "has schema 9999, this server knows"),
        ("UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1", "migration 1 was changed"),
        ("DROP TABLE instance", "none of this server"),
    ] {
        fs::write(&files.copy, &whole)?;
        query(change).execute(&mut connect::options(&files.copy).connect().await?).await?;
        let refusal = files.restored().await.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(refusal.contains(expected), "{refusal}");
    }
    files.ensure_untouched().await
}

#[tokio::test]
async fn a_damaged_backup_is_refused() -> Result<()> {
    let files = Files::new().await?;
    let store = open(&files.database).await?;
    make_many(&store, &super::sam()?, 5_000).await?;
    store.close().await;
    fs::remove_file(&files.copy)?;
    backup(&url(&files.database), &files.copy).await?;
    let length = fs::metadata(&files.copy)?.len();
    fs::OpenOptions::new().write(true).open(&files.copy)?.set_len(length / 4096 / 2 * 4096)?;
    let refusal = files.restored().await.err();
    assert!(matches!(refusal, Some(BackupError::Damaged { .. })), "{refusal:?}");
    fs::remove_file(&files.copy)?;
    backup(&url(&files.database), &files.copy).await?;
    let mut bytes = fs::OpenOptions::new().write(true).open(&files.copy)?;
    bytes.seek(SeekFrom::Start(length / 4096 / 2 * 4096))?;
    bytes.write_all(&[0x55; 4096])?;
    let refusal = files.restored().await.err();
    assert!(matches!(refusal, Some(BackupError::Damaged { .. })), "{refusal:?}");
    files.ensure_untouched().await
}
