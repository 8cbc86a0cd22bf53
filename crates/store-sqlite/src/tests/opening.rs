//! Opening: what is made, what is kept, and what each refusal says.

use std::fs;

use anyhow::Result;
use sqlx::{query, query_scalar};
use store::{ProjectStore, SystemStore};

use super::{ada, made, open, parts, url};
use crate::{OpenError, SqliteStore, migrations};

#[tokio::test]
async fn makes_folder_and_file_and_finds_them_again() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("deep/er/app.db");
    let store = open(&file).await?;
    let kept = made(&store, &ada()?, "kept").await?;
    store.claim_instance("https://a.test").await?;
    store.close().await;
    assert_eq!(fs::read_dir(file.parent().unwrap_or(&file))?.count(), 1, "the log was merged into the file");
    let (clock, ids) = parts(8);
    let again = SqliteStore::open(&file.display().to_string(), clock, ids).await?;
    assert_eq!(again.get(&ada()?.require()?, kept.id).await?, Some(kept));
    assert_eq!(again.claim_instance("https://b.test").await?, "https://a.test");
    Ok(())
}

#[cfg(unix)]
#[tokio::test]
async fn the_folder_is_for_its_owner_alone() -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir()?;
    open(&folder.path().join("data/app.db")).await?;
    assert_eq!(fs::metadata(folder.path().join("data"))?.permissions().mode() & 0o777, 0o700);
    Ok(())
}

#[tokio::test]
async fn writes_are_durable_and_readers_only_read() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let journal: String = query_scalar("PRAGMA journal_mode").fetch_one(&store.writer).await?;
    let synchronous: i64 = query_scalar("PRAGMA synchronous").fetch_one(&store.writer).await?;
    let foreign_keys: i64 = query_scalar("PRAGMA foreign_keys").fetch_one(&store.writer).await?;
    assert_eq!((journal.as_str(), synchronous, foreign_keys), ("wal", 2, 1));
    assert!(query("DELETE FROM projects").execute(&store.readers).await.is_err());
    Ok(())
}

#[tokio::test]
async fn two_at_once_bring_the_schema_up_to_date_once() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    let (one, two) = tokio::join!(open(&file), open(&file));
    one?;
    two?;
    Ok(())
}

#[tokio::test]
async fn looking_makes_and_migrates_nothing() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    let looking = async || {
        let (clock, ids) = parts(8);
        SqliteStore::look(&url(&file), clock, ids).await
    };
    assert!(matches!(looking().await.err(), Some(OpenError::Missing(_))));
    assert!(!file.exists());
    fs::write(&file, "")?;
    let store = looking().await?;
    let schema = store.schema().await?;
    assert!(schema.engine.starts_with("SQLite 3."), "{}", schema.engine);
    let ran: Vec<bool> = schema.migrations.iter().map(|(.., ran)| *ran).collect();
    assert_eq!(ran, vec![false; migrations::ALL.len()]);
    store.close().await;
    open(&file).await?.close().await;
    let schema = looking().await?.schema().await?;
    assert!(schema.migrations.iter().all(|(.., ran)| *ran), "{schema:?}");
    assert_eq!(schema.migrations.first().map(|(number, title, _)| (*number, title.as_str())), Some((1, "instance")));
    Ok(())
}

#[tokio::test]
async fn a_newer_schema_is_refused() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    let store = open(&file).await?;
    let later = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (9999, 'later', TRUE, x'00', 0)";
    query(later).execute(&store.writer).await?;
    store.close().await;
    let refusal = open(&file).await.err();
    assert!(
        matches!(&refusal, Some(OpenError::NewerSchema { found: 9999, known, .. }) if *known == migrations::newest()),
        "{refusal:?}"
    );
    Ok(())
}

#[tokio::test]
async fn an_edited_migration_is_refused() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    let store = open(&file).await?;
    query("UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 2").execute(&store.writer).await?;
    store.close().await;
    let refusal = open(&file).await.err();
    assert!(matches!(refusal, Some(OpenError::ChangedMigration { number: 2, .. })), "{refusal:?}");
    Ok(())
}

#[tokio::test]
async fn what_is_no_database_is_refused_and_left_alone() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let letter = folder.path().join("letter.txt");
    let text = "Dear Ada, ".repeat(1_000);
    fs::write(&letter, &text)?;
    let refusal = open(&letter).await.err();
    assert!(matches!(refusal, Some(OpenError::NotADatabase(_))), "{refusal:?}");
    assert_eq!(fs::read_to_string(&letter)?, text);
    let refusal = open(folder.path()).await.err();
    assert!(matches!(refusal, Some(OpenError::Database { .. })), "{refusal:?}");
    let refusal = open(&letter.join("app.db")).await.err();
    assert!(matches!(refusal, Some(OpenError::Folder { .. })), "{refusal:?}");
    let (clock, ids) = parts(8);
    let refusal = SqliteStore::open("postgres://localhost/app", clock, ids).await.err();
    assert!(matches!(refusal, Some(OpenError::Url(_))), "{refusal:?}");
    Ok(())
}
