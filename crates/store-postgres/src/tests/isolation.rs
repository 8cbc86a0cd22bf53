//! Row-level security by itself: statements without any condition, on the server's own connections.

use anyhow::{Result, ensure};
use sqlx::{AssertSqlSafe, Connection, PgConnection, query, query_as, query_scalar};
use testkit::{postgres::Database, samples};

use super::{
    ada, allowed,
    grants::migrate,
    open, sam,
    schema::{tenant_tables, tenant_tables_of},
};
use crate::{PostgresStore, sql::transaction::SET_TENANT};

/// Both tenants have rows of every resource.
async fn with_two_tenants(database: &Database) -> Result<PostgresStore> {
    let store = open(database).await?;
    for scope in [ada()?, sam()?] {
        samples::make(&store, &scope).await?;
    }
    Ok(store)
}

/// The tables of tenants' that have not rows of two tenants.
async fn without_rows(database: &Database) -> Result<Vec<String>> {
    let mut superuser = database.superuser().await?;
    let mut without = Vec::new();
    for table in tenant_tables_of(&mut superuser).await? {
        if tenants_in(&mut superuser, &table).await?.len() != 2 {
            without.push(table);
        }
    }
    Ok(without)
}

/// What is shown below of every table would be shown of nothing where there are no rows.
#[tokio::test]
async fn the_samples_have_rows_of_two_tenants_in_every_table() -> Result<()> {
    let database = Database::new().await?;
    with_two_tenants(&database).await?;
    assert_eq!(without_rows(&database).await?, [""; 0], "no sample makes rows of two tenants there");
    Ok(())
}

#[tokio::test]
async fn a_table_that_no_sample_fills_is_seen() -> Result<()> {
    let database = Database::new().await?;
    migrate(&database, &[]).await?;
    with_two_tenants(&database).await?;
    assert_eq!(without_rows(&database).await?, ["wares"]);
    Ok(())
}

async fn count(connection: &mut PgConnection, table: &str) -> Result<i64> {
    Ok(query_scalar(AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"))).fetch_one(connection).await?)
}

pub(super) async fn tenants_in(connection: &mut PgConnection, table: &str) -> Result<Vec<String>> {
    let statement = format!("SELECT DISTINCT tenant_id FROM {table} ORDER BY tenant_id");
    Ok(query_scalar(AssertSqlSafe(statement)).fetch_all(connection).await?)
}

#[tokio::test]
async fn without_a_tenant_there_are_no_rows() -> Result<()> {
    let database = Database::new().await?;
    let store = with_two_tenants(&database).await?;
    let tables = tenant_tables().await?;
    for pool in [&store.database.pool, &store.owner.as_ref().unwrap_or(&store.database).pool] {
        let mut connection = pool.acquire().await?;
        for table in &tables {
            assert_eq!(count(&mut connection, table).await?, 0, "{table}");
        }
        query(SET_TENANT).bind("").execute(&mut *connection).await?;
        for table in &tables {
            assert_eq!(count(&mut connection, table).await?, 0, "{table} with an empty setting");
        }
    }
    let mut superuser = database.superuser().await?;
    for table in &tables {
        ensure!(tenants_in(&mut superuser, table).await?.len() == 2, "{table}: the superuser sees both");
    }
    Ok(())
}

/// Also for the owner of the tables, whom FORCE holds.
#[tokio::test]
async fn with_a_tenant_there_are_its_rows_and_it_ends_with_the_transaction() -> Result<()> {
    let database = Database::new().await?;
    let store = with_two_tenants(&database).await?;
    let (ada, sam) = (ada()?, sam()?);
    for pool in [&store.database.pool, &store.owner.as_ref().unwrap_or(&store.database).pool] {
        let mut connection = pool.acquire().await?;
        for tenant in [ada.tenant().id(), sam.tenant().id()] {
            let mut transaction = connection.begin().await?;
            query(SET_TENANT).bind(tenant).execute(&mut *transaction).await?;
            for table in tenant_tables().await? {
                assert_eq!(tenants_in(&mut transaction, &table).await?, [tenant], "{table}");
            }
            transaction.commit().await?;
            let left: Option<String> =
                query_scalar("SELECT current_setting('app.tenant_id', true)").fetch_one(&mut *connection).await?;
            assert_eq!(left.unwrap_or_default(), "");
        }
    }
    Ok(())
}

/// Neither a new row for another tenant, nor one's own row given away, nor another's changed or deleted.
#[tokio::test]
async fn another_tenants_rows_cannot_be_written() -> Result<()> {
    let database = Database::new().await?;
    let store = with_two_tenants(&database).await?;
    let (ada, sam) = (ada()?, sam()?);
    let mut connection = store.database.pool.acquire().await?;
    for table in tenant_tables().await? {
        let copy = copy_for(&mut database.superuser().await?, &table, sam.tenant().id()).await?;
        let given = format!("UPDATE {table} SET tenant_id = '{}'", sam.tenant().id());
        for statement in [copy, given] {
            let mut transaction = connection.begin().await?;
            query(SET_TENANT).bind(ada.tenant().id()).execute(&mut *transaction).await?;
            let refusal = query(AssertSqlSafe(statement.clone())).execute(&mut *transaction).await.err();
            let code = refusal.as_ref().and_then(|error| error.as_database_error()?.code());
            assert_eq!(code.as_deref(), Some("42501"), "{statement}: {refusal:?}");
            transaction.rollback().await?;
        }
    }
    let mut superuser = database.superuser().await?;
    let tables = tenant_tables().await?;
    let theirs = rows_of(&mut superuser, &tables, sam.tenant().id()).await?;
    // What is append-only may not even be tried.
    let deletions = tables.iter().filter(|table| *table != "audit_events");
    let deletions = deletions.map(|table| format!("DELETE FROM {table}"));
    for statement in ["UPDATE things SET version = version + 1".to_owned()].into_iter().chain(deletions) {
        // Some go along with those of another table.
        samples::make(&store, &ada).await?;
        let mut transaction = connection.begin().await?;
        query(SET_TENANT).bind(ada.tenant().id()).execute(&mut *transaction).await?;
        let done = query(AssertSqlSafe(statement.clone())).execute(&mut *transaction).await?;
        ensure!(done.rows_affected() > 0, "{statement}");
        transaction.commit().await?;
    }
    assert_eq!(rows_of(&mut superuser, &tables, sam.tenant().id()).await?, theirs);
    Ok(())
}

async fn rows_of(superuser: &mut PgConnection, tables: &[String], tenant: &str) -> Result<Vec<String>> {
    let mut rows = Vec::new();
    for table in tables {
        let statement = format!("SELECT to_jsonb(t)::TEXT FROM {table} AS t WHERE tenant_id = $1 ORDER BY 1");
        rows.extend(query_scalar::<_, String>(AssertSqlSafe(statement)).bind(tenant).fetch_all(&mut *superuser).await?);
    }
    Ok(rows)
}

/// A statement that inserts one of the tenant's rows once more, as any of its columns allow.
async fn copy_for(superuser: &mut PgConnection, table: &str, tenant: &str) -> Result<String> {
    let columns: Vec<String> = query_scalar(
        "SELECT column_name::TEXT FROM information_schema.columns
        WHERE table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position",
    )
    .bind(table)
    .fetch_all(&mut *superuser)
    .await?;
    let columns = columns.join(", ");
    let row: String =
        query_scalar(AssertSqlSafe(format!("SELECT to_jsonb(t)::TEXT FROM {table} AS t WHERE tenant_id = $1 LIMIT 1")))
            .bind(tenant)
            .fetch_one(superuser)
            .await?;
    let row = row.replace('\'', "''");
    Ok(format!(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_record(NULL::{table}, '{row}'::JSONB)"
    ))
}

#[tokio::test]
async fn the_servers_role_is_held_and_owns_nothing() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let flags: (bool, bool, bool, bool, i64) = query_as(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
            (SELECT COUNT(*) FROM pg_class WHERE relowner = r.oid)
        FROM pg_roles AS r WHERE rolname = current_user",
    )
    .fetch_one(&store.database.pool)
    .await?;
    assert_eq!(flags, (false, false, false, false, 0));
    for statement in [
        "ALTER TABLE things DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON things",
        "TRUNCATE things CASCADE",
        "CREATE TABLE mine (id INTEGER)",
        "SET ROLE testkit_owner",
    ] {
        let refusal = query(statement).execute(&store.database.pool).await.err();
        let code = refusal.as_ref().and_then(|error| error.as_database_error()?.code());
        assert_eq!(code.as_deref(), Some("42501"), "{statement}: {refusal:?}");
    }
    Ok(())
}

/// The right to copy everything is a role's own: a setting alone gives it to nobody who serves or owns.
#[tokio::test]
async fn no_setting_shows_every_tenant() -> Result<()> {
    let database = Database::new().await?;
    let store = with_two_tenants(&database).await?;
    allowed(&database).await?;
    let tables = tenant_tables().await?;
    for pool in [&store.database.pool, &store.owner.as_ref().unwrap_or(&store.database).pool] {
        let mut connection = pool.acquire().await?;
        query("SELECT set_config('app.backup', 'on', false)").execute(&mut *connection).await?;
        for table in &tables {
            assert_eq!(count(&mut connection, table).await?, 0, "{table}");
        }
    }
    let mut backup = PgConnection::connect(database.backup_url()).await?;
    assert_eq!(count(&mut backup, "things").await?, 0, "it needs the setting too");
    query("SELECT set_config('app.backup', 'on', false)").execute(&mut backup).await?;
    for table in &tables {
        assert_eq!(tenants_in(&mut backup, table).await?.len(), 2, "{table}");
    }
    ensure!(query("DELETE FROM things").execute(&mut backup).await.is_err(), "it may read only");
    Ok(())
}

#[tokio::test]
async fn the_role_that_serves_is_not_given_the_right_to_copy() -> Result<()> {
    let database = Database::new().await?;
    open(&database).await?;
    let refusal = crate::allow_backups(database.url(), database.owner_url(), database.url()).await.err();
    ensure!(matches!(refusal, Some(crate::OpenError::BackupByServer { .. })), "{refusal:?}");
    Ok(())
}
