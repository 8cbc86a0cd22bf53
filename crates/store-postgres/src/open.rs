//! Opening the database, and bringing its schema up to date.

mod error;

use std::sync::Arc;

use async_trait::async_trait;
use domain::TenantScope;
use sqlx::ConnectOptions;
use store::{Clock, IdGenerator, Level, SystemStore};

use crate::{
    address::Address,
    audit::Stamp,
    database::Database,
    error::{self as codes, Failure},
    migrations::{self, Applied, State},
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};

pub use self::error::OpenError;

/// The owner's connections: for one removal at a time.
const OWNER_CONNECTIONS: u32 = 2;

/// The store over one PostgreSQL database. Cheap to clone.
#[derive(Clone)]
pub struct PostgresStore {
    pub(crate) database: Database,
    pub(crate) owner: Option<Database>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdGenerator>,
    address: Address,
    owner_address: Option<Address>,
}

impl PostgresStore {
    /// Opens the database of `url` with at most so many connections, and brings its schema up to date: as the owner of
    /// the tables, whose address is `owner_url`, or else as the one role there is.
    ///
    /// # Errors
    /// [`OpenError`] when it cannot be used.
    pub async fn open(
        url: &str,
        owner_url: Option<&str>,
        connections: u32,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdGenerator>,
    ) -> Result<Self, OpenError> {
        let store = Self::as_it_is(url, owner_url, connections, clock, ids)?;
        store.migrate().await?;
        store.warn_of_problems().await;
        tracing::info!(database = %store.address, schema = migrations::newest(), "database open");
        Ok(store)
    }

    /// The database as it is, not connected yet, its schema left alone.
    ///
    /// # Errors
    /// [`OpenError::Url`] when an address is none.
    pub fn as_it_is(
        url: &str,
        owner_url: Option<&str>,
        connections: u32,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdGenerator>,
    ) -> Result<Self, OpenError> {
        let address = Address::of(url).ok_or(OpenError::Url)?;
        let owner_address = owner_url.map(|url| Address::of(url).ok_or(OpenError::Url)).transpose()?;
        let database = Database::new(&address, connections);
        let owner = owner_address.as_ref().map(|address| Database::new(address, OWNER_CONNECTIONS));
        Ok(Self { database, owner, clock, ids, address, owner_address })
    }

    /// On whose behalf a change is made, and when.
    pub(crate) fn stamp(&self, scope: &TenantScope) -> Stamp {
        Stamp::new(scope.clone(), self.clock.now_ms(), self.ids.clone())
    }

    async fn migrate(&self) -> Result<(), OpenError> {
        let here = look(&self.database, &self.address).await?;
        let (owner, applied) = match (&self.owner, &self.owner_address) {
            (Some(owner), Some(address)) => (Some(address), look(owner, address).await?),
            _ => (None, here.clone()),
        };
        if applied.database != here.database {
            let owner = owner.unwrap_or(&self.address).to_string();
            return Err(OpenError::TwoDatabases { server: self.address.to_string(), owner });
        }
        let is_complete = self.check(applied.migrations.as_deref())?;
        match owner {
            Some(owner) => migrate_as(owner, &here.role).await,
            None if is_complete => Ok(()),
            None => migrate_as(&self.address, &here.role).await,
        }
    }

    /// Whether all migrations ran, of those that the role could see; an error if this server is not the one for them.
    fn check(&self, applied: Option<&[Applied]>) -> Result<bool, OpenError> {
        let place = self.address.to_string();
        let Some(applied) = applied else { return Err(OpenError::NeedsOwner { place }) };
        let state = State::of(applied);
        if let Some(found) = state.newer() {
            return Err(OpenError::NewerSchema { place, found, known: migrations::newest() });
        }
        match state.changed() {
            Some(number) => Err(OpenError::ChangedMigration { place, number }),
            None => Ok(state.is_complete()),
        }
    }

    async fn warn_of_problems(&self) {
        for finding in self.findings().await.unwrap_or_default() {
            if finding.level == Level::Problem {
                tracing::warn!("{}", finding.text);
            }
        }
    }
}

async fn look(database: &Database, address: &Address) -> Result<Here, OpenError> {
    let looked = database.read("", Look).await;
    looked.map_err(|source| OpenError::Database { place: address.to_string(), source })
}

/// Where a role leads to, and what it sees there.
#[derive(Clone)]
struct Here {
    role: String,
    database: String,
    /// `None`: it may not see which ran.
    migrations: Option<Vec<Applied>>,
}

struct Look;

#[async_trait]
impl Unit for Look {
    type Outcome = Here;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Here>, Failure> {
        let who: Option<(String, String)> = work.row(sqlx::query(sql::catalog::WHO)).await?;
        let (role, database) = who.ok_or(sqlx::Error::RowNotFound)?;
        let migrations = match migrations::applied(work).await {
            Err(error) if codes::is_forbidden(&error) => None,
            outcome => Some(outcome?),
        };
        Ok(End::RollBack(Here { role, database, migrations }))
    }
}

async fn migrate_as(owner: &Address, server_role: &str) -> Result<(), OpenError> {
    let run = async {
        let mut connection = owner.options().connect().await?;
        migrations::run(&mut connection, server_role).await
    };
    run.await.map_err(|error| OpenError::of_migration(owner.to_string(), error))
}
