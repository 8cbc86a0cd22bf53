//! One database with its ports, and the raw queries to compare with.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use domain::Clock;
use domain::TenantScope;
use sqlx::{
    ConnectOptions, Connection, PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::SqlitePoolOptions,
};
use store::{ProjectStore, SystemStore, TimeOrderedIds};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;
use testkit::{HandClock, LocalClerk, Person, Place};

const CONNECTIONS: u32 = 4;

/// See the module.
pub(crate) struct Engine {
    pub(crate) projects: Arc<dyn ProjectStore>,
    pub(crate) system: Arc<dyn SystemStore>,
    /// An admin of the large tenant.
    pub(crate) scope: TenantScope,
    raw: Raw,
    _guard: Box<dyn std::any::Any + Send + Sync>,
}

enum Raw {
    Sqlite(SqlitePool),
    /// The server's role, and a superuser's address.
    Postgres(PgPool, String),
}

const FIRST_PAGE: &str =
    "SELECT id, key, name, description, status, colour, owner, created_by, created_at, updated_at, deleted_at, version
    FROM projects WHERE tenant_id = $1 AND listed_as = 'active' ORDER BY created_at DESC, id DESC LIMIT 21";

impl Engine {
    /// A new, empty database: `sqlite` or `postgres`.
    pub(crate) async fn open(name: &str) -> Result<Self> {
        let clock: Arc<dyn Clock> = HandClock::new();
        let ids = Arc::new(TimeOrderedIds::new(clock.clone()));
        let scope = LocalClerk::shared()?.scope(Person::Ada, Place::Acme)?;
        match name {
            "sqlite" => {
                let folder = tempfile::tempdir()?;
                let url = format!("sqlite:{}", folder.path().join("bench.sqlite").display());
                let store = Arc::new(SqliteStore::open(&url, clock, ids).await?);
                let raw = Raw::Sqlite(
                    SqlitePoolOptions::new()
                        .max_connections(CONNECTIONS)
                        .test_before_acquire(false)
                        .connect(&url)
                        .await?,
                );
                Ok(Self { projects: store.clone(), system: store, scope, raw, _guard: Box::new(folder) })
            }
            "postgres" => {
                let database = testkit::postgres::Database::new().await?;
                let store =
                    PostgresStore::open(database.url(), Some(database.owner_url()), CONNECTIONS, clock, ids).await?;
                let store = Arc::new(store);
                let raw = PgPoolOptions::new()
                    .max_connections(CONNECTIONS)
                    .test_before_acquire(false)
                    .connect(database.url())
                    .await?;
                let raw = Raw::Postgres(raw, database.superuser_url().to_owned());
                Ok(Self { projects: store.clone(), system: store, scope, raw, _guard: Box::new(database) })
            }
            other => bail!("no database is called {other}: sqlite or postgres"),
        }
    }

    /// What is measured.
    pub(crate) async fn version(&self) -> Result<String> {
        Ok(self.system.schema().await?.engine)
    }

    /// What an administrator, or the database by itself, does after a large import.
    pub(crate) async fn settle(&self) -> Result<()> {
        match &self.raw {
            Raw::Sqlite(pool) => {
                sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(pool).await?;
            }
            Raw::Postgres(_, superuser) => {
                let mut connection = superuser.parse::<PgConnectOptions>()?.connect().await?;
                sqlx::query("VACUUM ANALYZE").execute(&mut connection).await?;
                connection.close().await?;
            }
        }
        Ok(())
    }

    /// The first page, newest first, without anything of ours around it.
    pub(crate) async fn raw_first_page(&self) -> Result<()> {
        let tenant = self.scope.tenant().id();
        let rows = match &self.raw {
            Raw::Sqlite(pool) => sqlx::query(FIRST_PAGE).bind(tenant).fetch_all(pool).await?.len(),
            Raw::Postgres(pool, _) => {
                let mut transaction = pool.begin().await?;
                sqlx::query("SELECT set_config('app.tenant_id', $1, true)")
                    .bind(tenant)
                    .execute(&mut *transaction)
                    .await?;
                let rows = sqlx::query(FIRST_PAGE).bind(tenant).fetch_all(&mut *transaction).await?.len();
                transaction.commit().await?;
                rows
            }
        };
        (rows == 21).then_some(()).context("the raw query found no full page")
    }
}
