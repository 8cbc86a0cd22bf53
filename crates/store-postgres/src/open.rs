//! Opening the database, and bringing its schema up to date.

mod here;

use std::sync::Arc;

use domain::Clock;
use sqlx::{ConnectOptions, migrate::MigrateError};
use store::{Backed, Behind, Data, IdGenerator, Level, StoreError, SystemStore, TooNew, Verdict, engine::Engine};

use self::here::{Here, ensure_known};
use crate::{
    address::Address,
    connect::Database,
    error::{self, is_forbidden},
    migrations,
};

pub(crate) use self::here::{is_utf8, must_be_known, must_be_utf8};

const OWNER_URL: &str = "DATABASE_OWNER_URL";
/// The owner's connections: for one removal at a time.
const OWNER_CONNECTIONS: u32 = 2;

/// The store over one PostgreSQL database. Cheap to clone.
#[derive(Clone)]
pub struct PostgresStore {
    pub(crate) database: Database,
    pub(crate) owner: Option<Database>,
    address: Address,
    owner_address: Option<Address>,
    pub(crate) data: Data,
}

impl Backed for PostgresStore {
    fn behind(&self) -> Behind<'_> {
        self.data.behind()
    }
}

impl SystemStore for PostgresStore {}

impl PostgresStore {
    /// All that it holds.
    pub fn data(&self) -> &Data {
        &self.data
    }

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
        let verdict = store.migrate().await?;
        store.warn_of_problems().await;
        verdict.tell(&store.address, migrations::newest());
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
        let has_owner = owner_address.is_some();
        let database = Database { has_owner, ..Database::new(&address, connections) };
        let owner = owner_address.as_ref().map(|address| Database::new(address, OWNER_CONNECTIONS));
        let owners = owner.clone().map(|owner| Arc::new(owner) as Arc<dyn Engine>);
        let data = Data::new(Arc::new(database.clone()), owners, clock, ids);
        Ok(Self { database, owner, address, owner_address, data })
    }

    async fn migrate(&self) -> Result<Verdict, OpenError> {
        let here = Here::look(&self.database, &self.address).await?;
        here.must_hold_every_text(&self.address)?;
        let (Some(owner), Some(owner_address)) = (&self.owner, &self.owner_address) else {
            return match check(&self.address, &here)? {
                Verdict::Behind => migrate_as(&self.address, &here.role).await,
                verdict => Ok(verdict),
            };
        };
        let there = Here::look(owner, owner_address).await?;
        here.must_be(&self.address, &there, OWNER_URL, owner_address)?;
        check(&self.address, &there)?;
        let verdict = migrate_as(owner_address, &here.role).await?;
        self.must_see_the_tables_of(owner, owner_address).await?;
        Ok(verdict)
    }

    /// What the owner brought up to date must be what the server will use: a role may have a `search_path` of its own.
    async fn must_see_the_tables_of(&self, owner: &Database, owner_address: &Address) -> Result<(), OpenError> {
        let here = Here::look(&self.database, &self.address).await?;
        let there = Here::look(owner, owner_address).await?;
        here.must_be(&self.address, &there, OWNER_URL, owner_address)?;
        if here.table == there.table && check(&self.address, &here)? != Verdict::Behind {
            return Ok(());
        }
        Err(OpenError::TwoSchemas { server: self.address.to_string(), owner: owner_address.to_string() })
    }

    async fn warn_of_problems(&self) {
        for finding in self.findings().await.unwrap_or_default() {
            if finding.level >= Level::Problem {
                tracing::warn!("{}", finding.text);
            }
        }
    }
}

/// Refuses two addresses that do not lead to the same database, before something is done there by one of them. `name` is
/// the variable of the other one.
///
/// # Errors
/// [`OpenError::TwoDatabases`], or another one when they lead nowhere.
pub async fn must_be_one_database(url: &str, name: &'static str, other: &str) -> Result<(), OpenError> {
    let (server, other) = (Address::of(url).ok_or(OpenError::Url)?, Address::of(other).ok_or(OpenError::Url)?);
    let here = look_once(&server).await?;
    here.must_be(&server, &look_once(&other).await?, name, &other)
}

/// Lets the role of `backup_url` copy the whole database, every tenant's rows; whoever could before, no longer can. By the
/// owner of the tables, and never for the role that serves.
///
/// # Errors
/// [`OpenError`] when it cannot be done.
pub async fn allow_backups(url: &str, owner_url: &str, backup_url: &str) -> Result<(), OpenError> {
    must_be_one_database(url, "DATABASE_BACKUP_URL", backup_url).await?;
    let address = |url| Address::of(url).ok_or(OpenError::Url);
    let (server, owner, backup) = (address(url)?, address(owner_url)?, address(backup_url)?);
    let role = look_once(&backup).await?.role;
    if look_once(&server).await?.role == role {
        return Err(OpenError::BackupByServer { role });
    }
    let given = async { migrations::give_backup_rights(&mut owner.options().connect().await?, &role).await };
    given.await.map_err(|error| OpenError::of_migration(owner.to_string(), error.into()))
}

/// Whether nobody between here and the database could read along or take its place: it is on this machine, or its
/// certificate is checked (`sslmode=verify-full`). `None`: the text is no address.
#[must_use]
pub fn is_verified(url: &str) -> Option<bool> {
    Some(Address::of(url)?.is_verified())
}

async fn look_once(address: &Address) -> Result<Here, OpenError> {
    let database = Database::new(address, 1);
    let looked = Here::look(&database, address).await;
    database.pool.close().await;
    looked
}

/// What this server makes of what the role could see; an error if it is not the one for it.
fn check(address: &Address, here: &Here) -> Result<Verdict, OpenError> {
    let place = address.to_string();
    match &here.state {
        Some(state) => must_be_known(place, state),
        None => Err(OpenError::NeedsOwner { place }),
    }
}

/// Another server may come first: what it leaves is looked at again.
async fn migrate_as(owner: &Address, server_role: &str) -> Result<Verdict, OpenError> {
    let run = async {
        let mut connection = owner.options().connect().await?;
        migrations::run(&mut connection, migrations::ALL, server_role).await
    };
    let verdict = run.await.map_err(|error| OpenError::of_migration(owner.to_string(), error))?;
    ensure_known(owner.to_string(), verdict)
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL is no address.
    #[error("the address is not one of PostgreSQL's: write postgres://role:password@host:port/database")]
    Url,
    /// The two roles' addresses name different databases.
    #[error("DATABASE_URL leads to {server}, {name} to {other}: both must be the same database")]
    TwoDatabases {
        /// Where the server's role leads to.
        server: String,
        /// The variable with the other address.
        name: &'static str,
        /// Where that leads to.
        other: String,
    },
    /// The role that serves would read every tenant's rows.
    #[error(
        "DATABASE_BACKUP_URL and DATABASE_URL are both of the role {role}: whoever serves must not be able to read every \
         tenant's rows. Make a role of its own for backups"
    )]
    BackupByServer {
        /// The role.
        role: String,
    },
    /// The two roles see different tables in one database.
    #[error("{owner} is up to date, but {server} sees other tables there: give both roles the same search_path")]
    TwoSchemas {
        /// What the server's role is.
        server: String,
        /// What the owner is.
        owner: String,
    },
    /// Not every text fits in.
    #[error(
        "{place} has the encoding {encoding}, which does not hold every text: make the database anew with \
         CREATE DATABASE {name} OWNER … ENCODING 'UTF8' TEMPLATE template0"
    )]
    Encoding {
        /// The database.
        place: String,
        /// Its name.
        name: String,
        /// How it keeps texts.
        encoding: String,
    },
    /// Migrations are missing, and the role may not run them.
    #[error(
        "the schema of {place} is not up to date, and this role may not change it: run `server db migrate` with \
         DATABASE_OWNER_URL"
    )]
    NeedsOwner {
        /// The database.
        place: String,
    },
    /// A later version of the server ran its migrations here.
    #[error("{place} has {why}")]
    NewerSchema {
        /// The database.
        place: String,
        /// Why this one cannot work with it.
        why: TooNew,
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

impl OpenError {
    /// What kept migrations from running.
    fn of_migration(place: String, error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) if is_forbidden(&source) => {
                Self::NeedsOwner { place }
            }
            MigrateError::Execute(source) => Self::Database { place, source: error::of(source) },
            source => Self::Migration { place, source },
        }
    }
}
