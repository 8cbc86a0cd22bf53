//! An empty database for one test.

use std::{thread, time::Duration};

use anyhow::{Context, Result};
use async_trait::async_trait;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, postgres::PgConnectOptions, query_scalar,
};
use url::Url;

use super::lender::shared_url;
use crate::contract::Raw;

/// Owns the tables.
const OWNER: &str = "testkit_owner";
/// The server's own.
const SERVER: &str = "testkit_server";
/// For backups.
const BACKUP: &str = "testkit_backup";
const PASSWORD: &str = "testkit";
/// How long a server that a test froze is asked to drop a database.
const PATIENCE: Duration = Duration::from_secs(5);

/// A role that may be there already, or come into being in this very moment.
const ROLE: &str = "
    DO $$
    BEGIN
        CREATE ROLE role_name LOGIN PASSWORD 'testkit' NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
    END
    $$";

/// A database that is dropped with this value.
pub struct Database {
    name: String,
    cluster: String,
    superuser: String,
    owner: String,
    server: String,
    backup: String,
}

impl Database {
    /// An empty one on the server that all tests share.
    ///
    /// # Errors
    /// When there is no server.
    pub async fn new() -> Result<Self> {
        Self::on(&shared_url()?).await
    }

    /// An empty one on the server that all tests share, which keeps texts in another way than UTF-8.
    ///
    /// # Errors
    /// When there is no server, or no such encoding.
    pub async fn of_encoding(encoding: &str) -> Result<Self> {
        let rules = format!("ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        Self::made(&shared_url()?, &rules).await
    }

    /// An empty one on the server of a superuser's address.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn on(superuser: &str) -> Result<Self> {
        Self::made(superuser, "").await
    }

    async fn made(superuser: &str, rules: &str) -> Result<Self> {
        let mut connection = connect(superuser).await?;
        for role in [OWNER, SERVER, BACKUP] {
            connection.execute(AssertSqlSafe(ROLE.replace("role_name", role))).await?;
        }
        let name: String = query_scalar("SELECT 'test_' || replace(gen_random_uuid()::TEXT, '-', '')")
            .fetch_one(&mut connection)
            .await?;
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name} OWNER {OWNER} {rules}"))).await?;
        connection.close().await?;
        Ok(Self {
            superuser: address(superuser, &name, None)?,
            owner: address(superuser, &name, Some(OWNER))?,
            server: address(superuser, &name, Some(SERVER))?,
            backup: address(superuser, &name, Some(BACKUP))?,
            cluster: superuser.to_owned(),
            name,
        })
    }

    /// The address for the server's role, which neither owns the tables nor may bypass row-level security.
    pub fn url(&self) -> &str {
        &self.server
    }

    /// The address for the role that owns the tables.
    pub fn owner_url(&self) -> &str {
        &self.owner
    }

    /// The address for a role of its own for backups, which has no rights before it is given them.
    pub fn backup_url(&self) -> &str {
        &self.backup
    }

    /// The address for a superuser, who sees everything.
    pub fn superuser_url(&self) -> &str {
        &self.superuser
    }

    /// A connection of a superuser's.
    ///
    /// # Errors
    /// When the server does not answer.
    pub async fn superuser(&self) -> Result<PgConnection> {
        connect(&self.superuser).await
    }
}

#[async_trait]
impl Raw for Database {
    async fn run(&self, statement: &'static str) -> Result<()> {
        let mut connection = self.superuser().await?;
        connection.execute(statement).await?;
        Ok(connection.close().await?)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (cluster, name) = (self.cluster.clone(), self.name.clone());
        // A server that a test stopped takes its databases along.
        let _ = thread::spawn(move || remove(&cluster, &name)).join();
    }
}

/// On a thread of its own: the test's may be of a runtime that ends.
fn remove(cluster: &str, name: &str) -> Result<()> {
    let drop = async {
        let mut connection = connect(cluster).await?;
        connection.execute(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).await?;
        Ok(connection.close().await?)
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async { tokio::time::timeout(PATIENCE, drop).await })?
}

async fn connect(url: &str) -> Result<PgConnection> {
    Ok(url.parse::<PgConnectOptions>()?.connect().await?)
}

fn address(cluster: &str, database: &str, role: Option<&str>) -> Result<String> {
    let mut url = Url::parse(cluster)?;
    url.set_path(database);
    if let Some(role) = role {
        url.set_username(role).ok().context("the address takes no role")?;
        url.set_password(Some(PASSWORD)).ok().context("the address takes no password")?;
    }
    Ok(url.into())
}
