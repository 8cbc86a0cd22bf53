//! The audit trail can be added to: by grant for the server's role, by trigger for the owner.

use anyhow::Result;
use sqlx::{Connection, PgPool, query, query_scalar};
use testkit::postgres::Database;

use super::{ada, create, open};
use crate::sql::transaction::SET_TENANT;

const CHANGES: [&str; 4] = [
    "UPDATE audit_events SET actor = NULL",
    "DELETE FROM audit_events",
    "TRUNCATE audit_events",
    "INSERT INTO audit_events SELECT * FROM audit_events ON CONFLICT (tenant_id, id) DO UPDATE SET actor = NULL",
];

async fn refusal(pool: &PgPool, tenant: &str, statement: &'static str) -> Result<Option<String>> {
    let mut connection = pool.acquire().await?;
    let mut transaction = connection.begin().await?;
    query(SET_TENANT).bind(tenant).execute(&mut *transaction).await?;
    let refusal = query(statement).execute(&mut *transaction).await.err();
    Ok(refusal.and_then(|error| Some(error.as_database_error()?.code()?.into_owned())))
}

#[tokio::test]
async fn nobody_changes_the_trail() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let ada = ada()?;
    create(&store, &ada, "Moon").await?;
    let owner = store.owner.as_ref().unwrap_or(&store.database);
    for statement in CHANGES {
        let by_grant = refusal(&store.database.pool, ada.tenant().id(), statement).await?;
        assert_eq!(by_grant.as_deref(), Some("42501"), "{statement}");
        let by_trigger = refusal(&owner.pool, ada.tenant().id(), statement).await?;
        assert_eq!(by_trigger.as_deref(), Some("23001"), "{statement}");
    }
    Ok(())
}

/// The trail of a tenant that is being removed goes, by the owner's hand and no other's.
#[tokio::test]
async fn the_trail_goes_with_its_tenant() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let ada = ada()?;
    create(&store, &ada, "Moon").await?;
    query("UPDATE tenants SET removed_at = 1").execute(&mut database.superuser().await?).await?;
    let by_grant = refusal(&store.database.pool, ada.tenant().id(), "DELETE FROM audit_events").await?;
    assert_eq!(by_grant.as_deref(), Some("42501"));
    let owner = store.owner.as_ref().unwrap_or(&store.database);
    assert_eq!(refusal(&owner.pool, ada.tenant().id(), "DELETE FROM audit_events").await?, None);
    let left: i64 =
        query_scalar("SELECT COUNT(*) FROM audit_events").fetch_one(&mut database.superuser().await?).await?;
    assert_eq!(left, 1, "that transaction was rolled back");
    Ok(())
}
