//! SQLite as the engine of the units of work: one writer at a time, and readers that need no transaction for a single
//! statement.
//!
//! Transactions begin through the driver, which counts them; [`crate::connect`] asks it whether one was left open.

use async_trait::async_trait;
use domain::Date;
use futures::{TryStreamExt as _, stream::BoxStream};
use sqlx::{
    Connection as _, Decode, Row as _, Sqlite, SqlitePool, Transaction as Open, Type,
    pool::PoolConnection,
    query::Query,
    sqlite::{SqliteArguments, SqliteRow},
};
use store::{
    Finding, Schema, StoreError,
    engine::{Bounds, Call, Connection, Dialect, Engine, Failure, Kind, Reader, Row, Transaction, Value},
};
use uuid::Uuid;

use crate::{
    doctor,
    error::{self, failure},
    migrations,
};

/// Takes the write lock at once: a transaction that began by reading could not wait for it later.
pub(crate) const BEGIN: &str = "BEGIN IMMEDIATE";
/// How often a unit of work is begun at most. SQLite itself waits within each: [`crate::connect::WAIT_FOR_A_LOCK`].
pub(crate) const ATTEMPTS: u32 = 6;

/// One file.
#[derive(Clone)]
pub(crate) struct File {
    pub(crate) writer: SqlitePool,
    pub(crate) readers: SqlitePool,
}

#[async_trait]
impl Engine for File {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    /// SQLite runs in this process and cannot be left waiting by a network. A read that is given up lets go of the state
    /// that it saw.
    fn bounds(&self, kind: Kind) -> Bounds {
        let ends_with_its_caller = kind == Kind::Read;
        Bounds { attempts: ATTEMPTS, patience: None, keeps_its_turn: true, ends_with_its_caller }
    }

    async fn connect(&self, kind: Kind) -> Result<Box<dyn Connection>, Failure> {
        let pool = if kind == Kind::Read { &self.readers } else { &self.writer };
        Ok(Box::new(Lease(pool.acquire().await.map_err(failure)?)))
    }

    async fn read_bare(&self, call: Call<'_>, reader: Reader<'_>) -> Option<Result<(), Failure>> {
        Some(read(bound(call).fetch(&self.readers), reader).await)
    }

    async fn schema(&self) -> Result<Schema, StoreError> {
        let look = async { migrations::schema(&mut *self.readers.acquire().await?, migrations::ALL).await };
        look.await.map_err(error::of)
    }

    async fn findings(&self) -> Result<Vec<Finding>, StoreError> {
        doctor::findings(self).await.map_err(error::of)
    }

    /// The last one out merges the write-ahead log into the file.
    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

struct Lease(PoolConnection<Sqlite>);

#[async_trait]
impl Connection for Lease {
    async fn begin(&mut self, kind: Kind, _: &str) -> Result<Box<dyn Transaction + '_>, Failure> {
        let begun = match kind {
            Kind::Read => self.0.begin().await,
            Kind::Write | Kind::Maintain => self.0.begin_with(BEGIN).await,
        };
        Ok(Box::new(Whole(begun.map_err(failure)?)))
    }

    fn give_back(self: Box<Self>) {}
}

struct Whole<'c>(Open<'c, Sqlite>);

#[async_trait]
impl Transaction for Whole<'_> {
    async fn rows(&mut self, call: Call<'_>, reader: Reader<'_>) -> Result<(), Failure> {
        read(bound(call).fetch(&mut *self.0), reader).await
    }

    async fn execute(&mut self, call: Call<'_>) -> Result<u64, Failure> {
        Ok(bound(call).execute(&mut *self.0).await.map_err(failure)?.rows_affected())
    }

    async fn commit(self: Box<Self>) -> Result<(), Failure> {
        self.0.commit().await.map_err(failure)
    }

    async fn roll_back(self: Box<Self>) -> Result<(), Failure> {
        // SQLite rolls back by itself after some errors, then there is nothing left to.
        if let Err(error) = self.0.rollback().await {
            tracing::debug!(%error, "nothing was left to roll back");
        }
        Ok(())
    }
}

/// Reads each row while the next ones come.
async fn read(mut rows: BoxStream<'_, Result<SqliteRow, sqlx::Error>>, reader: Reader<'_>) -> Result<(), Failure> {
    while let Some(row) = rows.try_next().await.map_err(failure)? {
        reader(&Found(row))?;
    }
    Ok(())
}

/// Locks nothing: there is one writer.
fn bound(call: Call<'_>) -> Query<'static, Sqlite, SqliteArguments> {
    let query = sqlx::query(call.text);
    let query = call.tenant.into_iter().fold(query, |query, tenant| query.bind(tenant.to_owned()));
    call.values.iter().cloned().fold(query, |query, value| match value {
        Value::Text(text) => query.bind(text),
        Value::Int(number) => query.bind(number),
        Value::Id(id) => query.bind(id.map(|id| id.to_string())),
        Value::Flag(flag) => query.bind(flag),
        Value::Date(date) => query.bind(date.map(|date| date.to_string())),
        Value::Texts(texts) => query.bind(serde_json::Value::from(texts).to_string()),
    })
}

/// A row that was found.
pub(crate) struct Found(pub(crate) SqliteRow);

impl Found {
    fn get<'r, T: Decode<'r, Sqlite> + Type<Sqlite>>(&'r self, column: &str) -> Result<Option<T>, Failure> {
        self.0.try_get(column).map_err(failure)
    }
}

impl Row for Found {
    fn text(&self, column: &str) -> Result<Option<&str>, Failure> {
        self.get(column)
    }

    fn int(&self, column: &str) -> Result<Option<i64>, Failure> {
        self.get(column)
    }

    fn id(&self, column: &str) -> Result<Option<Uuid>, Failure> {
        self.text(column)?.map(|text| Uuid::try_parse(text).map_err(Failure::internal)).transpose()
    }

    fn flag(&self, column: &str) -> Result<Option<bool>, Failure> {
        self.get(column)
    }

    fn date(&self, column: &str) -> Result<Option<Date>, Failure> {
        self.text(column)?.map(|text| text.parse().map_err(Failure::internal)).transpose()
    }
}
