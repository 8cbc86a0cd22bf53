//! A database by one of its roles, and the three kinds of work it is asked for.

use std::time::Duration;

use sqlx::PgPool;
use store::StoreError;

use crate::{
    address::Address,
    connect, sql,
    statements::Statements,
    unit_of_work::{self, Unit},
};

/// A database, as one role sees it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Database {
    pub(crate) pool: PgPool,
    pub(crate) statements: Statements,
    /// Whether the other end is known for certain.
    pub(crate) is_verified: bool,
    /// Whether the address of the tables' owner is known too.
    pub(crate) has_owner: bool,
}

/// How a unit of work runs.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) begin: &'static str,
    /// What each statement may take, as PostgreSQL writes it; `None`: what the connection was told.
    pub(crate) statement_timeout: Option<&'static str>,
    /// What all of it may take. The server's own limits end sooner: this one is for a server that does not answer.
    pub(crate) patience: Duration,
}

/// All statements see one and the same state, and none writes.
const READ: Kind =
    Kind { begin: sql::transaction::BEGIN_READ, statement_timeout: None, patience: Duration::from_secs(6) };
const WRITE: Kind =
    Kind { begin: sql::transaction::BEGIN_WRITE, statement_timeout: None, patience: Duration::from_secs(6) };
/// Nobody waits with a browser for it.
const MAINTENANCE: Kind =
    Kind { begin: sql::transaction::BEGIN_WRITE, statement_timeout: Some("60s"), patience: Duration::from_secs(180) };

impl Database {
    /// Has not connected yet.
    pub(crate) fn new(address: &Address, connections: u32) -> Self {
        let (pool, is_verified) = (connect::pool(address, connections), address.is_verified());
        Self { pool, statements: Statements::default(), is_verified, has_owner: false }
    }

    /// Reads a tenant's rows; with an empty tenant only what is nobody's.
    pub(crate) async fn read<U: Unit>(&self, tenant: &str, unit: U) -> Result<U::Outcome, StoreError> {
        unit_of_work::run(self, READ, tenant, unit).await
    }

    /// Changes a tenant's rows for somebody who waits.
    pub(crate) async fn write<U: Unit>(&self, tenant: &str, unit: U) -> Result<U::Outcome, StoreError> {
        unit_of_work::run(self, WRITE, tenant, unit).await
    }

    /// Changes many rows of a tenant for the system itself.
    pub(crate) async fn maintain<U: Unit>(&self, tenant: &str, unit: U) -> Result<U::Outcome, StoreError> {
        unit_of_work::run(self, MAINTENANCE, tenant, unit).await
    }
}
