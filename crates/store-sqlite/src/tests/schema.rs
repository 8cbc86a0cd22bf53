//! What the migrations make, asked of the database itself.

use anyhow::{Result, ensure};
use sqlx::{AssertSqlSafe, SqlitePool, query, query_as, query_scalar};
use testkit::{broken, samples};

use super::{ada, open};

/// Tables that belong to the system, each thought about: the registry of tenants and the addresses have no data of theirs.
const SYSTEM_TABLES: &[&str] = &[
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

/// A tenant table that is not of the pattern.
struct Exception {
    table: &'static str,
    /// The columns that it does without.
    without: &'static [&'static str],
    key: &'static [&'static str],
}

/// A tenant has one row in it, which its key finds; all others are searched by more.
const OF_ONE_ROW: &str = "organizations";

/// Each thought about.
const EXCEPTIONS: &[Exception] = &[
    // An entry never changes.
    Exception { table: "audit_events", without: &["updated_at", "version"], key: &["tenant_id", "id"] },
    // What Clerk says has its own time; nobody changes it here.
    Exception { table: "invitations", without: &["version"], key: &["tenant_id", "id"] },
    Exception { table: "memberships", without: &["version"], key: &["tenant_id", "id"] },
    Exception { table: "organizations", without: &["version"], key: &["tenant_id", "id"] },
    // begin examples
    // A term is a part of its project and is written with it.
    Exception {
        table: "project_terms",
        without: &["created_at", "updated_at", "version"],
        key: &["tenant_id", "project_id", "term"],
    },
    // end examples
];

const TABLES: &str = "SELECT name, strict FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_sqlx_*' ORDER BY name";
const COLUMNS: &str = "SELECT name FROM pragma_table_info($1)";
const KEY: &str = "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk";
const FIRST_OF_INDEXES: &str = "SELECT indexed.name FROM pragma_index_list($1) AS indexes,
    pragma_index_info(indexes.name) AS indexed WHERE indexed.seqno = 0";
const FOREIGN_KEYS: &str = "SELECT group_concat(\"from\" || '>' || \"to\", ' ') FROM
    (SELECT * FROM pragma_foreign_key_list($1) ORDER BY id, seq) GROUP BY id";

/// The tables with a `tenant_id`.
pub(super) async fn tenant_tables() -> Result<Vec<String>> {
    let folder = tempfile::tempdir()?;
    tenant_tables_of(&open(&folder.path().join("app.db")).await?.engine.readers).await
}

/// The same, of a database as it is.
pub(super) async fn tenant_tables_of(readers: &SqlitePool) -> Result<Vec<String>> {
    let mut tables = Vec::new();
    for (table, _) in all_tables(readers).await? {
        if asked(readers, COLUMNS, &table).await?.contains(&"tenant_id".to_owned()) {
            tables.push(table);
        }
    }
    Ok(tables)
}

pub(super) async fn all_tables(readers: &SqlitePool) -> Result<Vec<(String, bool)>> {
    Ok(query_as(TABLES).fetch_all(readers).await?)
}

async fn asked(readers: &SqlitePool, list: &'static str, table: &str) -> Result<Vec<String>> {
    Ok(query_scalar(list).bind(table).fetch_all(readers).await?)
}

#[tokio::test]
async fn every_table_is_a_tenants_or_known() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let tenants = tenant_tables().await?;
    ensure!(tenants.contains(&"audit_events".to_owned()), "{tenants:?}");
    for (table, strict) in all_tables(&store.engine.readers).await? {
        ensure!(strict, "{table} is not STRICT");
        ensure!(tenants.contains(&table) || SYSTEM_TABLES.contains(&table.as_str()), "{table} is neither");
    }
    Ok(())
}

#[tokio::test]
async fn tenant_tables_have_their_columns_and_their_key() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    for table in tenant_tables().await? {
        let exception = EXCEPTIONS.iter().find(|exception| exception.table == table);
        let without = exception.map_or(&[][..], |exception| exception.without);
        let found = asked(&store.engine.readers, COLUMNS, &table).await?;
        for column in ["created_at", "updated_at", "version"] {
            let (has, may_lack) = (found.contains(&column.to_owned()), without.contains(&column));
            ensure!(
                has || may_lack,
                "{table} has no column {column}: give it one, or add it to EXCEPTIONS and say why"
            );
            ensure!(!has || !may_lack, "{table} has a column {column}: EXCEPTIONS says that it does without");
        }
        let key = asked(&store.engine.readers, KEY, &table).await?;
        let expected = exception.map_or(&["tenant_id", "id"][..], |exception| exception.key);
        ensure!(key == expected, "the primary key of {table} is {key:?}");
    }
    Ok(())
}

/// Neither a search nor a reference gets from one tenant's rows to another's.
#[tokio::test]
async fn the_tenant_leads_every_index_and_every_reference() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let mut references = 0;
    for table in tenant_tables().await? {
        let firsts = asked(&store.engine.readers, FIRST_OF_INDEXES, &table).await?;
        ensure!(
            firsts.len() > usize::from(table != OF_ONE_ROW) && firsts.iter().all(|first| first == "tenant_id"),
            "{table}: {firsts:?}"
        );
        for reference in asked(&store.engine.readers, FOREIGN_KEYS, &table).await? {
            ensure!(reference.starts_with("tenant_id>tenant_id "), "{table}: {reference}");
            references += 1;
        }
    }
    ensure!(references >= 1, "of parts");
    Ok(())
}

#[tokio::test]
async fn no_table_holds_what_the_types_would_refuse() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let ada = ada()?;
    samples::make(&store, &ada).await?;
    for statement in broken::statements(ada.tenant().id()) {
        let refusal = query(AssertSqlSafe(statement.clone())).execute(&store.engine.writer).await.err();
        let is_check =
            refusal.as_ref().and_then(sqlx::Error::as_database_error).is_some_and(|error| error.is_check_violation());
        ensure!(is_check, "{statement}: {refusal:?}");
    }
    Ok(())
}
