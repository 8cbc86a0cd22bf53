//! The database's side of a backup: what the programs have to know about it, and whether it may be replaced.

use std::time::Duration;

use async_trait::async_trait;
use store::StoreError;

use super::BackupError;
use crate::{
    address::Address,
    catalog::{Catalog, Look},
    connect::Database,
    open::must_be_utf8,
    sql,
};

/// A session that its client has closed is there for a moment longer: so often it is looked at again, and so soon.
const LOOKS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

/// A server, its database, and the role in it.
pub(super) struct Server {
    pub(super) major: u32,
    /// Where the tables are.
    pub(super) schema: String,
    encoding: String,
    shows_every_row: bool,
    has_room: bool,
}

impl Server {
    pub(super) async fn look(address: &Address) -> Result<Self, BackupError> {
        let database = Database::new(address, 1);
        let looked = database.look(Looking).await;
        database.pool.close().await;
        looked.map_err(|source| unreachable(address, source))
    }

    /// For a copy of it.
    pub(super) fn must_show_every_row(&self, address: &Address) -> Result<(), BackupError> {
        if self.shows_every_row { Ok(()) } else { Err(BackupError::HeldBack { place: address.to_string() }) }
    }

    /// For a copy in its place.
    pub(super) fn must_have_room(&self, address: &Address) -> Result<(), BackupError> {
        must_be_utf8(address, &self.encoding)?;
        if self.has_room { Ok(()) } else { Err(BackupError::Taken { place: address.to_string() }) }
    }
}

/// Refuses a database that others use.
pub(super) async fn must_be_alone(address: &Address) -> Result<(), BackupError> {
    let database = Database::new(address, 1);
    let others = wait_for_others(&database).await;
    database.pool.close().await;
    match others.map_err(|source| unreachable(address, source))? {
        (0, _) => Ok(()),
        (count, whose) => Err(BackupError::InUse { place: address.to_string(), count, whose }),
    }
}

async fn wait_for_others(database: &Database) -> Result<(i64, String), StoreError> {
    let mut ticks = tokio::time::interval(PAUSE);
    for _ in 1..LOOKS {
        ticks.tick().await;
        let others = database.look(Others).await?;
        if others.0 == 0 {
            return Ok(others);
        }
    }
    database.look(Others).await
}

fn unreachable(address: &Address, source: StoreError) -> BackupError {
    BackupError::Database { place: address.to_string(), source }
}

struct Looking;

#[async_trait]
impl Look for Looking {
    type Seen = Server;

    async fn at(&self, catalog: &mut Catalog<'_>) -> Result<Server, sqlx::Error> {
        let version: Option<(String, i32)> = catalog.row(sqlx::query(sql::catalog::VERSION)).await?;
        let number = version.map_or(0, |(_, number)| number);
        let schema: Option<(String,)> = catalog.row(sqlx::query(sql::catalog::SCHEMA)).await?;
        let encoding: Option<(String,)> = catalog.row(sqlx::query(sql::catalog::ENCODING)).await?;
        let shows_every_row: Option<(bool,)> = catalog.row(sqlx::query(sql::catalog::MAY_READ_ALL)).await?;
        let has_room: Option<(bool,)> = catalog.row(sqlx::query(sql::catalog::HAS_ROOM)).await?;
        Ok(Server {
            major: u32::try_from(number / 10_000).unwrap_or_default(),
            schema: schema.unwrap_or_default().0,
            encoding: encoding.unwrap_or_default().0,
            shows_every_row: shows_every_row == Some((true,)),
            has_room: has_room == Some((true,)),
        })
    }
}

/// How many other sessions there are, and whose.
struct Others;

#[async_trait]
impl Look for Others {
    type Seen = (i64, String);

    async fn at(&self, catalog: &mut Catalog<'_>) -> Result<(i64, String), sqlx::Error> {
        let others: Option<(i64, String)> = catalog.row(sqlx::query(sql::catalog::OTHERS)).await?;
        others.ok_or(sqlx::Error::RowNotFound)
    }
}
