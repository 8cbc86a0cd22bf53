//! What a copy may take the place of, and which copy may: each refusal comes before anything is changed.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sqlx::{AssertSqlSafe, Connection, Executor, query_scalar};
use store::SystemStore;
use tempfile::TempDir;
use testkit::postgres::Database;

use super::{ada, allowed, backups::names, create, open, open_with};
use crate::{BackupError, OpenError, backup, restore};

/// What a later version adds to the schema, and what others have in the database.
const LATER: &str = "
    SET ROLE testkit_owner;
    CREATE TYPE mood AS ENUM ('calm', 'brisk');
    CREATE TABLE notes (
        id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        number SERIAL,
        tenant_id TEXT COLLATE \"C\" NOT NULL REFERENCES tenants,
        thing_id UUID NOT NULL,
        mood mood NOT NULL DEFAULT 'calm',
        FOREIGN KEY (tenant_id, thing_id) REFERENCES things
    );
    CREATE SEQUENCE \"Numbers\";
    CREATE VIEW \"all notes\" AS SELECT * FROM notes;
    CREATE MATERIALIZED VIEW few_notes AS SELECT * FROM \"all notes\";
    CREATE FUNCTION mood_of(BIGINT) RETURNS mood LANGUAGE SQL AS 'SELECT mood FROM notes WHERE id = $1';
    CREATE SCHEMA elsewhere;
    CREATE TABLE elsewhere.kept (word TEXT);
    INSERT INTO elsewhere.kept VALUES ('kept');
    RESET ROLE;
    CREATE EXTENSION citext SCHEMA public";

/// What stands in the schema that is no extension's.
const OURS: &str = "
    SELECT c.relname::TEXT FROM pg_class AS c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind <> 'i'
    UNION ALL
    SELECT p.proname::TEXT FROM pg_proc AS p
    WHERE p.pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL
    SELECT t.typname::TEXT FROM pg_type AS t
    WHERE t.typnamespace = 'public'::regnamespace AND t.typtype = 'e'
    ORDER BY 1";

/// A database with one thing, nobody in it, and the file of a copy.
async fn with_a_copy() -> Result<(Database, PathBuf, TempDir)> {
    let (database, folder) = (Database::new().await?, tempfile::tempdir()?);
    make(&database, "Moon", 1).await?;
    let file = folder.path().join("copy");
    backup(allowed(&database).await?, &file).await?;
    Ok((database, file, folder))
}

/// A thing, with ids of its own.
async fn make(database: &Database, name: &str, seed: u32) -> Result<()> {
    let store = open_with(database, seed).await?;
    create(&store, &ada()?, name).await?;
    store.close().await;
    Ok(())
}

async fn run(database: &Database, statements: &str) -> Result<()> {
    let mut superuser = database.superuser().await?;
    superuser.execute(AssertSqlSafe(statements)).await?;
    Ok(superuser.close().await?)
}

async fn found<T>(database: &Database, statement: &'static str) -> Result<Vec<T>>
where
    T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin,
{
    let mut superuser = database.superuser().await?;
    let found = query_scalar(statement).fetch_all(&mut superuser).await?;
    superuser.close().await?;
    Ok(found)
}

async fn refusal(database: &Database, file: &Path) -> Result<BackupError> {
    restore(database.owner_url(), file).await.err().context("it was restored")
}

async fn things(database: &Database) -> Result<usize> {
    let store = open(database).await?;
    let names = names(&store).await?;
    store.close().await;
    Ok(names.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_schema_goes_and_what_is_not_ours_stays() -> Result<()> {
    let (database, file, _folder) = with_a_copy().await?;
    make(&database, "Mars", 2).await?;
    let before: Vec<String> = found(&database, OURS).await?;
    run(&database, LATER).await?;
    restore(database.owner_url(), &file).await?;
    assert_eq!(found::<String>(&database, OURS).await?, before);
    assert_eq!(found::<String>(&database, "SELECT word FROM elsewhere.kept").await?, ["kept"]);
    assert_eq!(found::<bool>(&database, "SELECT 'a'::citext = 'A'").await?, [true]);
    assert_eq!(things(&database).await?, 1);
    // A copy of it holds no extension and no other schema, and so has its place elsewhere.
    let (again, other) = (file.with_extension("again"), Database::new().await?);
    backup(allowed(&database).await?, &again).await?;
    restore(other.owner_url(), &again).await?;
    assert_eq!(found::<String>(&other, OURS).await?, before);
    assert_eq!(things(&other).await?, 1);
    Ok(())
}

#[tokio::test]
async fn what_others_made_to_hang_on_it_is_not_dropped() -> Result<()> {
    let (database, file, _folder) = with_a_copy().await?;
    make(&database, "Mars", 2).await?;
    run(&database, "CREATE SCHEMA elsewhere; CREATE VIEW elsewhere.names AS SELECT name FROM things").await?;
    let refusal = refusal(&database, &file).await?;
    ensure!(matches!(&refusal, BackupError::Failed { program: "psql", .. }), "{refusal}");
    ensure!(refusal.to_string().contains("elsewhere.names"), "{refusal}");
    assert_eq!(found::<String>(&database, "SELECT name FROM elsewhere.names ORDER BY name").await?, ["Mars", "Moon"]);
    assert_eq!(things(&database).await?, 2);
    Ok(())
}

#[tokio::test]
async fn a_database_in_use_is_refused() -> Result<()> {
    let (database, file, _folder) = with_a_copy().await?;
    let store = open(&database).await?;
    create(&store, &ada()?, "Mars").await?;
    let refusal = refusal(&database, &file).await?;
    ensure!(matches!(&refusal, BackupError::InUse { .. }), "{refusal}");
    let words = refusal.to_string();
    ensure!(words.contains("testkit_server (server)") && words.contains("stop the servers first"), "{words}");
    assert_eq!(names(&store).await?.len(), 2);
    store.close().await;
    restore(database.owner_url(), &file).await?;
    assert_eq!(things(&database).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_copy_of_something_else_is_refused() -> Result<()> {
    let (database, _, folder) = with_a_copy().await?;
    let other = Database::new().await?;
    run(&other, "SET ROLE testkit_owner; CREATE TABLE audit_events (name TEXT); CREATE TABLE tenants (name TEXT)")
        .await?;
    let file = folder.path().join("other");
    backup(allowed(&other).await?, &file).await?;
    let refusal = refusal(&database, &file).await?;
    ensure!(matches!(&refusal, BackupError::Foreign(_)), "{refusal}");
    ensure!(refusal.to_string().contains("is not a backup of this product's database"), "{refusal}");
    assert_eq!(things(&database).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_copy_of_another_schema_is_refused() -> Result<()> {
    let (database, _, folder) = with_a_copy().await?;
    let (later, edited) = (folder.path().join("later"), folder.path().join("edited"));
    run(&database, "UPDATE _sqlx_migrations SET checksum = '' WHERE version = 1").await?;
    backup(allowed(&database).await?, &edited).await?;
    let insert = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                  VALUES (9999, 'later', TRUE, '', 0)";
    run(&database, insert).await?;
    run(&database, "UPDATE schema_state SET compatible_since = 9999").await?;
    backup(allowed(&database).await?, &later).await?;
    let other = Database::new().await?;
    make(&other, "Mars", 2).await?;
    let refused = refusal(&other, &later).await?;
    ensure!(
        matches!(&refused, BackupError::Open(OpenError::NewerSchema { why, .. }) if why.needed == Some(9999)),
        "{refused}"
    );
    let refused = refusal(&other, &edited).await?;
    ensure!(matches!(&refused, BackupError::Open(OpenError::ChangedMigration { number: 1, .. })), "{refused}");
    assert_eq!(things(&other).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_place_for_something_else_is_refused() -> Result<()> {
    let (_database, file, _folder) = with_a_copy().await?;
    let taken = Database::new().await?;
    run(&taken, "SET ROLE testkit_owner; CREATE TABLE letters (number INTEGER)").await?;
    let refused = refusal(&taken, &file).await?;
    ensure!(matches!(&refused, BackupError::Taken { .. }), "{refused}");
    let narrow = Database::of_encoding("LATIN1").await?;
    let refused = refusal(&narrow, &file).await?;
    ensure!(matches!(&refused, BackupError::Open(OpenError::Encoding { .. })), "{refused}");
    let elsewhere = Database::new().await?;
    run(&elsewhere, "CREATE SCHEMA elsewhere AUTHORIZATION testkit_owner").await?;
    let url = format!("{}?options=-c%20search_path=elsewhere", elsewhere.owner_url());
    let refused = restore(&url, &file).await.err().context("it was restored")?;
    ensure!(matches!(&refused, BackupError::OtherSchema { .. }), "{refused}");
    Ok(())
}
