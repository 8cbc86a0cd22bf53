//! A unit of work: one transaction in a task of its own, which is begun again when the database asks for it.
//!
//! A client that hangs up drops the future of its request. In a task of its own the work still goes on to its commit or
//! rollback, so that whatever was acknowledged is there, and no connection returns to the pool in the middle of a
//! transaction.

use std::sync::Arc;

use async_trait::async_trait;
use tracing::Instrument;

use crate::{
    Sql, StoreError,
    engine::{Bounds, Call, Connection, Dialect, Engine, Failure, FromRow, Kind, Row, Transaction, Value},
};

/// Work in one transaction. A value, not a future: it may have to run more than once.
#[async_trait]
pub trait Unit: Send + Sync + 'static {
    /// What comes of it.
    type Outcome: Send + 'static;

    /// Runs it, to be committed or rolled back as it says. Repeatable: it keeps nothing from a run before.
    async fn run(&self, work: &mut Work<'_>) -> Result<End<Self::Outcome>, Failure>;
}

/// How a unit of work ends.
pub enum End<T> {
    /// What was done is kept.
    Commit(T),
    /// Nothing was to be done, or not all of it could be.
    RollBack(T),
}

/// The transaction that a unit of work runs in, for one tenant: the only way to its tables. A [`Failure`]: the database refuses
/// or fails, or a row is none of what is asked for.
pub struct Work<'w> {
    transaction: &'w mut dyn Transaction,
    dialect: Dialect,
    tenant: &'w str,
}

impl Work<'_> {
    /// Whose wording is sent: for the few units whose steps differ.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Runs a statement; how many rows it touched.
    pub async fn execute(&mut self, sql: Sql, values: Vec<Value>) -> Result<u64, Failure> {
        self.transaction.execute(call(sql, self.dialect, self.tenant, &values)).await
    }

    /// Whether the statement finds a row.
    pub async fn finds(&mut self, sql: Sql, values: Vec<Value>) -> Result<bool, Failure> {
        Ok(self.one_as(sql, values, |_| Ok(())).await?.is_some())
    }

    /// What the only row holds, if there is one.
    pub async fn one<T: FromRow>(&mut self, sql: Sql, values: Vec<Value>) -> Result<Option<T>, Failure> {
        self.one_as(sql, values, T::from_row).await
    }

    /// The same, as `read` has it.
    pub(crate) async fn one_as<T: Send>(
        &mut self,
        sql: Sql,
        values: Vec<Value>,
        read: Read<T>,
    ) -> Result<Option<T>, Failure> {
        Ok(self.all_as(sql, values, read).await?.into_iter().next())
    }

    /// What all rows hold.
    pub async fn all<T: FromRow>(&mut self, sql: Sql, values: Vec<Value>) -> Result<Vec<T>, Failure> {
        self.all_as(sql, values, T::from_row).await
    }

    /// The same, as `read` has it.
    pub(crate) async fn all_as<T: Send>(
        &mut self,
        sql: Sql,
        values: Vec<Value>,
        read: Read<T>,
    ) -> Result<Vec<T>, Failure> {
        let mut found = Vec::new();
        self.transaction.rows(call(sql, self.dialect, self.tenant, &values), &mut into(&mut found, read)).await?;
        Ok(found)
    }
}

/// Reads a row.
pub(crate) type Read<T> = fn(&dyn Row) -> Result<T, Failure>;

/// Adds what is read to what was found.
pub(crate) fn into<T>(found: &mut Vec<T>, read: Read<T>) -> impl FnMut(&dyn Row) -> Result<(), Failure> {
    move |row| {
        found.push(read(row)?);
        Ok(())
    }
}

/// A statement as it is sent.
pub(crate) fn call<'c>(sql: Sql, dialect: Dialect, tenant: &'c str, values: &'c [Value]) -> Call<'c> {
    let tenant = sql.is_tenants().then_some(tenant);
    Call { text: sql.text(dialect), lock: sql.lock(), tenant, values }
}

/// Runs a unit to its end for a tenant; empty: for none. Once it has a connection, dropping the future does not stop it;
/// before that, dropping it leaves the queue.
///
/// # Errors
/// [`StoreError`] when the database failed, for good or in every attempt.
pub async fn run<U: Unit>(
    engine: &Arc<dyn Engine>,
    kind: Kind,
    tenant: &str,
    unit: U,
) -> Result<U::Outcome, StoreError> {
    let connection = engine.connect(kind).await?;
    let bounds = engine.bounds(kind);
    let (engine, tenant) = (Arc::clone(engine), tenant.to_owned());
    let whole = async move { Attempts { engine: &*engine, kind, bounds, tenant: &tenant }.of(connection, &unit).await };
    if bounds.ends_with_its_caller {
        return Ok(whole.await?);
    }
    Ok(tokio::spawn(whole.in_current_span()).await.map_err(StoreError::internal)??)
}

/// What is the same in each attempt at a unit of work.
struct Attempts<'a> {
    engine: &'a dyn Engine,
    kind: Kind,
    bounds: Bounds,
    tenant: &'a str,
}

impl Attempts<'_> {
    async fn of<U: Unit>(&self, first: Box<dyn Connection>, unit: &U) -> Result<U::Outcome, Failure> {
        let mut connection = first;
        for attempt in 1.. {
            let outcome = self.once(&mut *connection, unit).await;
            let is_lost = outcome.as_ref().is_err_and(Failure::loses_the_connection);
            match outcome {
                Err(failure) if attempt < self.bounds.attempts && failure.may_be_repeated() => {
                    tracing::debug!(attempt, %failure, "a unit of work is begun again");
                    connection = self.again(connection, is_lost).await?;
                }
                outcome => {
                    give_back(connection, is_lost);
                    return outcome;
                }
            }
        }
        Err(Failure::no_answer())
    }

    async fn again(&self, connection: Box<dyn Connection>, is_lost: bool) -> Result<Box<dyn Connection>, Failure> {
        if self.bounds.keeps_its_turn && !is_lost {
            return Ok(connection);
        }
        give_back(connection, is_lost);
        self.engine.connect(self.kind).await
    }

    async fn once<U: Unit>(&self, connection: &mut dyn Connection, unit: &U) -> Result<U::Outcome, Failure> {
        let whole = self.in_transaction(connection, unit);
        match self.bounds.patience {
            Some(patience) => tokio::time::timeout(patience, whole).await.unwrap_or_else(|_| Err(Failure::no_answer())),
            None => whole.await,
        }
    }

    async fn in_transaction<U: Unit>(&self, connection: &mut dyn Connection, unit: &U) -> Result<U::Outcome, Failure> {
        let mut transaction = connection.begin(self.kind, self.tenant).await?;
        let dialect = self.engine.dialect();
        let end = unit.run(&mut Work { transaction: &mut *transaction, dialect, tenant: self.tenant }).await;
        match end {
            Ok(End::Commit(outcome)) => transaction.commit().await.map(|()| outcome),
            Ok(End::RollBack(outcome)) => transaction.roll_back().await.map(|()| outcome),
            Err(failure) if failure.loses_the_connection() => Err(failure),
            Err(failure) => {
                transaction.roll_back().await?;
                Err(failure)
            }
        }
    }
}

/// A connection in an unknown state is dropped instead.
fn give_back(connection: Box<dyn Connection>, is_lost: bool) {
    if !is_lost {
        connection.give_back();
    }
}

#[cfg(test)]
mod tests;
