//! A server beside a newer one, in a rollout or after a way back: it works with the newer one's schema where that says so,
//! and is refused with the way back where not.

use anyhow::{Context, Result, ensure};
use sqlx::{Connection, Executor, PgConnection, query_scalar};
use store::{SystemStore, TooNew, Verdict};
use testkit::postgres::Database;

use super::{ada, allowed, backups::names, create, open, open_with, parts};
use crate::{
    BackupError, OpenError, PostgresStore, backup,
    migrations::{self, ALL},
    restore,
};

type Migration = (i64, &'static str, &'static str);

/// Of the next server: it adds what older ones do without, and says otherwise what the roles may do.
const EXPAND: Migration = (
    9_001,
    "expand",
    "ALTER TABLE things ADD COLUMN budget BIGINT NOT NULL DEFAULT 0;
    CREATE TABLE budgets (id INTEGER PRIMARY KEY);
    GRANT SELECT ON budgets TO testkit_server",
);
/// Of the one after: it takes away what the oldest ones use.
const CONTRACT: Migration = (
    9_002,
    "contract",
    "ALTER TABLE things RENAME COLUMN name TO title;
    UPDATE schema_state SET compatible_since = 9001",
);

/// Brings the database to the schema of another server.
async fn migrate(database: &Database, newer: &[Migration]) -> Result<Verdict> {
    let mut connection = PgConnection::connect(database.owner_url()).await?;
    let verdict = migrations::run(&mut connection, &[ALL, newer].concat(), "testkit_server").await?;
    connection.close().await?;
    Ok(verdict)
}

#[tokio::test]
async fn an_older_server_works_with_a_schema_that_says_so() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let database = Database::new().await?;
    let store = open(&database).await?;
    create(&store, &ada()?, "before").await?;
    assert_eq!(migrate(&database, &[EXPAND]).await?, Verdict::UpToDate);
    create(&store, &ada()?, "while it runs").await?;
    store.close().await;
    let ahead = Verdict::Ahead { found: 9_001, known: migrations::newest() };
    // Restarted as a server is, then by the owner, who changes nothing.
    let (clock, ids) = parts(8);
    let store = PostgresStore::open(database.url(), None, 2, clock, ids).await?;
    create(&store, &ada()?, "after").await?;
    assert_eq!(store.schema().await?.verdict(), ahead);
    store.close().await;
    let store = open_with(&database, 9).await?;
    create(&store, &ada()?, "after the owner").await?;
    store.close().await;
    let copy = folder.path().join("copy");
    backup(allowed(&database).await?, &copy).await?;
    restore(database.owner_url(), &copy).await?;
    // A copy brings no rights along: the owner gives those that this server knows.
    assert_eq!(names(&open_with(&database, 10).await?).await?.len(), 4);
    Ok(())
}

#[tokio::test]
async fn an_older_server_is_refused_with_the_way_back_where_not() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (copy, newer) = (folder.path().join("copy"), folder.path().join("newer"));
    let database = Database::new().await?;
    let store = open(&database).await?;
    create(&store, &ada()?, "before").await?;
    store.close().await;
    backup(allowed(&database).await?, &copy).await?;
    assert_eq!(migrate(&database, &[EXPAND, CONTRACT]).await?, Verdict::UpToDate);
    let mut superuser = database.superuser().await?;
    superuser.execute("REVOKE DELETE ON parts FROM testkit_server").await?;
    let refusal = open(&database).await.err().context("it opened")?;
    let why = TooNew { found: 9_002, known: migrations::newest(), needed: Some(9_001) };
    ensure!(matches!(&refusal, OpenError::NewerSchema { why: found, .. } if *found == why), "{refusal}");
    ensure!(refusal.to_string().contains("`server db restore` and the backup from before the update"), "{refusal}");
    // The server between the two may, and does not say anew what the roles may do.
    assert_eq!(migrate(&database, &[EXPAND]).await?, Verdict::Ahead { found: 9_002, known: 9_001 });
    let may_delete: bool = query_scalar("SELECT has_table_privilege('testkit_server', 'parts', 'DELETE')")
        .fetch_one(&mut superuser)
        .await?;
    superuser.close().await?;
    ensure!(!may_delete, "an older server gave rights that the newer one had taken");
    backup(allowed(&database).await?, &newer).await?;
    let refusal = restore(database.owner_url(), &newer).await.err().context("it was restored")?;
    ensure!(matches!(&refusal, BackupError::Open(OpenError::NewerSchema { .. })), "{refusal}");
    restore(database.owner_url(), &copy).await?;
    assert_eq!(names(&open_with(&database, 9).await?).await?.len(), 1);
    Ok(())
}
