//! What a database engine can do: begin a unit of work for a tenant, send a statement, and end the unit. This is all
//! that an adapter offers to the units, which are written once and know no driver.
//!
//! Nobody above the ports has an engine: a [`crate::Data`] keeps its own to itself.

mod values;

use std::time::Duration;

use async_trait::async_trait;

use crate::{Finding, Schema, StoreError};

pub use self::values::{FromRow, Reader, Row, Value};

pub(crate) use self::values::values;

/// A database, as one of its roles sees it.
#[async_trait]
pub trait Engine: Send + Sync {
    /// Which of two texts of a statement it understands.
    fn dialect(&self) -> Dialect;

    /// How a unit of work of this kind is bounded.
    fn bounds(&self, kind: Kind) -> Bounds;

    /// Waits for a connection, for as long as the pool lets one wait.
    async fn connect(&self, kind: Kind) -> Result<Box<dyn Connection>, Failure>;

    /// Reads the rows of a single statement, where the engine needs no transaction around it; `None`: here it needs a unit
    /// of work.
    async fn read_bare(&self, call: Call<'_>, reader: Reader<'_>) -> Option<Result<(), Failure>>;

    /// What is installed.
    async fn schema(&self) -> Result<Schema, StoreError>;

    /// What is well and what is not, for `server doctor`.
    async fn findings(&self) -> Result<Vec<Finding>, StoreError>;

    /// Waits for running work, then closes.
    async fn close(&self);
}

/// A connection that is the caller's to use. When it is dropped it is closed, or rolled back before anybody else gets it.
#[async_trait]
pub trait Connection: Send {
    /// Begins a transaction for a tenant; empty: for none. Until it ends there is no other one on this connection.
    async fn begin(&mut self, kind: Kind, tenant: &str) -> Result<Box<dyn Transaction + '_>, Failure>;

    /// Gives it back, outside of a transaction. Nobody waits for it.
    fn give_back(self: Box<Self>);
}

/// A transaction. Dropped, nothing of it is kept.
#[async_trait]
pub trait Transaction: Send {
    /// Reads the rows of a statement.
    async fn rows(&mut self, call: Call<'_>, reader: Reader<'_>) -> Result<(), Failure>;

    /// Runs a statement; how many rows it touched.
    async fn execute(&mut self, call: Call<'_>) -> Result<u64, Failure>;

    /// Keeps what was done.
    async fn commit(self: Box<Self>) -> Result<(), Failure>;

    /// Keeps nothing.
    async fn roll_back(self: Box<Self>) -> Result<(), Failure>;
}

/// A statement on its way.
#[derive(Clone, Copy, Debug)]
pub struct Call<'c> {
    /// In the dialect of the engine.
    pub text: &'static str,
    /// What it does with the rows that it finds.
    pub lock: Lock,
    /// The first parameter, where that is the tenant.
    pub tenant: Option<&'c str>,
    /// The other parameters.
    pub values: &'c [Value],
}

/// The texts that statements come in, where they need more than one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    // begin sqlite
    /// SQLite's.
    Sqlite,
    // end sqlite
    // begin postgres
    /// PostgreSQL's.
    Postgres,
    // end postgres
}

impl Dialect {
    /// All of them.
    pub const ALL: &[Self] = &[
        // begin sqlite
        Self::Sqlite,
        // end sqlite
        // begin postgres
        Self::Postgres,
        // end postgres
    ];
}

/// What a statement that finds rows does with them. With one writer there is nothing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Nothing.
    None,
    /// Nobody else changes them before the transaction ends.
    Rows,
    /// The same, of those that nobody else has locked.
    FreeRows,
}

/// What a unit of work is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// All statements see one and the same state, and none writes.
    Read,
    /// Changes rows for somebody who waits.
    Write,
    /// Changes many rows for the system itself. Nobody waits with a browser for it.
    Maintain,
}

/// What keeps a unit of work from going on for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// How often it is begun at most.
    pub attempts: u32,
    /// How long one whole attempt may take. The database's own limits end it sooner: this one is for a server that does not
    /// answer. `None`: the database runs in this process.
    pub patience: Option<Duration>,
    /// Whether it keeps its turn between attempts, so that all of them together are bounded, as it does where there is one
    /// writer; otherwise others get their turn in between.
    pub keeps_its_turn: bool,
    /// Whether it may end when its caller's future is dropped: it changes nothing, and a connection dropped in the middle
    /// cleans itself up.
    pub ends_with_its_caller: bool,
}

/// A failure, and what may be done about it.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Failure {
    #[source]
    error: StoreError,
    refusal: Option<Rejection>,
    may_be_repeated: bool,
    loses_the_connection: bool,
}

/// What the database refused, of the things a unit of work can answer for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// Another row has this key: the constraint's name, or its columns where the engine names those.
    Taken(String),
    /// Another row still refers to what was to go.
    ReferredTo,
    /// The role may not do it.
    Forbidden,
}

impl Failure {
    /// A failure that another attempt would meet again, on a connection that is well.
    pub fn new(error: StoreError) -> Self {
        Self { error, refusal: None, may_be_repeated: false, loses_the_connection: false }
    }

    /// It is one that a unit of work may expect.
    #[must_use]
    pub fn as_refusal(self, refusal: Option<Rejection>) -> Self {
        Self { refusal, ..self }
    }

    /// Whether nothing was done and another attempt may well succeed, at once.
    #[must_use]
    pub fn repeatable(self, may_be_repeated: bool) -> Self {
        Self { may_be_repeated, ..self }
    }

    /// Whether the connection is of no more use.
    #[must_use]
    pub fn losing_the_connection(self, loses_the_connection: bool) -> Self {
        Self { loses_the_connection, ..self }
    }

    /// What should not have happened.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::new(StoreError::internal(cause))
    }

    /// The server took the work and fell silent.
    pub fn no_answer() -> Self {
        let words = "the database did not answer in time; a change may have been made or not";
        Self::new(StoreError::unavailable(words)).losing_the_connection(true)
    }

    /// Whether nothing was done and another attempt may well succeed.
    pub fn may_be_repeated(&self) -> bool {
        self.may_be_repeated
    }

    /// Whether the connection is of no more use.
    pub fn loses_the_connection(&self) -> bool {
        self.loses_the_connection
    }

    /// Whether it is this refusal.
    pub fn is(&self, refusal: &Rejection) -> bool {
        self.refusal.as_ref() == Some(refusal)
    }

    /// Whether another row has the key, which goes by one of these names.
    pub fn is_of_key(&self, names: &[&str]) -> bool {
        matches!(&self.refusal, Some(Rejection::Taken(name)) if names.contains(&name.as_str()))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::new(error)
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        failure.error
    }
}
