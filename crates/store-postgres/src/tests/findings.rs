//! What `server doctor` says of PostgreSQL: whether row-level security holds, and what else must be mended.

use anyhow::{Result, ensure};
use sqlx::Executor;
use store::{Level, SystemStore};
use testkit::postgres::Database;

use super::{CONNECTIONS, open, parts};
use crate::PostgresStore;

async fn found(url: &str, owner: Option<&str>) -> Result<Vec<(Level, String)>> {
    let (clock, ids) = parts(8);
    let store = PostgresStore::as_it_is(url, owner, CONNECTIONS, clock, ids)?;
    Ok(store.findings().await?.into_iter().map(|finding| (finding.level, finding.text)).collect())
}

fn has(findings: &[(Level, String)], level: Level, words: &str) -> Result<()> {
    let found = findings.iter().any(|(found, text)| *found == level && text.contains(words));
    ensure!(found, "no {level:?} {words:?} in {findings:#?}");
    Ok(())
}

#[tokio::test]
async fn two_roles_are_well() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    let findings = found(database.url(), Some(database.owner_url())).await?;
    ensure!(findings.iter().all(|(level, _)| *level == Level::Good), "{findings:#?}");
    has(&findings, Level::Good, "PostgreSQL 1")?;
    has(&findings, Level::Good, "on and forced on 4 tables")?;
    Ok(())
}

#[tokio::test]
async fn a_role_that_the_policies_do_not_hold_is_a_problem() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    has(&found(database.superuser_url(), None).await?, Level::Problem, "is a superuser")?;
    let mut superuser = database.superuser().await?;
    let role =
        "CREATE ROLE testkit_bypass LOGIN PASSWORD 'testkit' BYPASSRLS; GRANT SELECT ON audit_events TO testkit_bypass";
    superuser.execute("DROP ROLE IF EXISTS testkit_bypass").await?;
    superuser.execute(role).await?;
    let url = database.url().replace("testkit_server", "testkit_bypass");
    let findings = found(&url, None).await;
    superuser.execute("DROP OWNED BY testkit_bypass; DROP ROLE testkit_bypass").await?;
    has(&findings?, Level::Problem, "BYPASSRLS")?;
    Ok(())
}

#[tokio::test]
async fn one_role_or_no_owner_is_a_warning() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    has(&found(database.owner_url(), None).await?, Level::Warning, "owns the tables")?;
    has(&found(database.url(), None).await?, Level::Warning, "DATABASE_OWNER_URL is not set")?;
    Ok(())
}

#[tokio::test]
async fn a_table_that_is_not_protected_is_a_problem() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    for (harm, words) in [
        ("ALTER TABLE tasks DISABLE ROW LEVEL SECURITY", "is not enabled on: tasks"),
        ("ALTER TABLE projects NO FORCE ROW LEVEL SECURITY", "is not forced on the owner of: projects"),
        ("DROP POLICY tenant ON project_terms", "has no policy `tenant` on: project_terms"),
        ("CREATE TABLE invoices (tenant_id TEXT)", "is not enabled on: invoices, tasks"),
        ("GRANT DELETE ON audit_events TO testkit_server", "may change the audit trail"),
    ] {
        database.superuser().await?.execute(harm).await?;
        has(&found(database.url(), Some(database.owner_url())).await?, Level::Problem, words)?;
    }
    Ok(())
}

#[tokio::test]
async fn answers_that_may_be_lost_are_a_problem() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    let url = format!("{}?options=-c%20synchronous_commit=off", database.url());
    has(&found(&url, Some(database.owner_url())).await?, Level::Problem, "synchronous_commit is off")?;
    Ok(())
}

#[tokio::test]
async fn an_encoding_that_does_not_hold_every_text_is_a_problem() -> Result<()> {
    let database = Database::of_encoding("LATIN1").await?;
    let findings = found(database.url(), Some(database.owner_url())).await?;
    has(&findings, Level::Problem, "has the encoding LATIN1")?;
    has(&findings, Level::Problem, "ENCODING 'UTF8' TEMPLATE template0")?;
    Ok(())
}
