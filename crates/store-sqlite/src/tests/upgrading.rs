//! A server beside a newer one, in a rollout or after a way back: it works with the newer one's schema where that says so,
//! and is refused with the way back where not.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use sqlx::{ConnectOptions, Connection};
use store::{SystemStore, TooNew, Verdict};

use super::{ada, made, names, open, url};
use crate::{
    BackupError, OpenError, backup, connect,
    migrations::{self, ALL},
    restore,
};

type Migration = (i64, &'static str, &'static str);

/// Of the next server: it adds what older ones do without.
const EXPAND: Migration = (9_001, "expand", "ALTER TABLE things ADD COLUMN budget INTEGER NOT NULL DEFAULT 0");
/// Of the one after: it takes away what the oldest ones use.
const CONTRACT: Migration = (
    9_002,
    "contract",
    "ALTER TABLE things RENAME COLUMN name TO title;
    UPDATE schema_state SET compatible_since = 9001",
);

/// Brings the file to the schema of another server.
async fn migrate(file: &Path, newer: &[Migration]) -> Result<Verdict> {
    let mut connection = connect::migrating(file).connect().await?;
    let verdict = migrations::run(&mut connection, &[ALL, newer].concat()).await?;
    connection.close().await?;
    Ok(verdict)
}

#[tokio::test]
async fn an_older_server_works_with_a_schema_that_says_so() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    let store = open(&file).await?;
    made(&store, &ada()?, "before").await?;
    assert_eq!(migrate(&file, &[EXPAND]).await?, Verdict::UpToDate);
    made(&store, &ada()?, "while it runs").await?;
    store.close().await;
    let store = open(&file).await?;
    made(&store, &ada()?, "after").await?;
    assert_eq!(names(&store, &ada()?).await?, ["after", "while it runs", "before"]);
    let schema = store.schema().await?;
    assert_eq!(schema.verdict(), Verdict::Ahead { found: 9_001, known: migrations::newest() });
    store.close().await;
    let copy = folder.path().join("copy.db");
    backup(&url(&file), &copy).await?;
    restore(&url(&file), &copy).await?;
    assert_eq!(names(&open(&file).await?, &ada()?).await?.len(), 3);
    Ok(())
}

#[tokio::test]
async fn an_older_server_is_refused_with_the_way_back_where_not() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (file, copy) = (folder.path().join("app.db"), folder.path().join("copy.db"));
    made(&open(&file).await?, &ada()?, "before").await?;
    backup(&url(&file), &copy).await?;
    assert_eq!(migrate(&file, &[EXPAND, CONTRACT]).await?, Verdict::UpToDate);
    let refusal = open(&file).await.err().context("it opened")?;
    let why = TooNew { found: 9_002, known: migrations::newest(), needed: Some(9_001) };
    ensure!(matches!(&refusal, OpenError::NewerSchema { why: found, .. } if *found == why), "{refusal}");
    ensure!(refusal.to_string().contains("`server db restore` and the backup from before the update"), "{refusal}");
    // The server between the two may.
    assert_eq!(migrate(&file, &[EXPAND]).await?, Verdict::Ahead { found: 9_002, known: 9_001 });
    let newer = folder.path().join("newer.db");
    backup(&url(&file), &newer).await?;
    let refusal = restore(&url(&file), &newer).await.err().context("it was restored")?;
    ensure!(matches!(&refusal, BackupError::Open(OpenError::NewerSchema { .. })), "{refusal}");
    restore(&url(&file), &copy).await?;
    assert_eq!(names(&open(&file).await?, &ada()?).await?, ["before"]);
    Ok(())
}
