//! Removing a tenant goes batch by batch, can be interrupted, and touches nobody else.

use anyhow::{Context, Result};
use domain::NewTask;
use sqlx::{AssertSqlSafe, query, query_scalar};
use store::{Removal, SystemStore, TaskStore};

use super::{ada, open, ready_made, sam, schema::tenant_tables};
use crate::SqliteStore;

const EVENTS: &str = "
    INSERT INTO audit_events (tenant_id, id, created_at, action, outcome)
    WITH RECURSIVE numbers AS (SELECT 1 AS number UNION ALL SELECT number + 1 FROM numbers WHERE number < 2500)
    SELECT $1, printf('%036d', number), number, 'project.created', 'done' FROM numbers";

/// More of everything than one batch removes.
async fn filled(store: &SqliteStore) -> Result<()> {
    for scope in [ada()?, sam()?] {
        let projects = ready_made(&scope, 250)?;
        store.insert_projects(scope.tenant(), &projects).await?;
        query(EVENTS).bind(scope.tenant().id()).execute(&store.engine.writer).await?;
        let task = NewTask::new("Pack", None).ok().context("no task")?;
        TaskStore::create(store, &scope.require()?, projects[249].id, task).await?;
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
