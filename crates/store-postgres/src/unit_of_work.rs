//! A unit of work: one transaction, in a task of its own, begun again when the database asks for that.
//!
//! A client that hangs up drops the future of its request. In a task the work goes on to its commit or rollback, so that
//! what was acknowledged is there and no connection returns to the pool in the middle of a transaction.

use async_trait::async_trait;
use sqlx::{Executor, PgConnection};
use store::StoreError;
use tracing::Instrument;

use crate::{
    database::{Database, Kind},
    error::Failure,
    lease::Lease,
    sql::transaction,
    work::Work,
};

/// How often a unit is begun at most.
const ATTEMPTS: usize = 5;

/// Work in one transaction. A value, not a future: it may have to run more than once.
#[async_trait]
pub(crate) trait Unit: Send + Sync + 'static {
    /// What comes of it.
    type Outcome: Send + 'static;

    /// Runs it, to be committed or rolled back as it says. Repeatable: it keeps nothing from a run before.
    async fn run(&self, work: &mut Work<'_>) -> Result<End<Self::Outcome>, Failure>;
}

/// How a unit of work ends.
pub(crate) enum End<T> {
    /// What was done is kept.
    Commit(T),
    /// Nothing was to be done, or not all of it could be.
    RollBack(T),
}

/// Runs a unit to its end. A dropped future does not stop it once it has its connection; before, it leaves the queue.
pub(crate) async fn run<U: Unit>(
    database: &Database,
    kind: Kind,
    tenant: &str,
    unit: U,
) -> Result<U::Outcome, StoreError> {
    let lease = Lease::of(&database.pool).await.map_err(Failure::from)?;
    let (database, tenant) = (database.clone(), tenant.to_owned());
    let whole = async move { repeat(&database, lease, kind, &tenant, &unit).await };
    Ok(tokio::spawn(whole.in_current_span()).await.map_err(StoreError::internal)??)
}

async fn repeat<U: Unit>(
    database: &Database,
    first: Lease,
    kind: Kind,
    tenant: &str,
    unit: &U,
) -> Result<U::Outcome, Failure> {
    let mut lease = first;
    for attempt in 1..ATTEMPTS {
        match once(database, lease, kind, tenant, unit).await {
            Err(failure) if failure.may_be_repeated() => {
                tracing::debug!(attempt, %failure, "a unit of work is begun again");
                lease = Lease::of(&database.pool).await?;
            }
            outcome => return outcome,
        }
    }
    once(database, lease, kind, tenant, unit).await
}

/// The lease ends with the connection given back, or, in every other case, closed.
async fn once<U: Unit>(
    database: &Database,
    mut lease: Lease,
    kind: Kind,
    tenant: &str,
    unit: &U,
) -> Result<U::Outcome, Failure> {
    let whole = in_transaction(database, lease.connection()?, kind, tenant, unit);
    let outcome = tokio::time::timeout(kind.patience, whole).await.map_err(|_| Failure::NoAnswer)??;
    lease.give_back();
    outcome
}

/// The outer error leaves the connection in an unknown state.
async fn in_transaction<U: Unit>(
    database: &Database,
    connection: &mut PgConnection,
    kind: Kind,
    tenant: &str,
    unit: &U,
) -> Result<Result<U::Outcome, Failure>, Failure> {
    begin(connection, kind, tenant).await?;
    let end = unit.run(&mut Work::new(connection, tenant, &database.statements)).await;
    let (outcome, commit) = match end {
        Ok(End::Commit(outcome)) => (Ok(outcome), true),
        Ok(End::RollBack(outcome)) => (Ok(outcome), false),
        Err(failure) if failure.loses_the_connection() => return Err(failure),
        Err(failure) => (Err(failure), false),
    };
    if commit {
        connection.execute(transaction::COMMIT).await.map_err(Failure::at_commit)?;
    } else {
        connection.execute(transaction::ROLL_BACK).await?;
    }
    Ok(outcome)
}

/// From here to the end of the transaction there is one tenant.
async fn begin(connection: &mut PgConnection, kind: Kind, tenant: &str) -> Result<(), sqlx::Error> {
    connection.execute(kind.begin).await?;
    sqlx::query(transaction::SET_TENANT).bind(tenant).execute(&mut *connection).await?;
    if let Some(limit) = kind.statement_timeout {
        sqlx::query(transaction::SET_STATEMENT_TIMEOUT).bind(limit).execute(connection).await?;
    }
    Ok(())
}
