//! What `server doctor` says of PostgreSQL: whether row-level security holds, and what else must be mended.

use anyhow::{Result, ensure};
use sqlx::{AssertSqlSafe, Executor, query_scalar};
use store::{Level, SystemStore};
use testkit::postgres::Database;

use super::{CONNECTIONS, allowed, open, parts, schema::tenant_tables};
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
    let tables = tenant_tables().await?.len();
    has(&findings, Level::Good, &format!("on and forced on {tables} tables"))?;
    Ok(())
}

#[tokio::test]
async fn a_role_that_the_policies_do_not_hold_is_a_problem() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    has(&found(database.superuser_url(), None).await?, Level::Unsafe, "is a superuser")?;
    let mut superuser = database.superuser().await?;
    let role =
        "CREATE ROLE testkit_bypass LOGIN PASSWORD 'testkit' BYPASSRLS; GRANT SELECT ON audit_events TO testkit_bypass";
    superuser.execute("DROP ROLE IF EXISTS testkit_bypass").await?;
    superuser.execute(role).await?;
    let url = database.url().replace("testkit_server", "testkit_bypass");
    let findings = found(&url, None).await;
    superuser.execute("DROP OWNED BY testkit_bypass; DROP ROLE testkit_bypass").await?;
    has(&findings?, Level::Unsafe, "BYPASSRLS")?;
    Ok(())
}

#[tokio::test]
async fn one_role_for_all_is_unsafe_and_no_owner_is_well() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    has(&found(database.owner_url(), None).await?, Level::Unsafe, "owns the tables")?;
    has(&found(database.url(), None).await?, Level::Good, "DATABASE_OWNER_URL is not known here")?;
    Ok(())
}

/// A role with a name of its own, in place of the server's.
async fn with_role(database: &Database, make: &str) -> Result<Vec<(Level, String)>> {
    let mut superuser = database.superuser().await?;
    let name: String =
        query_scalar("SELECT 'role_' || replace(gen_random_uuid()::TEXT, '-', '')").fetch_one(&mut superuser).await?;
    superuser.execute(AssertSqlSafe(make.replace("$name", &name))).await?;
    let findings = found(&database.url().replace("testkit_server", &name), None).await;
    superuser.execute(AssertSqlSafe(format!("DROP OWNED BY {name}; DROP ROLE {name}"))).await?;
    findings
}

/// What a role may become, it may do.
#[tokio::test]
async fn every_way_around_row_level_security_is_unsafe() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    allowed(&database).await?;
    let member_of = |role: &str| {
        format!("CREATE ROLE $name LOGIN PASSWORD 'testkit' NOINHERIT; GRANT {role}, testkit_server TO $name")
    };
    for (make, words) in [
        (member_of("testkit_owner"), "may become their owner"),
        (
            member_of("testkit_backup"),
            "has another policy, which shows the role of DATABASE_URL more, on: audit_events",
        ),
        (member_of("postgres"), "is a superuser"),
        (member_of("pg_read_server_files"), "may use the files or programs"),
        (
            "CREATE ROLE $name LOGIN PASSWORD 'testkit' BYPASSRLS; GRANT testkit_server TO $name".to_owned(),
            "has BYPASSRLS",
        ),
        (
            "CREATE ROLE $name LOGIN PASSWORD 'testkit' CREATEROLE; GRANT testkit_server TO $name".to_owned(),
            "member of other roles",
        ),
        (
            "CREATE ROLE $name LOGIN PASSWORD 'testkit' REPLICATION; GRANT testkit_server TO $name".to_owned(),
            "may replicate",
        ),
    ] {
        has(&with_role(&database, &make).await?, Level::Unsafe, words)?;
    }
    let plain =
        with_role(&database, "CREATE ROLE $name LOGIN PASSWORD 'testkit'; GRANT testkit_server TO $name").await?;
    ensure!(plain.iter().all(|(level, _)| *level == Level::Good), "{plain:#?}");
    Ok(())
}

#[tokio::test]
async fn a_table_that_is_not_protected_is_a_problem() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    for (harm, words) in [
        ("ALTER TABLE parts DISABLE ROW LEVEL SECURITY", "is not enabled on: parts"),
        ("ALTER TABLE things NO FORCE ROW LEVEL SECURITY", "is not forced on the owner of: things"),
        ("DROP POLICY tenant ON parts", "has no policy `tenant` on: parts"),
        ("CREATE TABLE orders (tenant_id TEXT)", "is not enabled on: orders, parts"),
        (
            "CREATE POLICY more ON things USING (true)",
            "has another policy, which shows the role of DATABASE_URL more, on: things",
        ),
        (
            "ALTER POLICY tenant ON audit_events USING (true)",
            "has another policy `tenant` than the migrations make, on: audit_events",
        ),
        ("GRANT DELETE ON audit_events TO testkit_server", "may change the audit trail"),
    ] {
        database.superuser().await?.execute(harm).await?;
        has(&found(database.url(), Some(database.owner_url())).await?, Level::Unsafe, words)?;
    }
    Ok(())
}

/// What keeps the trail: the role's rights, and triggers that hold the owner too.
#[tokio::test]
async fn a_trail_that_nothing_keeps_is_a_problem() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let findings = async || found(database.url(), Some(database.owner_url())).await;
    has(&findings().await?, Level::Good, "the audit trail is kept for ever")?;
    store.keep_trail(Some(90)).await?;
    let kept = findings().await?;
    has(&kept, Level::Good, "the audit trail is kept for 90 days")?;
    ensure!(kept.iter().all(|(level, _)| *level == Level::Good), "{kept:#?}");
    for (harm, words) in [
        ("GRANT UPDATE ON schema_state TO testkit_server", "may change the audit trail"),
        ("ALTER TABLE audit_events DISABLE TRIGGER audit_events_do_not_change", "a trigger that keeps the audit trail"),
        (
            "ALTER TABLE audit_events ENABLE TRIGGER USER; DROP TRIGGER audit_events_are_not_emptied ON audit_events",
            "a trigger that keeps the audit trail",
        ),
    ] {
        database.superuser().await?.execute(harm).await?;
        has(&findings().await?, Level::Unsafe, words)?;
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
