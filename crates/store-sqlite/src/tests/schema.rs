//! What the migrations make, asked of the database itself.

use anyhow::{Result, ensure};
use sqlx::{SqlitePool, query_as, query_scalar};

use super::open;

/// Tables that belong to the system, each thought about.
const SYSTEM_TABLES: [&str; 1] = ["instance"];

const TABLES: &str = "SELECT name, strict FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_sqlx_*' ORDER BY name";
const COLUMNS: &str = "SELECT name FROM pragma_table_info($1)";
const KEY: &str = "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk";

/// The tables with a `tenant_id`.
pub(super) async fn tenant_tables() -> Result<Vec<String>> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let mut tables = Vec::new();
    for (table, _) in all_tables(&store.readers).await? {
        if columns(&store.readers, COLUMNS, &table).await?.contains(&"tenant_id".to_owned()) {
            tables.push(table);
        }
    }
    Ok(tables)
}

async fn all_tables(readers: &SqlitePool) -> Result<Vec<(String, bool)>> {
    Ok(query_as(TABLES).fetch_all(readers).await?)
}

async fn columns(readers: &SqlitePool, list: &'static str, table: &str) -> Result<Vec<String>> {
    Ok(query_scalar(list).bind(table).fetch_all(readers).await?)
}

#[tokio::test]
async fn every_table_is_a_tenants_or_known() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let tenants = tenant_tables().await?;
    ensure!(tenants.contains(&"projects".to_owned()), "{tenants:?}");
    for (table, strict) in all_tables(&store.readers).await? {
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
        let found = columns(&store.readers, COLUMNS, &table).await?;
        for column in ["created_at", "updated_at", "version"] {
            ensure!(found.contains(&column.to_owned()), "{table} has no column {column}");
        }
        let key = columns(&store.readers, KEY, &table).await?;
        ensure!(key == ["tenant_id", "id"], "the primary key of {table} is {key:?}");
    }
    Ok(())
}
