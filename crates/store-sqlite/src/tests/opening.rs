//! Opening: what is made, what is kept, and what each refusal says.

use std::{fs, path::Path, sync::Barrier, thread};

use anyhow::{Context, Result, anyhow};
use sqlx::{ConnectOptions, Connection, query, query_scalar};
use store::{MigrationState, SystemStore, TooNew, things::ThingStore};
use tokio::runtime;

use super::{ada, made, open, parts, url};
use crate::{OpenError, SqliteStore, backup, connect, migrations};

async fn look(file: &Path) -> Result<SqliteStore, OpenError> {
    let (clock, ids) = parts(8);
    SqliteStore::look(&url(file), clock, ids).await
}

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
    assert_eq!(again.thing(&ada()?, kept.id).await?, Some(kept));
    assert_eq!(again.claim_instance("https://b.test").await?, "https://a.test");
    Ok(())
}

#[cfg(unix)]
fn mode(place: &Path) -> Result<u32> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::metadata(place)?.permissions().mode() & 0o777)
}

/// The file, its log and its index, a copy, and what a copy was put in the place of.
#[cfg(unix)]
#[tokio::test]
async fn folder_and_files_are_for_their_owner_alone() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (file, copy) = (folder.path().join("data/app.db"), folder.path().join("copy.db"));
    let store = open(&file).await?;
    made(&store, &ada()?, "Moon").await?;
    assert_eq!(mode(&folder.path().join("data"))?, 0o700);
    let beside: Vec<_> = fs::read_dir(folder.path().join("data"))?.collect::<Result<_, _>>()?;
    assert_eq!(beside.len(), 3);
    for file in &beside {
        assert_eq!(mode(&file.path())?, 0o600, "{file:?}");
    }
    backup(&url(&file), &copy).await?;
    store.close().await;
    assert_eq!(mode(&copy)?, 0o600);
    crate::restore(&url(&file), &copy).await?;
    assert_eq!(mode(&file)?, 0o600);
    Ok(())
}

/// A file that an earlier version made, or a copy by hand.
#[cfg(unix)]
#[tokio::test]
async fn what_others_could_read_is_closed_to_them() -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    open(&file).await?.close().await;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644))?;
    let found = |findings: &[store::Finding], words: &str| findings.iter().any(|finding| finding.text.contains(words));
    let looked = look(&file).await?;
    assert!(found(&looked.findings().await?, "others on this machine may read"), "looking changes nothing");
    looked.close().await;
    assert_eq!(mode(&file)?, 0o644);
    let store = open(&file).await?;
    assert_eq!(mode(&file)?, 0o600);
    assert!(found(&store.findings().await?, "this user's alone"));
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777))?;
    assert!(found(&store.findings().await?, "may replace files"));
    Ok(())
}

#[tokio::test]
async fn writes_are_durable_and_readers_only_read() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let journal: String = query_scalar("PRAGMA journal_mode").fetch_one(&store.engine.writer).await?;
    let synchronous: i64 = query_scalar("PRAGMA synchronous").fetch_one(&store.engine.writer).await?;
    let foreign_keys: i64 = query_scalar("PRAGMA foreign_keys").fetch_one(&store.engine.writer).await?;
    assert_eq!((journal.as_str(), synchronous, foreign_keys), ("wal", 2, 1));
    assert!(query("DELETE FROM things").execute(&store.engine.readers).await.is_err());
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

/// Servers that start together: one makes the file, the others wait for it.
#[test]
fn many_at_once_make_one_file() -> Result<()> {
    const MANY: usize = 8;
    for round in 0..10 {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("app.db");
        let start = Barrier::new(MANY);
        let opened = || -> Result<()> {
            let alone = runtime::Builder::new_current_thread().enable_all().build();
            start.wait();
            alone?.block_on(async {
                open(&file).await?.close().await;
                Ok(())
            })
        };
        thread::scope(|scope| {
            let openings: Vec<_> = (0..MANY).map(|_| scope.spawn(opened)).collect();
            let outcomes = openings.into_iter().map(|opening| opening.join().map_err(|_| anyhow!("a panic"))?);
            outcomes.collect::<Result<()>>()
        })
        .with_context(|| format!("round {round}"))?;
    }
    Ok(())
}

#[tokio::test]
async fn looking_makes_and_migrates_nothing() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    assert!(matches!(look(&file).await.err(), Some(OpenError::Missing(_))));
    assert!(!file.exists());
    fs::write(&file, "")?;
    let store = look(&file).await?;
    let schema = store.schema().await?;
    assert!(schema.engine.starts_with("SQLite 3."), "{}", schema.engine);
    let standings: Vec<MigrationState> = schema.migrations.iter().map(|(.., standing)| *standing).collect();
    assert_eq!(standings, vec![MigrationState::Missing; migrations::ALL.len()]);
    store.close().await;
    assert_eq!(fs::read(&file)?, [0; 0]);
    open(&file).await?.close().await;
    let schema = look(&file).await?.schema().await?;
    assert!(schema.migrations.iter().all(|(.., standing)| *standing == MigrationState::Ran), "{schema:?}");
    assert_eq!(schema.migrations.first().map(|(number, title, _)| (*number, title.as_str())), Some((1, "start")));
    Ok(())
}

/// A backup that no server opened yet is not in the mode with the write-ahead log, and stays so.
#[tokio::test]
async fn looking_leaves_every_byte_as_it_is() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (file, copy) = (folder.path().join("app.db"), folder.path().join("copy.db"));
    open(&file).await?.close().await;
    backup(&url(&file), &copy).await?;
    let before = fs::read(&copy)?;
    let store = look(&copy).await?;
    assert!(store.schema().await?.migrations.iter().all(|(.., standing)| *standing == MigrationState::Ran));
    store.findings().await?;
    assert!(store.claim_instance("https://a.test").await.is_err(), "who looks does not write");
    store.close().await;
    assert!(fs::read(&copy)? == before, "looking changed the file");
    assert_eq!(fs::read_dir(folder.path())?.count(), 2, "something lies beside it");
    Ok(())
}

#[tokio::test]
async fn another_programs_database_is_refused_and_left_alone() -> Result<()> {
    let folder = tempfile::tempdir()?;
    for (name, theirs) in [
        ("letters.db", "CREATE TABLE letters (text TEXT)"),
        ("view.db", "CREATE VIEW letters AS SELECT 1"),
        ("instance.db", "CREATE TABLE instance (id INTEGER)"),
    ] {
        let file = folder.path().join(name);
        let mut other = connect::options(&file).create_if_missing(true).connect().await?;
        query(theirs).execute(&mut other).await?;
        other.close().await?;
        let before = fs::read(&file)?;
        for refusal in [open(&file).await.err(), look(&file).await.err()] {
            assert!(matches!(refusal, Some(OpenError::Foreign(_))), "{name}: {refusal:?}");
        }
        assert!(fs::read(&file)? == before, "{name} was changed");
    }
    assert_eq!(fs::read_dir(folder.path())?.count(), 3, "something lies beside them");
    Ok(())
}

/// The mode is set before the first migration: a start that ended between the two left a file with no table in it.
#[tokio::test]
async fn a_start_that_ended_early_is_gone_on_with() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    connect::migrating(&file).connect().await?.close().await?;
    assert!(fs::metadata(&file)?.len() > 0);
    look(&file).await?.close().await;
    made(&open(&file).await?, &ada()?, "first").await?;
    Ok(())
}

#[tokio::test]
async fn a_newer_schema_is_refused() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    let store = open(&file).await?;
    let later = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (9999, 'later', TRUE, x'00', 0)";
    query(later).execute(&store.engine.writer).await?;
    query("UPDATE schema_state SET compatible_since = 9999").execute(&store.engine.writer).await?;
    store.close().await;
    let refusal = open(&file).await.err();
    let why = TooNew { found: 9999, known: migrations::newest(), needed: Some(9999) };
    assert!(matches!(&refusal, Some(OpenError::NewerSchema { why: found, .. }) if *found == why), "{refusal:?}");
    let schema = look(&file).await?.schema().await?;
    assert_eq!(schema.migrations.last(), Some(&(9999, "later".to_owned(), MigrationState::Unknown)));
    Ok(())
}

#[tokio::test]
async fn an_edited_migration_is_refused() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    let store = open(&file).await?;
    query("UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1").execute(&store.engine.writer).await?;
    store.close().await;
    let refusal = open(&file).await.err();
    assert!(matches!(refusal, Some(OpenError::ChangedMigration { number: 1, .. })), "{refusal:?}");
    let schema = look(&file).await?.schema().await?;
    let changed: Vec<_> =
        schema.migrations.iter().filter(|(.., standing)| *standing == MigrationState::Changed).collect();
    assert!(matches!(changed.as_slice(), [(1, ..)]), "{schema:?}");
    Ok(())
}

#[tokio::test]
async fn what_is_no_database_is_refused_and_left_alone() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let letter = folder.path().join("letter.txt");
    let text = "Dear Ada, ".repeat(1_000);
    fs::write(&letter, &text)?;
    for refusal in [open(&letter).await.err(), look(&letter).await.err()] {
        assert!(matches!(refusal, Some(OpenError::NotADatabase(_))), "{refusal:?}");
    }
    assert_eq!(fs::read_to_string(&letter)?, text);
    let refusal = open(folder.path()).await.err();
    assert!(matches!(refusal, Some(OpenError::Database { .. })), "{refusal:?}");
    let refusal = open(&letter.join("app.db")).await.err();
    assert!(matches!(refusal, Some(OpenError::Folder { .. })), "{refusal:?}");
    let (clock, ids) = parts(8);
    let refusal = SqliteStore::open("other://localhost/app", clock, ids).await.err();
    assert!(matches!(refusal, Some(OpenError::Url(_))), "{refusal:?}");
    Ok(())
}
