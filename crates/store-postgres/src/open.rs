//! Opening the database, and bringing its schema up to date.

mod error;
mod here;

use std::sync::Arc;

use domain::Clock;
use domain::TenantScope;
use sqlx::ConnectOptions;
use store::{IdGenerator, Level, SystemStore};

use self::here::Here;
use crate::{address::Address, audit::Stamp, database::Database, migrations};

pub use self::error::OpenError;
pub(crate) use self::here::{is_utf8, must_be_known, must_be_utf8};

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
        Stamp::new(scope.clone(), self.clock.clone(), self.ids.clone())
    }

    async fn migrate(&self) -> Result<(), OpenError> {
        let here = Here::look(&self.database, &self.address).await?;
        here.must_hold_every_text(&self.address)?;
        let (Some(owner), Some(owner_address)) = (&self.owner, &self.owner_address) else {
            let is_complete = check(&self.address, &here)?;
            return if is_complete { Ok(()) } else { migrate_as(&self.address, &here.role).await };
        };
        let there = Here::look(owner, owner_address).await?;
        here.must_be(&self.address, &there, owner_address)?;
        check(&self.address, &there)?;
        migrate_as(owner_address, &here.role).await?;
        self.must_see_the_tables_of(owner, owner_address).await
    }

    /// What the owner brought up to date must be what the server will use: a role may have a `search_path` of its own.
    async fn must_see_the_tables_of(&self, owner: &Database, owner_address: &Address) -> Result<(), OpenError> {
        let here = Here::look(&self.database, &self.address).await?;
        let there = Here::look(owner, owner_address).await?;
        here.must_be(&self.address, &there, owner_address)?;
        if here.table == there.table && check(&self.address, &here)? {
            return Ok(());
        }
        Err(OpenError::TwoSchemas { server: self.address.to_string(), owner: owner_address.to_string() })
    }

    async fn warn_of_problems(&self) {
        for finding in self.findings().await.unwrap_or_default() {
            if finding.level == Level::Problem {
                tracing::warn!("{}", finding.text);
            }
        }
    }
}

/// Refuses two addresses that do not lead to the same database, before something is done there by one of them.
///
/// # Errors
/// [`OpenError::TwoDatabases`], or another one when they lead nowhere.
pub async fn must_be_one_database(url: &str, owner_url: &str) -> Result<(), OpenError> {
    let (server, owner) = (Address::of(url).ok_or(OpenError::Url)?, Address::of(owner_url).ok_or(OpenError::Url)?);
    let here = look_once(&server).await?;
    here.must_be(&server, &look_once(&owner).await?, &owner)
}

async fn look_once(address: &Address) -> Result<Here, OpenError> {
    let database = Database::new(address, 1);
    let looked = Here::look(&database, address).await;
    database.pool.close().await;
    looked
}

/// Whether all migrations ran, of those that the role could see; an error if this server is not the one for them.
fn check(address: &Address, here: &Here) -> Result<bool, OpenError> {
    let place = address.to_string();
    match &here.migrations {
        Some(applied) => must_be_known(place, applied),
        None => Err(OpenError::NeedsOwner { place }),
    }
}

async fn migrate_as(owner: &Address, server_role: &str) -> Result<(), OpenError> {
    let run = async {
        let mut connection = owner.options().connect().await?;
        migrations::run(&mut connection, migrations::ALL, server_role).await
    };
    run.await.map_err(|error| OpenError::of_migration(owner.to_string(), error))
}
