//! Removing a tenant goes batch by batch, can be interrupted, and touches nobody else.

use std::path::Path;

use anyhow::Result;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, query, query_as, query_scalar};
use store::{Removal, SystemStore, engine::Dialect};
use testkit::{
    removal::{self, Reference},
    samples,
};

use super::{
    ada, make_many, open, sam,
    schema::{all_tables, tenant_tables, tenant_tables_of},
};
use crate::{
    SqliteStore, connect,
    migrations::{self, ALL},
};

/// Of one table: the table named, whether its rows go with that one's, and whether each names one.
const REFERENCES: &str = "
    SELECT f.\"table\", f.on_delete = 'CASCADE', MIN(c.\"notnull\")
    FROM pragma_foreign_key_list($1) AS f
    JOIN pragma_table_info($1) AS c ON c.name = f.\"from\"
    GROUP BY f.id, f.\"table\", f.on_delete";

/// Whether the statements of a removal remove all that the catalogue shows.
async fn is_whole(store: &SqliteStore) -> Result<()> {
    let readers = &store.engine.readers;
    let mut references = Vec::new();
    for (child, _) in all_tables(readers).await? {
        let found: Vec<(String, bool, bool)> = query_as(REFERENCES).bind(&child).fetch_all(readers).await?;
        references.extend(found.into_iter().map(|(parent, cascades, is_required)| Reference {
            child: child.clone(),
            parent,
            cascades,
            is_required,
        }));
    }
    assert!(!references.is_empty(), "no table names another one");
    let statements: Vec<&str> = store::sql::removals().iter().map(|sql| sql.text(Dialect::Sqlite)).collect();
    removal::check(&tenant_tables_of(readers).await?, &references, &statements)
}

/// The store on a file whose schema is that of a server to come, which adds this.
pub(super) async fn open_with(file: &Path, statements: &'static str) -> Result<SqliteStore> {
    let mut connection = connect::migrating(file).connect().await?;
    migrations::run(&mut connection, &[ALL, &[(9_001, "wares", statements)]].concat()).await?;
    connection.close().await?;
    Ok(open(file).await?)
}

#[tokio::test]
async fn every_table_of_a_tenants_is_removed_in_an_order_that_references_allow() -> Result<()> {
    let folder = tempfile::tempdir()?;
    is_whole(&open(&folder.path().join("app.db")).await?).await
}

/// A resource that forgets the statement for its table, and one whose rows go along with another's.
#[tokio::test]
async fn a_forgotten_table_is_seen() -> Result<()> {
    for (table, complaint) in [
        (
            "CREATE TABLE wares (tenant_id TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (tenant_id, id)) STRICT",
            Some("no statement removes the rows of wares"),
        ),
        (
            "CREATE TABLE wares (tenant_id TEXT NOT NULL, id TEXT NOT NULL,
                FOREIGN KEY (tenant_id, id) REFERENCES things (tenant_id, id)) STRICT",
            Some("no statement removes the rows of wares"),
        ),
        (
            "CREATE TABLE wares (tenant_id TEXT NOT NULL, id TEXT NOT NULL,
                FOREIGN KEY (tenant_id, id) REFERENCES things (tenant_id, id) ON DELETE CASCADE) STRICT",
            None,
        ),
        (
            "CREATE TABLE wares (tenant_id TEXT NOT NULL, thing_id TEXT,
                FOREIGN KEY (tenant_id, thing_id) REFERENCES things (tenant_id, id) ON DELETE CASCADE) STRICT",
            Some("no statement removes the rows of wares"),
        ),
        (
            "CREATE TABLE of_the_system (tenant TEXT NOT NULL, event TEXT NOT NULL,
                FOREIGN KEY (tenant, event) REFERENCES audit_events (tenant_id, id)) STRICT",
            Some("rows of of_the_system name rows of audit_events, and must be removed before them"),
        ),
    ] {
        let folder = tempfile::tempdir()?;
        let store = open_with(&folder.path().join("app.db"), table).await?;
        let found = is_whole(&store).await.err().map(|error| error.to_string());
        assert_eq!(found.as_deref(), complaint, "{table}");
    }
    Ok(())
}

/// The tables of tenants' that have not rows of two tenants.
async fn without_rows(store: &SqliteStore) -> Result<Vec<String>> {
    let mut without = Vec::new();
    for table in tenant_tables_of(&store.engine.readers).await? {
        let tenants = format!("SELECT COUNT(DISTINCT tenant_id) FROM {table}");
        let tenants: i64 = query_scalar(AssertSqlSafe(tenants)).fetch_one(&store.engine.readers).await?;
        if tenants != 2 {
            without.push(table);
        }
    }
    Ok(without)
}

/// What is shown below of every table would be shown of nothing where there are no rows.
#[tokio::test]
async fn the_samples_have_rows_of_two_tenants_in_every_table() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    for scope in [ada()?, sam()?] {
        samples::make(&store, &scope).await?;
    }
    assert_eq!(without_rows(&store).await?, [""; 0], "no sample makes rows of two tenants there");
    Ok(())
}

#[tokio::test]
async fn a_table_that_no_sample_fills_is_seen() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let table = "CREATE TABLE wares (tenant_id TEXT NOT NULL PRIMARY KEY) STRICT";
    let store = open_with(&folder.path().join("app.db"), table).await?;
    for scope in [ada()?, sam()?] {
        samples::make(&store, &scope).await?;
    }
    assert_eq!(without_rows(&store).await?, ["wares"]);
    Ok(())
}

const EVENTS: &str = "
    INSERT INTO audit_events (tenant_id, id, created_at, action, outcome)
    WITH RECURSIVE numbers AS (SELECT 1 AS number UNION ALL SELECT number + 1 FROM numbers WHERE number < 2500)
    SELECT $1, printf('%036d', number), number, 'thing.created', 'done' FROM numbers";

/// Rows of every resource, and more of things and of the trail than one batch removes.
async fn filled(store: &SqliteStore) -> Result<()> {
    for scope in [ada()?, sam()?] {
        make_many(store, &scope, 250).await?;
        // begin examples
        super::projects::insert(store, &scope, 250).await?;
        // end examples
        query(EVENTS).bind(scope.tenant().id()).execute(&store.engine.writer).await?;
        samples::make(store, &scope).await?;
    }
    Ok(())
}

/// In each table.
async fn rows(store: &SqliteStore, tables: &[String], tenant: &str) -> Result<Vec<i64>> {
    let mut rows = Vec::new();
    for table in tables {
        let statement = format!("SELECT COUNT(*) FROM {table} WHERE tenant_id = $1");
        rows.push(query_scalar(AssertSqlSafe(statement)).bind(tenant).fetch_one(&store.engine.readers).await?);
    }
    Ok(rows)
}

#[tokio::test]
async fn nothing_of_the_tenant_is_left_and_all_of_the_others() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    filled(&store).await?;
    let tables = tenant_tables().await?;
    let (ada, sam) = (ada()?, sam()?);
    let (acme, globex) = (ada.tenant().id(), sam.tenant().id());
    let before = rows(&store, &tables, globex).await?;
    assert!(before.iter().all(|rows| *rows > 0), "{before:?}");
    assert_eq!(store.remove_tenant(acme).await?, Removal::Done);
    assert!(rows(&store, &tables, acme).await?.iter().all(|rows| *rows == 0));
    assert_eq!(rows(&store, &tables, globex).await?, before);
    let registered = store.tenants(None, 10).await?;
    assert_eq!(registered.iter().map(|tenant| tenant.id.as_str()).collect::<Vec<_>>(), [globex]);
    assert_eq!(store.remove_tenant(acme).await?, Removal::Unknown);
    Ok(())
}

/// A caller that goes away ends the removal between two batches; the registry tells, and calling again ends it.
#[tokio::test]
async fn an_interrupted_removal_is_gone_on_with() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("app.db");
    let store = open(&file).await?;
    filled(&store).await?;
    let tables = tenant_tables().await?;
    let ada = ada()?;
    let acme = ada.tenant().id();
    let whole: i64 = rows(&store, &tables, acme).await?.iter().sum();
    let mut removal = Box::pin(store.remove_tenant(acme));
    loop {
        tokio::select! {
            biased;
            removed = &mut removal => anyhow::bail!("not interrupted: {removed:?}"),
            left = rows(&store, &tables, acme) => if left?.iter().sum::<i64>() < whole { break },
        }
    }
    drop(removal);
    store.close().await;
    let store = open(&file).await?;
    let registered = store.tenants(None, 1).await?;
    assert!(registered.iter().any(|tenant| tenant.id == acme && tenant.removed_at.is_some()), "{registered:?}");
    assert_eq!(store.remove_tenant(acme).await?, Removal::Done);
    assert!(rows(&store, &tables, acme).await?.iter().all(|rows| *rows == 0));
    Ok(())
}
