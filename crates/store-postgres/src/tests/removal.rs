//! Removing a tenant when roles and rows are in the way.

use anyhow::{Context, Result};
use sqlx::{Connection, query, query_as, query_scalar};
use store::{Removal, SystemStore, engine::Dialect, things::ThingStore};
use testkit::{
    postgres::Database,
    removal::{self, Reference},
    samples,
};

use super::{
    CONNECTIONS, ada, create, grants::migrate, isolation::tenants_in, open, parts, sam, schema::tenant_tables_of,
};
use crate::{PostgresStore, sql::transaction::SET_TENANT};

const REFERENCES: &str = "
    SELECT
        child.relname::TEXT, parent.relname::TEXT, c.confdeltype = 'c',
        NOT EXISTS (
            SELECT FROM pg_attribute AS a
            WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) AND NOT a.attnotnull
        )
    FROM pg_constraint AS c
    JOIN pg_class AS child ON child.oid = c.conrelid
    JOIN pg_class AS parent ON parent.oid = c.confrelid
    WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace";

/// Whether the statements of a removal remove all that the catalogue shows.
async fn is_whole(database: &Database) -> Result<()> {
    let mut superuser = database.superuser().await?;
    let tables = tenant_tables_of(&mut superuser).await?;
    let references: Vec<(String, String, bool, bool)> = query_as(REFERENCES).fetch_all(&mut superuser).await?;
    let references = references.into_iter().map(|(child, parent, cascades, is_required)| Reference {
        child,
        parent,
        cascades,
        is_required,
    });
    let statements: Vec<&str> = store::sql::removals().iter().map(|sql| sql.text(Dialect::Postgres)).collect();
    removal::check(&tables, &references.collect::<Vec<_>>(), &statements)
}

#[tokio::test]
async fn every_table_of_a_tenants_is_removed_in_an_order_that_references_allow() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    is_whole(&database).await
}

/// A resource that forgets the statement for its table, and one whose rows go along with another's.
#[tokio::test]
async fn a_forgotten_table_is_seen() -> Result<()> {
    for (reference, complaint) in [
        ("ALTER TABLE wares ADD UNIQUE (tenant_id)", Some("no statement removes the rows of wares")),
        (
            "ALTER TABLE wares ADD FOREIGN KEY (tenant_id, id) REFERENCES things",
            Some("no statement removes the rows of wares"),
        ),
        ("ALTER TABLE wares ADD FOREIGN KEY (tenant_id, id) REFERENCES things ON DELETE CASCADE", None),
        (
            "ALTER TABLE wares ADD thing_id UUID, ADD FOREIGN KEY (tenant_id, thing_id) REFERENCES things
                ON DELETE CASCADE",
            Some("no statement removes the rows of wares"),
        ),
        (
            "CREATE TABLE of_the_system (event UUID, tenant TEXT, FOREIGN KEY (tenant, event) REFERENCES audit_events);
            DROP TABLE wares",
            Some("rows of of_the_system name rows of audit_events, and must be removed before them"),
        ),
    ] {
        let database = Database::new().await?;
        migrate(&database, &[reference]).await?;
        let found = is_whole(&database).await.err().map(|error| error.to_string());
        assert_eq!(found.as_deref(), complaint, "{reference}");
    }
    Ok(())
}

/// Whatever the resources bring, in every table that there is.
#[tokio::test]
async fn no_table_keeps_rows_of_a_removed_tenant() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let (ada, sam) = (ada()?, sam()?);
    for scope in [&ada, &sam] {
        samples::make(&store, scope).await?;
    }
    assert_eq!(store.remove_tenant(ada.tenant().id()).await?, Removal::Done);
    let mut superuser = database.superuser().await?;
    for table in tenant_tables_of(&mut superuser).await? {
        assert_eq!(tenants_in(&mut superuser, &table).await?, [sam.tenant().id()], "{table}");
    }
    Ok(())
}

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
    assert_eq!(store.thing(&ada, made.id).await?, Some(made));
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
    // The write waits for the tenant that another transaction holds, having seen that it is registered.
    let mut other = database.superuser().await?;
    let mut holding = other.begin().await?;
    query(SET_TENANT).bind(ada.tenant().id()).execute(&mut *holding).await?;
    query("SELECT FROM tenants FOR UPDATE").execute(&mut *holding).await?;
    let late = {
        let (store, ada) = (store.clone(), ada.clone());
        tokio::spawn(async move { create(&store, &ada, "late").await })
    };
    let mut superuser = database.superuser().await?;
    let waits = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    while query_scalar::<_, i64>(waits).fetch_one(&mut superuser).await? == 0 {}
    query("UPDATE tenants SET removed_at = 1").execute(&mut *holding).await?;
    for statement in ["DELETE FROM things", "DELETE FROM audit_events", "DELETE FROM tenants"] {
        query(statement).execute(&mut *holding).await?;
    }
    holding.commit().await?;
    late.await??;
    let tenants = store.tenants(None, 10).await?;
    assert_eq!(tenants.len(), 1);
    assert_eq!(tenants.first().and_then(|record| record.removed_at), None);
    Ok(())
}
