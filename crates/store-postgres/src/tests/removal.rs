//! Removing a tenant when roles and rows are in the way.

use anyhow::{Context, Result};
use sqlx::{Connection, query, query_scalar};
use store::{ProjectStore, Removal, SystemStore};
use testkit::postgres::Database;

use super::{CONNECTIONS, ada, create, open, parts};
use crate::{PostgresStore, sql::transaction::SET_TENANT};

/// The server's role may not; nothing is marked or removed by the attempt.
#[tokio::test]
async fn without_the_owner_nothing_is_removed() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?.close().await;
    let (clock, ids) = parts(8);
    let store = PostgresStore::open(database.url(), None, CONNECTIONS, clock, ids).await?;
    let ada = ada()?;
    let made = create(&store, &ada, "Moon").await?;
    assert_eq!(store.remove_tenant(ada.tenant().id()).await?, Removal::NeedsOwner);
    assert_eq!(store.remove_tenant("org_unknown").await?, Removal::Unknown);
    assert_eq!(store.get(&ada.require()?, made.id).await?, Some(made));
    let record = store.tenants(None, 10).await?.into_iter().next().context("no tenant")?;
    assert_eq!(record.removed_at, None);
    Ok(())
}

/// A write that was begun before the tenant left the registry, and comes after, finds it gone and is done again whole:
/// no row is ever without its tenant in the registry.
#[tokio::test(flavor = "multi_thread")]
async fn a_late_write_registers_its_tenant_again() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let ada = ada()?;
    create(&store, &ada, "first").await?;
    // The write waits for a key that another transaction holds, having seen that the tenant is registered.
    let mut other = database.superuser().await?;
    let mut holding = other.begin().await?;
    query(SET_TENANT).bind(ada.tenant().id()).execute(&mut *holding).await?;
    query("UPDATE projects SET key = 'LATE'").execute(&mut *holding).await?;
    let late = {
        let (store, ada) = (store.clone(), ada.clone());
        tokio::spawn(async move { create(&store, &ada, "late").await })
    };
    let mut superuser = database.superuser().await?;
    let waits = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    while query_scalar::<_, i64>(waits).fetch_one(&mut superuser).await? == 0 {}
    query("UPDATE tenants SET removed_at = 1").execute(&mut *holding).await?;
    for statement in ["DELETE FROM projects", "DELETE FROM audit_events", "DELETE FROM tenants"] {
        query(statement).execute(&mut *holding).await?;
    }
    holding.commit().await?;
    late.await??;
    let tenants = store.tenants(None, 10).await?;
    assert_eq!(tenants.len(), 1);
    assert_eq!(tenants.first().and_then(|record| record.removed_at), None);
    Ok(())
}
