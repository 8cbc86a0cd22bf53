//! What the migrations make, asked of the database itself.

use anyhow::{Result, ensure};
use sqlx::{AssertSqlSafe, PgConnection, query, query_as, query_scalar};
use testkit::{broken, postgres::Database, samples};

use super::{ada, allowed, open};

/// Tables that belong to the system, each thought about.
const SYSTEM_TABLES: &[&str] = &[
    "_sqlx_migrations",
    "addresses",
    "ended_sessions",
    "instance",
    "jobs",
    "leases",
    // A person is in many tenants: see its policies.
    "people",
    "schema_state",
    "tenants",
    // begin examples
    "terms_renewal",
    // end examples
    "tombstones",
    "webhook_events",
    "webhook_instance",
];

const TABLES: &str = "
    SELECT relname::TEXT, relrowsecurity, relforcerowsecurity, pg_get_userbyid(relowner)::TEXT
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname";
const TENANT_TABLES: &str = "
    SELECT table_name::TEXT FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'tenant_id' ORDER BY table_name";
const KEY: &str = "
    SELECT a.attname::TEXT FROM pg_index AS i
    CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (number, place)
    JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.number
    WHERE i.indrelid = $1::regclass AND i.indisprimary ORDER BY k.place";
const FIRST_OF_EACH_INDEX: &str = "
    SELECT c.relname::TEXT, a.attname::TEXT FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indrelid = $1::regclass";
const FIRST_OF_EACH_REFERENCE: &str = "
    SELECT c.conname::TEXT, a.attname::TEXT FROM pg_constraint AS c
    JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.conrelid = $1::regclass AND c.contype = 'f'";
/// Texts in an index that follow the rules of some language.
const TEXTS_BY_LANGUAGE: &str = "
    SELECT DISTINCT c.relname || '.' || a.attname FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indrelid
    JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE c.relnamespace = 'public'::regnamespace AND a.attcollation NOT IN (0, '\"C\"'::regcollation)";
const POLICIES: &str = "
    SELECT tablename::TEXT, policyname::TEXT, permissive = 'PERMISSIVE', roles::TEXT, cmd, qual, with_check
    FROM pg_policies WHERE schemaname = 'public' ORDER BY tablename, policyname";

/// The tables with a `tenant_id`.
pub(super) async fn tenant_tables() -> Result<Vec<String>> {
    let database = Database::new().await?;
    open(&database).await?;
    tenant_tables_of(&mut database.superuser().await?).await
}

/// The same, of a database as it is.
pub(super) async fn tenant_tables_of(connection: &mut PgConnection) -> Result<Vec<String>> {
    Ok(query_scalar(TENANT_TABLES).fetch_all(connection).await?)
}

#[tokio::test]
async fn every_table_is_a_tenants_or_known() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    let mut superuser = database.superuser().await?;
    let tenants = tenant_tables_of(&mut superuser).await?;
    ensure!(tenants.contains(&"audit_events".to_owned()), "{tenants:?}");
    let tables: Vec<(String, bool, bool, String)> = query_as(TABLES).fetch_all(&mut superuser).await?;
    for (table, enabled, forced, owner) in tables {
        let is_tenants = tenants.contains(&table);
        ensure!(is_tenants || SYSTEM_TABLES.contains(&table.as_str()), "{table} is neither");
        let is_guarded = is_tenants || table == "people";
        assert_eq!((enabled, forced), (is_guarded, is_guarded), "row-level security of {table}");
        assert_eq!(owner, "testkit_owner", "{table}");
    }
    Ok(())
}

/// The keys, so that no row is named without its tenant; the foreign keys, so that none hangs on another tenant's.
#[tokio::test]
async fn the_tenant_leads_every_key_and_index() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    let mut superuser = database.superuser().await?;
    for table in tenant_tables_of(&mut superuser).await? {
        let key: Vec<String> = query_scalar(KEY).bind(&table).fetch_all(&mut superuser).await?;
        let expected: &[&str] = &["id"];
        // begin examples
        let expected = if table == "project_terms" { &["project_id", "term"] } else { expected };
        // end examples
        assert_eq!(key, [&["tenant_id"], expected].concat(), "the key of {table}");
        for list in [FIRST_OF_EACH_INDEX, FIRST_OF_EACH_REFERENCE] {
            let firsts: Vec<(String, String)> = query_as(list).bind(&table).fetch_all(&mut superuser).await?;
            ensure!(!firsts.is_empty(), "{table} has none");
            for (name, first) in firsts {
                assert_eq!(first, "tenant_id", "{name} of {table}");
            }
        }
    }
    Ok(())
}

type Policy = (String, String, bool, String, String, Option<String>, Option<String>);

fn policy(table: &str, name: &str, roles: &str, command: &str, rows: &str, new_rows: Option<&str>) -> Policy {
    let text = str::to_owned;
    (text(table), text(name), true, text(roles), text(command), Some(text(rows)), new_rows.map(text))
}

/// Each tenant table has the one policy for everybody, and one for the role of backups where there is one.
#[tokio::test]
async fn the_policies_are_those_and_no_others() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    let mut superuser = database.superuser().await?;
    let tenant = "(tenant_id = NULLIF(current_setting('app.tenant_id'::text, true), ''::text))";
    let backup = "(current_setting('app.backup'::text, true) = 'on'::text)";
    let tables = tenant_tables_of(&mut superuser).await?;
    let ours = |table: &String| policy(table, "tenant", "{public}", "ALL", tenant, Some(tenant));
    let copies = |table: &String| policy(table, "backup", "{testkit_backup}", "SELECT", backup, None);
    // A person is seen by the tenants that they are a member of, and by whatever takes in what Clerk says.
    let members = "((id = NULLIF(current_setting('app.tenant_id'::text, true), ''::text)) OR (EXISTS ( SELECT\n   FROM memberships m\n  \
                   WHERE ((m.tenant_id = NULLIF(current_setting('app.tenant_id'::text, true), ''::text)) AND (m.person_id = people.id)))))";
    let copy = "(current_setting('app.copy'::text, true) = 'on'::text)";
    let peoples = [
        policy("people", "copy", "{public}", "ALL", copy, Some(copy)),
        policy("people", "members", "{public}", "SELECT", members, None),
    ];
    let sorted = |mut policies: Vec<Policy>| {
        policies.sort();
        policies
    };
    let found: Vec<Policy> = query_as(POLICIES).fetch_all(&mut superuser).await?;
    assert_eq!(sorted(found), sorted(tables.iter().map(ours).chain(peoples.clone()).collect()));
    allowed(&database).await?;
    // The next start leaves it so, and a new table gets it too.
    open(&database).await?;
    let found: Vec<Policy> = query_as(POLICIES).fetch_all(&mut superuser).await?;
    let all = tables.iter().flat_map(|table| [copies(table), ours(table)]).chain(peoples);
    assert_eq!(sorted(found), sorted(all.chain([copies(&"people".to_owned())]).collect()));
    Ok(())
}

/// The order of bytes is the order of Rust and of other databases, and the only one that no update of a language changes.
#[tokio::test]
async fn indexed_texts_are_compared_bytewise() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    let others: Vec<String> = query_scalar(TEXTS_BY_LANGUAGE).fetch_all(&mut database.superuser().await?).await?;
    assert_eq!(others, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn no_table_holds_what_the_types_would_refuse() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let (ada, mut superuser) = (ada()?, database.superuser().await?);
    samples::make(&store, &ada).await?;
    for statement in broken::statements(ada.tenant().id()) {
        let refusal = query(AssertSqlSafe(statement.clone())).execute(&mut superuser).await.err();
        let is_check =
            refusal.as_ref().and_then(sqlx::Error::as_database_error).is_some_and(|error| error.is_check_violation());
        ensure!(is_check, "{statement}: {refusal:?}");
    }
    Ok(())
}
