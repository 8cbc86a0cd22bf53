//! Questions to the catalogue, for opening, backing up and examining the database: several questions about one state of
//! it.

use async_trait::async_trait;
use sqlx::{Executor, FromRow, PgConnection, Postgres, postgres::PgArguments, postgres::PgRow, query::Query};
use store::{StoreError, engine::Failure};

use crate::{
    connect::{Database, Lease},
    engine::{ATTEMPTS, PATIENCE},
    error::failure,
    sql::transaction,
};

/// Some questions. They are asked again from the first one when the connection was lost meanwhile.
#[async_trait]
pub(crate) trait Look: Sync {
    /// What was seen.
    type Seen: Send;

    /// Asks them.
    async fn at(&self, catalog: &mut Catalog<'_>) -> Result<Self::Seen, sqlx::Error>;
}

/// A statement with its values.
pub(crate) type Question = Query<'static, Postgres, PgArguments>;

/// A connection in a transaction that reads for no tenant.
pub(crate) struct Catalog<'c>(pub(crate) &'c mut PgConnection);

impl Catalog<'_> {
    /// The only row, if there is one.
    pub(crate) async fn row<T: for<'r> FromRow<'r, PgRow>>(
        &mut self,
        question: Question,
    ) -> Result<Option<T>, sqlx::Error> {
        let row = question.fetch_optional(&mut *self.0).await?;
        row.map(|row| T::from_row(&row)).transpose()
    }

    /// All rows.
    pub(crate) async fn rows<T: for<'r> FromRow<'r, PgRow>>(
        &mut self,
        question: Question,
    ) -> Result<Vec<T>, sqlx::Error> {
        let rows = question.fetch_all(&mut *self.0).await?;
        rows.iter().map(T::from_row).collect()
    }
}

impl Database {
    /// Looks, and changes nothing. A dropped future closes the connection.
    pub(crate) async fn look<L: Look>(&self, look: L) -> Result<L::Seen, StoreError> {
        let mut attempt = 1;
        loop {
            match self.look_once(&look).await {
                Err(failure) if attempt < ATTEMPTS && failure.may_be_repeated() => attempt += 1,
                outcome => return Ok(outcome?),
            }
        }
    }

    async fn look_once<L: Look>(&self, look: &L) -> Result<L::Seen, Failure> {
        let mut lease = Lease::of(&self.pool).await.map_err(failure)?;
        let whole = in_transaction(lease.connection().map_err(failure)?, look);
        let seen = tokio::time::timeout(PATIENCE, whole).await.map_err(|_| Failure::no_answer())?;
        let seen = seen.map_err(failure)?;
        lease.give_back();
        Ok(seen)
    }
}

async fn in_transaction<L: Look>(connection: &mut PgConnection, look: &L) -> Result<L::Seen, sqlx::Error> {
    connection.execute(transaction::BEGIN_READ).await?;
    let seen = look.at(&mut Catalog(&mut *connection)).await?;
    connection.execute(transaction::ROLL_BACK).await?;
    Ok(seen)
}
