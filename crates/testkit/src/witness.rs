//! An engine around another one, which remembers what is sent, and sends another text in the place of one: so that a test
//! can show what a statement is worth.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use async_trait::async_trait;
use store::{
    Data, Finding, Schema, Sql, StoreError,
    engine::{Bounds, Call, Connection, Dialect, Engine, Failure, Kind, Reader, Transaction},
};

/// Remembers which statements were sent, and has another text for one of them.
#[derive(Default)]
pub struct Witness {
    used: Mutex<BTreeSet<&'static str>>,
    begun: Mutex<Vec<Kind>>,
    sent: Mutex<Vec<Sent>>,
    mutant: Option<Mutant>,
}

/// A statement as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Its name: `tasks::GET`.
    pub name: String,
    /// Its parameters, in words.
    pub values: String,
}

/// A statement, and what is sent in its place.
#[derive(Clone, Copy, Debug)]
pub struct Mutant {
    /// The text of the statement.
    pub original: &'static str,
    /// What is sent.
    pub text: &'static str,
}

impl Witness {
    /// Of everything, with a mutant or without one.
    #[must_use]
    pub fn new(mutant: Option<Mutant>) -> Arc<Self> {
        Arc::new(Self { mutant, ..Self::default() })
    }

    /// The data, asked for in front of the witness.
    #[must_use]
    pub fn of(self: &Arc<Self>, data: &Data) -> Data {
        data.through(|engine| self.around(engine))
    }

    /// The engine, used in front of the witness.
    #[must_use]
    pub fn around(self: &Arc<Self>, engine: Arc<dyn Engine>) -> Arc<dyn Engine> {
        Arc::new(Watched { engine, witness: Arc::clone(self) })
    }

    /// The statements that were asked for.
    pub fn used(&self) -> BTreeSet<&'static str> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the units of work were for that were begun since this was asked the last time.
    pub fn begun(&self) -> Vec<Kind> {
        std::mem::take(&mut *self.begun.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The statements that were asked for since this was asked the last time, in their order.
    pub fn sent(&self) -> Vec<Sent> {
        std::mem::take(&mut *self.sent.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The text to send: of a statement that every test of statements has read.
    ///
    /// # Panics
    /// When nobody has.
    fn text(&self, statement: &'static str) -> &'static str {
        assert!(known().contains_key(statement), "store::sql::all() lacks {statement}");
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(statement);
        self.mutant.filter(|mutant| mutant.original == statement).map_or(statement, |mutant| mutant.text)
    }

    fn passed<'c>(&self, call: Call<'c>) -> Call<'c> {
        Call { text: self.text(call.text), ..call }
    }

    fn remember(&self, call: Call<'_>) {
        let name = known().get(call.text).cloned().unwrap_or_default();
        let sent = Sent { name, values: format!("{:?} {:?}", call.tenant, call.values) };
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(sent);
    }
}

/// The name of each statement by its text.
fn known() -> &'static BTreeMap<&'static str, String> {
    static KNOWN: LazyLock<BTreeMap<&'static str, String>> = LazyLock::new(|| {
        let texts = |sql: Sql| Dialect::ALL.iter().map(move |&dialect| (sql.text(dialect), sql.name()));
        store::sql::all().into_iter().flat_map(texts).collect()
    });
    &KNOWN
}

struct Watched {
    engine: Arc<dyn Engine>,
    witness: Arc<Witness>,
}

#[async_trait]
impl Engine for Watched {
    fn dialect(&self) -> Dialect {
        self.engine.dialect()
    }

    fn bounds(&self, kind: Kind) -> Bounds {
        self.engine.bounds(kind)
    }

    async fn connect(&self, kind: Kind) -> Result<Box<dyn Connection>, Failure> {
        let (connection, witness) = (self.engine.connect(kind).await?, Arc::clone(&self.witness));
        Ok(Box::new(WatchedConnection { connection, witness }))
    }

    async fn read_bare(&self, call: Call<'_>, reader: Reader<'_>) -> Option<Result<(), Failure>> {
        let answer = self.engine.read_bare(self.witness.passed(call), reader).await;
        if answer.is_some() {
            self.witness.remember(call);
        }
        answer
    }

    async fn schema(&self) -> Result<Schema, StoreError> {
        self.engine.schema().await
    }

    async fn findings(&self) -> Result<Vec<Finding>, StoreError> {
        self.engine.findings().await
    }

    async fn close(&self) {
        self.engine.close().await;
    }
}

struct WatchedConnection {
    connection: Box<dyn Connection>,
    witness: Arc<Witness>,
}

#[async_trait]
impl Connection for WatchedConnection {
    async fn begin(&mut self, kind: Kind, tenant: &str) -> Result<Box<dyn Transaction + '_>, Failure> {
        self.witness.begun.lock().unwrap_or_else(PoisonError::into_inner).push(kind);
        let transaction = self.connection.begin(kind, tenant).await?;
        Ok(Box::new(WatchedTransaction { transaction, witness: &self.witness }))
    }

    fn give_back(self: Box<Self>) {
        self.connection.give_back();
    }
}

struct WatchedTransaction<'c> {
    transaction: Box<dyn Transaction + 'c>,
    witness: &'c Witness,
}

#[async_trait]
impl Transaction for WatchedTransaction<'_> {
    async fn rows(&mut self, call: Call<'_>, reader: Reader<'_>) -> Result<(), Failure> {
        self.witness.remember(call);
        self.transaction.rows(self.witness.passed(call), reader).await
    }

    async fn execute(&mut self, call: Call<'_>) -> Result<u64, Failure> {
        self.witness.remember(call);
        self.transaction.execute(self.witness.passed(call)).await
    }

    async fn commit(self: Box<Self>) -> Result<(), Failure> {
        self.transaction.commit().await
    }

    async fn roll_back(self: Box<Self>) -> Result<(), Failure> {
        self.transaction.roll_back().await
    }
}
