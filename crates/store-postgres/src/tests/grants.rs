//! What the server's role may do follows from what the catalogue shows: a tenant table whose row-level security does not
//! hold exactly as it should is not given to it at all.

use anyhow::{Result, ensure};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, query, query_scalar};
use store::Verdict;
use testkit::postgres::Database;

use super::{allowed, open, schema::tenant_tables};
use crate::{
    backup,
    migrations::{self, ALL, Migrations},
    restore,
    sql::transaction::SET_TENANT,
};

const ENABLE: &str = "ALTER TABLE wares ENABLE ROW LEVEL SECURITY";
const FORCE: &str = "ALTER TABLE wares FORCE ROW LEVEL SECURITY";
const POLICY: &str = "CREATE POLICY tenant ON wares
    USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))
    WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))";
const APPEND_ONLY: &str = "COMMENT ON TABLE wares IS 'append-only'";

/// A role's rights on a table, then those on columns alone.
const RIGHTS: &str = "
    SELECT given.privilege_type FROM pg_class AS c CROSS JOIN LATERAL aclexplode(c.relacl) AS given
    WHERE c.oid = $1::regclass AND given.grantee = 'testkit_server'::regrole
    UNION ALL
    SELECT given.privilege_type || ' ' || a.attname
    FROM pg_attribute AS a CROSS JOIN LATERAL aclexplode(a.attacl) AS given
    WHERE a.attrelid = $1::regclass AND given.grantee = 'testkit_server'::regrole
    ORDER BY 1";

async fn rights(database: &Database, table: &str) -> Result<Vec<String>> {
    Ok(query_scalar(RIGHTS).bind(table).fetch_all(&mut database.superuser().await?).await?)
}

/// The database at the schema of a server to come, whose migration made `wares` in these steps.
pub(super) async fn migrate(database: &Database, steps: &[&str]) -> Result<()> {
    let table = "CREATE TABLE wares (tenant_id TEXT COLLATE \"C\" NOT NULL REFERENCES tenants, id UUID NOT NULL, \
                 PRIMARY KEY (tenant_id, id))";
    let statements: &'static str = [&[table], steps].concat().join(";\n").leak();
    run(database, &[ALL, &[(9_001, "wares", statements)]].concat()).await
}

async fn run(database: &Database, all: &Migrations) -> Result<()> {
    let mut connection = PgConnection::connect(database.owner_url()).await?;
    let verdict = migrations::run(&mut connection, all, "testkit_server").await?;
    ensure!(verdict == Verdict::UpToDate, "{verdict:?}");
    Ok(connection.close().await?)
}

/// What the server's role is told when it reads, writes or empties the table as a tenant.
async fn refusals(database: &Database) -> Result<Vec<Option<String>>> {
    let mut server = PgConnection::connect(database.url()).await?;
    let mut refusals = Vec::new();
    for statement in [
        "SELECT COUNT(*) FROM wares",
        "INSERT INTO wares VALUES ('org_a', gen_random_uuid())",
        "UPDATE wares SET id = id",
        "DELETE FROM wares",
        "TRUNCATE wares",
    ] {
        let mut transaction = server.begin().await?;
        query(SET_TENANT).bind("org_a").execute(&mut *transaction).await?;
        transaction.execute("INSERT INTO tenants VALUES ('org_a', 'organization', 0) ON CONFLICT DO NOTHING").await?;
        let refusal = transaction.execute(statement).await.err();
        refusals.push(refusal.and_then(|error| Some(error.as_database_error()?.code()?.into_owned())));
    }
    Ok(refusals)
}

const FORBIDDEN: Option<&str> = Some("42501");

#[tokio::test]
async fn a_table_that_is_guarded_is_given_and_may_not_be_emptied() -> Result<()> {
    let database = Database::new().await?;
    migrate(&database, &[ENABLE, FORCE, POLICY]).await?;
    assert_eq!(rights(&database, "wares").await?, ["DELETE", "INSERT", "SELECT", "UPDATE"]);
    let refusals = refusals(&database).await?;
    let expected = [None, None, None, None, FORBIDDEN];
    assert_eq!(refusals.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
    Ok(())
}

#[tokio::test]
async fn what_is_append_only_is_read_and_added_to() -> Result<()> {
    let database = Database::new().await?;
    migrate(&database, &[ENABLE, FORCE, POLICY, APPEND_ONLY]).await?;
    assert_eq!(rights(&database, "wares").await?, ["INSERT", "SELECT"]);
    let refusals = refusals(&database).await?;
    let expected = [None, None, FORBIDDEN, FORBIDDEN, FORBIDDEN];
    assert_eq!(refusals.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
    Ok(())
}

/// The steps of a migration that leaves something out, or does something else.
const UNGUARDED: &[&[&str]] = &[
    &[],
    &[APPEND_ONLY],
    &[ENABLE],
    &[ENABLE, FORCE],
    &[ENABLE, POLICY],
    &[FORCE, POLICY],
    &[ENABLE, FORCE, POLICY, "ALTER POLICY tenant ON wares USING (true)"],
    &[ENABLE, FORCE, POLICY, "ALTER POLICY tenant ON wares WITH CHECK (true)"],
    &[ENABLE, FORCE, POLICY, "ALTER POLICY tenant ON wares USING (tenant_id <> '')"],
    &[ENABLE, FORCE, POLICY, "ALTER POLICY tenant ON wares USING (tenant_id = current_setting('app.tenant', true))"],
    &[ENABLE, FORCE, POLICY, "ALTER POLICY tenant ON wares TO testkit_server"],
    &[ENABLE, FORCE, POLICY, "ALTER POLICY tenant ON wares RENAME TO tenants"],
    &[ENABLE, FORCE, POLICY, "CREATE POLICY more ON wares FOR SELECT USING (true)"],
    &[ENABLE, FORCE, POLICY, "CREATE POLICY less ON wares AS RESTRICTIVE USING (true)"],
    &[ENABLE, FORCE, POLICY, "CREATE POLICY backup ON wares FOR SELECT USING (true)"],
    &[
        ENABLE,
        FORCE,
        POLICY,
        "CREATE POLICY backup ON wares FOR SELECT TO testkit_server USING (current_setting('app.backup', true) = 'on')",
    ],
    &[
        ENABLE,
        FORCE,
        "CREATE POLICY tenant ON wares AS RESTRICTIVE
        USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))
        WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))",
    ],
    &[
        ENABLE,
        FORCE,
        "CREATE POLICY tenant ON wares FOR SELECT
        USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))",
    ],
    &[
        ENABLE,
        FORCE,
        "CREATE POLICY tenant ON wares USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))",
    ],
];

#[tokio::test]
async fn what_is_not_guarded_is_not_given() -> Result<()> {
    for steps in UNGUARDED {
        let database = Database::new().await?;
        migrate(&database, steps).await?;
        assert_eq!(rights(&database, "wares").await?, [""; 0], "{steps:#?}");
        let refusals = refusals(&database).await?;
        ensure!(refusals.iter().all(|refusal| refusal.as_deref() == FORBIDDEN), "{refusals:?} after {steps:#?}");
    }
    Ok(())
}

/// The next start takes what was given while row-level security held.
#[tokio::test]
async fn what_is_no_longer_guarded_is_taken_back() -> Result<()> {
    for harm in ["DISABLE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY"] {
        let database = Database::new().await?;
        open(&database).await?;
        let mut superuser = database.superuser().await?;
        for table in ["parts", "audit_events"] {
            superuser.execute(AssertSqlSafe(format!("ALTER TABLE {table} {harm}"))).await?;
        }
        open(&database).await?;
        for table in ["parts", "audit_events"] {
            assert_eq!(rights(&database, table).await?, [""; 0], "{table} {harm}");
        }
        assert_eq!(rights(&database, "things").await?, ["DELETE", "INSERT", "SELECT", "UPDATE"]);
    }
    Ok(())
}

/// Also when somebody gave more, there is a role for backups, or the database was restored from a copy.
#[tokio::test]
async fn the_rights_on_the_trail_are_these() -> Result<()> {
    const EXACTLY: [&str; 5] = ["INSERT", "SELECT", "UPDATE after", "UPDATE before", "UPDATE object_name"];
    let (database, folder) = (Database::new().await?, tempfile::tempdir()?);
    open(&database).await?;
    assert_eq!(rights(&database, "audit_events").await?, EXACTLY);
    let more = "GRANT ALL ON audit_events TO testkit_server; GRANT UPDATE (actor) ON audit_events TO testkit_server";
    database.superuser().await?.execute(more).await?;
    let copy = folder.path().join("copy");
    backup(allowed(&database).await?, &copy).await?;
    open(&database).await?;
    assert_eq!(rights(&database, "audit_events").await?, EXACTLY);
    restore(database.owner_url(), &copy).await?;
    open(&database).await?;
    assert_eq!(rights(&database, "audit_events").await?, EXACTLY);
    let tables = tenant_tables().await?;
    for table in tables.iter().filter(|table| *table != "audit_events") {
        assert_eq!(rights(&database, table).await?, ["DELETE", "INSERT", "SELECT", "UPDATE"], "{table}");
    }
    Ok(())
}

/// The tables of the system are a list: a new one is given to nobody by itself.
#[tokio::test]
async fn a_new_table_of_the_system_is_not_given() -> Result<()> {
    let database = Database::new().await?;
    run(&database, &[ALL, &[(9_001, "queue", "CREATE TABLE wares (id BIGINT PRIMARY KEY)")]].concat()).await?;
    assert_eq!(rights(&database, "wares").await?, [""; 0]);
    Ok(())
}
