//! The audit trail can be added to: by grant for the server's role, by trigger for the owner.

use anyhow::Result;
use sqlx::{AssertSqlSafe, Connection, PgPool, query, query_scalar};
use store::{Keeping, SystemStore};
use testkit::postgres::Database;

use super::{ada, create, open};
use crate::sql::transaction::SET_TENANT;

const CHANGES: [&str; 4] = [
    "UPDATE audit_events SET actor = NULL",
    "DELETE FROM audit_events",
    "TRUNCATE audit_events",
    "INSERT INTO audit_events SELECT * FROM audit_events ON CONFLICT (tenant_id, id) DO UPDATE SET actor = NULL",
];

pub(super) async fn refusal(pool: &PgPool, tenant: &str, statement: &str) -> Result<Option<String>> {
    let mut connection = pool.acquire().await?;
    let mut transaction = connection.begin().await?;
    query(SET_TENANT).bind(tenant).execute(&mut *transaction).await?;
    let refusal = query(AssertSqlSafe(statement)).execute(&mut *transaction).await.err();
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

/// Old by the database's clock, whatever ours says; and young.
const OLD: &str = "1000000000000";
const YOUNG: &str = "4102444800000";

fn entry(time: &str) -> String {
    format!(
        "INSERT INTO audit_events (tenant_id, id, created_at, action, outcome)
        VALUES (current_setting('app.tenant_id'), gen_random_uuid(), {time}, 'a.b', 'done')"
    )
}

async fn run(pool: &PgPool, tenant: &str, statement: &str) -> Result<u64> {
    let mut connection = pool.acquire().await?;
    let mut transaction = connection.begin().await?;
    query(SET_TENANT).bind(tenant).execute(&mut *transaction).await?;
    let done = query(AssertSqlSafe(statement)).execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(done.rows_affected())
}

/// With a limit the server's role deletes what is older, and nothing else, whatever it tries; without one, nothing.
#[tokio::test]
async fn the_server_deletes_what_is_kept_no_longer_and_nothing_else() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let (tenant, other) = (ada()?.tenant().id().to_owned(), "org_other");
    let pool = &store.database.pool;
    for id in [tenant.as_str(), other] {
        run(pool, id, &format!("INSERT INTO tenants (id, kind, created_at) VALUES ('{id}', 'organization', 0)"))
            .await?;
        for time in [OLD, YOUNG] {
            run(pool, id, &entry(time)).await?;
        }
    }
    let delete_all = "DELETE FROM audit_events";
    let delete_old = format!("DELETE FROM audit_events WHERE created_at <= {OLD}");
    assert_eq!(refusal(pool, &tenant, &delete_old).await?.as_deref(), Some("42501"), "there is no limit");
    assert_eq!(store.keep_trail(Some(30)).await?, Keeping::Done);
    assert_eq!(refusal(pool, &tenant, delete_all).await?.as_deref(), Some("23001"), "one is young");
    for statement in [
        "UPDATE schema_state SET audit_retention_days = 1",
        "TRUNCATE audit_events",
        "ALTER TABLE audit_events DISABLE TRIGGER USER",
        "CREATE OR REPLACE VIEW audit_retention AS SELECT 9223372036854775807 AS kept_since",
        "SET session_replication_role = replica",
        "UPDATE audit_events SET created_at = 0",
    ] {
        assert_eq!(refusal(pool, &tenant, statement).await?.as_deref(), Some("42501"), "{statement}");
    }
    let owner = &store.owner.as_ref().unwrap_or(&store.database).pool;
    assert_eq!(refusal(owner, &tenant, delete_all).await?.as_deref(), Some("23001"), "the owner is held too");
    assert_eq!(run(pool, &tenant, &delete_old).await?, 1);
    assert_eq!(store.keep_trail(None).await?, Keeping::Done);
    assert_eq!(refusal(pool, other, &delete_old).await?.as_deref(), Some("42501"), "the right goes with the limit");
    let left: i64 =
        query_scalar("SELECT COUNT(*) FROM audit_events").fetch_one(&mut database.superuser().await?).await?;
    assert_eq!(left, 3);
    Ok(())
}

/// Without the owner's address nobody sets the limit, and a server that has none of its own keeps to it.
#[tokio::test]
async fn the_owner_alone_says_how_long_the_trail_is_kept() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let (clock, ids) = super::parts(9);
    let server = crate::PostgresStore::open(database.url(), None, 2, clock, ids).await?;
    assert_eq!(server.keep_trail(Some(30)).await?, Keeping::NeedsOwner(None));
    assert_eq!(server.trim_trail(ada()?.tenant().id(), 10).await?, 0);
    assert_eq!(store.keep_trail(Some(90)).await?, Keeping::Done);
    assert_eq!(
        (server.keep_trail(Some(90)).await?, server.keep_trail(None).await?),
        (Keeping::Done, Keeping::NeedsOwner(Some(90)))
    );
    // A later start gives the same rights.
    open(&database).await?;
    run(
        &server.database.pool,
        "org_a",
        "INSERT INTO tenants (id, kind, created_at) VALUES ('org_a', 'organization', 0)",
    )
    .await?;
    run(&server.database.pool, "org_a", &entry(OLD)).await?;
    assert_eq!(server.trim_trail("org_a", 10).await?, 1);
    Ok(())
}
