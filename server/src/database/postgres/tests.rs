//! Which database a release build serves from, and which it refuses.

use anyhow::Context;
use testkit::{HandClock, postgres};

use crate::{
    config::{BuildKind, Database, Env},
    database::{self, Ports, open, open_to_serve},
};

fn config(variables: &[(&str, &str)]) -> anyhow::Result<Database> {
    Ok(Database::alone(&Env::of(variables))?)
}

async fn serve(database: &Database, build: BuildKind) -> anyhow::Result<Ports> {
    open_to_serve(database, HandClock::new(), build).await
}

async fn refusal(database: &Database) -> anyhow::Result<String> {
    let refusal = serve(database, BuildKind::Release).await.err().context("it serves")?;
    Ok(format!("{refusal:#}"))
}

/// As the migrations' own step leaves it.
async fn migrated() -> anyhow::Result<postgres::Database> {
    let database = postgres::Database::new().await?;
    let urls = [("DATABASE_URL", database.url()), ("DATABASE_OWNER_URL", database.owner_url())];
    open(&config(&urls)?, HandClock::new()).await?.system.close().await;
    Ok(database)
}

async fn tables(database: &postgres::Database) -> anyhow::Result<bool> {
    let look = config(&[("DATABASE_URL", database.superuser_url())])?;
    let ports = database::look(&look, HandClock::new()).await?;
    let schema = ports.system.schema().await?;
    ports.system.close().await;
    Ok(schema.migrations.iter().any(|(.., standing)| *standing == store::MigrationState::Ran))
}

#[tokio::test]
async fn a_role_of_its_own_serves() -> anyhow::Result<()> {
    let database = migrated().await?;
    let ports = serve(&config(&[("DATABASE_URL", database.url())])?, BuildKind::Release).await?;
    ports.system.ping().await?;
    Ok(())
}

#[tokio::test]
async fn a_superuser_is_refused_before_anything_is_made() -> anyhow::Result<()> {
    let database = postgres::Database::new().await?;
    let url = ("DATABASE_URL", database.superuser_url());
    let words = refusal(&config(&[url])?).await?;
    assert!(words.contains("is a superuser") && words.contains("DATABASE_ALLOW_ANY_ROLE=true"), "{words}");
    assert!(!tables(&database).await?, "it made the schema");
    // A debug build, and who asks for it by name.
    serve(&config(&[url])?, BuildKind::Debug).await?.system.close().await;
    let allowed = config(&[url, ("DATABASE_ALLOW_ANY_ROLE", "true")])?;
    serve(&allowed, BuildKind::Release).await?.system.close().await;
    Ok(())
}

#[tokio::test]
async fn the_owner_of_the_tables_is_refused() -> anyhow::Result<()> {
    let database = migrated().await?;
    let owner = config(&[("DATABASE_URL", database.owner_url())])?;
    let words = refusal(&owner).await?;
    assert!(words.contains("owns the tables"), "{words}");
    // Also where it would have become the owner just now.
    let empty = postgres::Database::new().await?;
    let words = refusal(&config(&[("DATABASE_URL", empty.owner_url())])?).await?;
    assert!(words.contains("owns the tables"), "{words}");
    Ok(())
}

#[tokio::test]
async fn a_table_without_its_protection_is_refused() -> anyhow::Result<()> {
    let database = migrated().await?;
    run(&database, "ALTER TABLE things NO FORCE ROW LEVEL SECURITY")?;
    let words = refusal(&config(&[("DATABASE_URL", database.url())])?).await?;
    assert!(words.contains("is not forced on the owner of: things"), "{words}");
    Ok(())
}

#[tokio::test]
async fn what_is_not_migrated_says_which_step_is_missing() -> anyhow::Result<()> {
    let database = postgres::Database::new().await?;
    let words = refusal(&config(&[("DATABASE_URL", database.url())])?).await?;
    assert!(words.contains("run `server db migrate` with DATABASE_OWNER_URL"), "{words}");
    Ok(())
}

/// As a superuser.
fn run(database: &postgres::Database, statement: &str) -> anyhow::Result<()> {
    let arguments = [database.superuser_url(), "--quiet", "--command", statement];
    let status = std::process::Command::new("psql").args(arguments).status()?;
    anyhow::ensure!(status.success(), "psql: {status}");
    Ok(())
}
