//! Row-level security by itself: statements without any condition, on the server's own connections.

use anyhow::{Result, ensure};
use domain::NewTask;
use sqlx::{AssertSqlSafe, Connection, PgConnection, query, query_as, query_scalar};
use store::TaskStore;
use testkit::postgres::Database;

use super::{ada, allowed, create, open, sam, schema::tenant_tables};
use crate::{PostgresStore, sql::transaction::SET_TENANT};

/// Both tenants have a project, a task, terms and events.
async fn with_two_tenants(database: &Database) -> Result<PostgresStore> {
    let store = open(database).await?;
    for (scope, name) in [(ada()?, "hers"), (sam()?, "theirs")] {
        let project = create(&store, &scope, name).await?;
        let task = NewTask::new(name, None).map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
        TaskStore::create(&store, &scope.require()?, project.id, task).await?;
    }
    Ok(store)
}

async fn count(connection: &mut PgConnection, table: &str) -> Result<i64> {
    Ok(query_scalar(AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"))).fetch_one(connection).await?)
}

async fn tenants_in(connection: &mut PgConnection, table: &str) -> Result<Vec<String>> {
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
    for statement in ["UPDATE projects SET version = version + 1", "DELETE FROM tasks", "DELETE FROM project_terms"] {
        let mut transaction = connection.begin().await?;
        query(SET_TENANT).bind(ada.tenant().id()).execute(&mut *transaction).await?;
        query(statement).execute(&mut *transaction).await?;
        transaction.commit().await?;
    }
    let left: (i64, i64, i64) = query_as(
        "SELECT (SELECT SUM(version)::BIGINT FROM projects WHERE tenant_id = $1),
            (SELECT COUNT(*) FROM tasks WHERE tenant_id = $1), (SELECT COUNT(*) FROM project_terms WHERE tenant_id = $1)",
    )
    .bind(sam.tenant().id())
    .fetch_one(&mut database.superuser().await?)
    .await?;
    assert_eq!((left.0, left.1, left.2 > 0), (1, 1, true));
    Ok(())
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
        "ALTER TABLE projects DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON projects",
        "TRUNCATE projects CASCADE",
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
    assert_eq!(count(&mut backup, "projects").await?, 0, "it needs the setting too");
    query("SELECT set_config('app.backup', 'on', false)").execute(&mut backup).await?;
    assert_eq!(count(&mut backup, "projects").await?, 2);
    ensure!(query("DELETE FROM projects").execute(&mut backup).await.is_err(), "it may read only");
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
