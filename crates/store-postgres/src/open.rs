//! Opening the database, with an error for each way it can fail that says what to do.

use std::sync::Arc;

use async_trait::async_trait;
use domain::TenantScope;
use sqlx::{ConnectOptions, migrate::MigrateError};
use store::{Clock, IdGenerator, Level, StoreError, SystemStore};

use crate::{
    address::Address,
    audit::Stamp,
    database::Database,
    error::{self, Failure},
    migrations::{self, Applied, State},
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};

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

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL is no address.
    #[error("the address is not one of PostgreSQL's: write postgres://role:password@host:port/database")]
    Url,
    /// The two roles' addresses name different databases.
    #[error("DATABASE_URL leads to {server}, DATABASE_OWNER_URL to {owner}: both must be the same database")]
    TwoDatabases {
        /// Where the server's role leads to.
        server: String,
        /// Where the owner's leads to.
        owner: String,
    },
    /// Migrations are missing, and the role may not run them.
    #[error("the schema of {place} is not up to date, and this role may not change it: set DATABASE_OWNER_URL")]
    NeedsOwner {
        /// The database.
        place: String,
    },
    /// A later version of the server ran its migrations here.
    #[error("{place} has schema {found}, this server knows {known}: start a newer server, or restore a backup")]
    NewerSchema {
        /// The database.
        place: String,
        /// The migration found.
        found: i64,
        /// The newest migration of this binary.
        known: i64,
    },
    /// A migration was edited after it ran.
    #[error("migration {number} was changed after it ran on {place}: undo the edit and add a new migration")]
    ChangedMigration {
        /// The database.
        place: String,
        /// The migration.
        number: i64,
    },
    /// A migration failed; nothing was changed.
    #[error("the schema of {place} cannot be brought up to date: {source}")]
    Migration {
        /// The database.
        place: String,
        /// Why.
        source: MigrateError,
    },
    /// It cannot be reached, or anything else.
    #[error("{place} cannot be opened: {source}")]
    Database {
        /// The database.
        place: String,
        /// Why.
        source: StoreError,
    },
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
            Err(error) if error::is_forbidden(&error) => None,
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
    run.await.map_err(|error| of_migration(owner.to_string(), error))
}

fn of_migration(place: String, error: MigrateError) -> OpenError {
    match error {
        MigrateError::VersionMissing(found) => OpenError::NewerSchema { place, found, known: migrations::newest() },
        MigrateError::VersionMismatch(number) => OpenError::ChangedMigration { place, number },
        MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) if error::is_forbidden(&source) => {
            OpenError::NeedsOwner { place }
        }
        MigrateError::Execute(source) => {
            OpenError::Database { place, source: StoreError::from(Failure::Database(source)) }
        }
        source => OpenError::Migration { place, source },
    }
}
