//! PostgreSQL as the engine of the units of work. Each runs in a transaction of its own, in which row-level security
//! shows only the rows of one tenant.

use std::time::Duration;

use async_trait::async_trait;
use domain::Date;
use futures::{TryStreamExt as _, stream::BoxStream};
use sqlx::{
    Column, Decode, Encode, Executor, PgConnection, Postgres, Row as _, Type, TypeInfo,
    encode::IsNull,
    error::BoxDynError,
    postgres::{PgArgumentBuffer, PgArguments, PgRow, PgTypeInfo, PgValueFormat, PgValueRef},
    query::Query,
};
use store::{
    Finding, Schema, StoreError,
    engine::{Bounds, Call, Connection, Dialect, Engine, Failure, Kind, Reader, Row, Transaction, Value},
};
use uuid::Uuid;

use crate::{
    connect::{Database, Lease, Whereabouts},
    error::{at_commit, failure, lost},
    findings, migrations,
    sql::{sent, transaction},
};

/// How often a unit of work is begun at most.
pub(crate) const ATTEMPTS: u32 = 5;
/// The server's own limits end sooner.
pub(crate) const PATIENCE: Duration = Duration::from_secs(6);
const PATIENCE_OF_MAINTENANCE: Duration = Duration::from_secs(180);
/// What each statement of maintenance may take, as PostgreSQL writes it; of others, what the connection was told.
const STATEMENT_OF_MAINTENANCE: &str = "60s";

#[async_trait]
impl Engine for Database {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn bounds(&self, kind: Kind) -> Bounds {
        let patience = if kind == Kind::Maintain { PATIENCE_OF_MAINTENANCE } else { PATIENCE };
        Bounds { attempts: ATTEMPTS, patience: Some(patience), keeps_its_turn: false, ends_with_its_caller: false }
    }

    async fn connect(&self, _: Kind) -> Result<Box<dyn Connection>, Failure> {
        Ok(Box::new(Lease::of(&self.pool).await.map_err(failure)?))
    }

    /// The tenant is a setting of a transaction.
    async fn read_bare(&self, _: Call<'_>, _: Reader<'_>) -> Option<Result<(), Failure>> {
        None
    }

    async fn schema(&self) -> Result<Schema, StoreError> {
        self.look(migrations::Installed).await
    }

    async fn findings(&self) -> Result<Vec<Finding>, StoreError> {
        self.look(findings::Findings { has_owner: self.has_owner, is_verified: self.is_verified }).await
    }

    async fn close(&self) {
        self.pool.close().await;
    }
}

#[async_trait]
impl Connection for Lease {
    async fn begin(&mut self, kind: Kind, tenant: &str) -> Result<Box<dyn Transaction + '_>, Failure> {
        let (connection, whereabouts) = self.parts().map_err(lost)?;
        *whereabouts = Whereabouts::Inside;
        begin(connection, kind, tenant).await.map_err(lost)?;
        Ok(Box::new(Whole { connection, whereabouts }))
    }

    fn give_back(self: Box<Self>) {
        Self::give_back(*self);
    }
}

/// From here to the end of the transaction there is one tenant.
async fn begin(connection: &mut PgConnection, kind: Kind, tenant: &str) -> Result<(), sqlx::Error> {
    let begin = if kind == Kind::Read { transaction::BEGIN_READ } else { transaction::BEGIN_WRITE };
    match transaction::begin_for(begin, tenant) {
        Some(both) => {
            connection.execute(both).await?;
        }
        None => {
            connection.execute(begin).await?;
            sqlx::query(transaction::SET_TENANT).bind(tenant).execute(&mut *connection).await?;
        }
    }
    if kind == Kind::Maintain {
        let limit = sqlx::query(transaction::SET_STATEMENT_TIMEOUT).bind(STATEMENT_OF_MAINTENANCE);
        limit.execute(connection).await?;
    }
    Ok(())
}

/// A transaction that was begun. Dropped, it leaves the connection in an unknown state: its lease closes it then.
struct Whole<'c> {
    connection: &'c mut PgConnection,
    whereabouts: &'c mut Whereabouts,
}

#[async_trait]
impl Transaction for Whole<'_> {
    async fn rows(&mut self, call: Call<'_>, reader: Reader<'_>) -> Result<(), Failure> {
        read(bound(call).fetch(&mut *self.connection), reader).await
    }

    async fn execute(&mut self, call: Call<'_>) -> Result<u64, Failure> {
        Ok(bound(call).execute(&mut *self.connection).await.map_err(failure)?.rows_affected())
    }

    async fn commit(self: Box<Self>) -> Result<(), Failure> {
        self.connection.execute(transaction::COMMIT).await.map_err(at_commit)?;
        *self.whereabouts = Whereabouts::Outside;
        Ok(())
    }

    async fn roll_back(self: Box<Self>) -> Result<(), Failure> {
        self.connection.execute(transaction::ROLL_BACK).await.map_err(lost)?;
        *self.whereabouts = Whereabouts::Outside;
        Ok(())
    }
}

/// Reads each row while the next ones come.
async fn read(mut rows: BoxStream<'_, Result<PgRow, sqlx::Error>>, reader: Reader<'_>) -> Result<(), Failure> {
    while let Some(row) = rows.try_next().await.map_err(failure)? {
        reader(&Found(row))?;
    }
    Ok(())
}

fn bound(call: Call<'_>) -> Query<'static, Postgres, PgArguments> {
    let query = sqlx::query(sent(call.text, call.lock));
    let query = call.tenant.into_iter().fold(query, |query, tenant| query.bind(tenant.to_owned()));
    call.values.iter().cloned().fold(query, |query, value| match value {
        Value::Text(text) => query.bind(text),
        Value::Int(number) => query.bind(number),
        Value::Id(id) => query.bind(id),
        Value::Flag(flag) => query.bind(flag),
        Value::Date(date) => query.bind(date.map(Day)),
        Value::Texts(texts) => query.bind(texts),
    })
}

/// A row that was found.
pub(crate) struct Found(pub(crate) PgRow);

impl Found {
    fn get<'r, T: Decode<'r, Postgres> + Type<Postgres>>(&'r self, column: &str) -> Result<Option<T>, Failure> {
        self.0.try_get(column).map_err(failure)
    }
}

impl Row for Found {
    fn text(&self, column: &str) -> Result<Option<&str>, Failure> {
        self.get(column)
    }

    fn int(&self, column: &str) -> Result<Option<i64>, Failure> {
        let found = self.0.try_column(column).map_err(failure)?;
        match found.type_info().name() {
            "INT4" => Ok(self.get::<i32>(column)?.map(i64::from)),
            _ => self.get(column),
        }
    }

    fn id(&self, column: &str) -> Result<Option<Uuid>, Failure> {
        self.get(column)
    }

    fn flag(&self, column: &str) -> Result<Option<bool>, Failure> {
        self.get(column)
    }

    fn date(&self, column: &str) -> Result<Option<Date>, Failure> {
        Ok(self.get::<Day>(column)?.map(|Day(date)| date))
    }
}

/// 2000-01-01, in the count of [`Date::julian_day`].
const FIRST: i32 = 2_451_545;

/// A day on its way.
pub(crate) struct Day(pub(crate) Date);

impl Type<Postgres> for Day {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_name("date")
    }
}

impl Encode<'_, Postgres> for Day {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Postgres>::encode_by_ref(&(self.0.julian_day() - FIRST), buffer)
    }
}

impl Decode<'_, Postgres> for Day {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        let date = match value.format() {
            PgValueFormat::Text => value.as_str()?.parse().ok(),
            PgValueFormat::Binary => {
                let days = i32::from_be_bytes(value.as_bytes()?.try_into()?);
                days.checked_add(FIRST).and_then(Date::of_julian_day)
            }
        };
        date.map(Self).ok_or_else(|| "a day of no year that has four digits".into())
    }
}
