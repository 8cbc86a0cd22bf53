//! The ports, implemented once over whichever engine there is.

use std::sync::Arc;

use domain::{Clock, TenantScope};

// begin examples
use crate::ProjectQuota;
// end examples
use crate::{
    IdGenerator, Sql, StoreError,
    audit::Stamp,
    engine::{Engine, Failure, FromRow, Kind, Value},
    unit::{self, End, Read, Unit, Work, call},
};

/// A database with all that its units of work need. Cheap to clone.
#[derive(Clone)]
pub struct Data {
    engine: Arc<dyn Engine>,
    owner: Option<Arc<dyn Engine>>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    // begin examples
    quota: ProjectQuota,
    // end examples
}

impl Data {
    /// The data behind an engine; `owner` is the role that owns the tables, where that is another one.
    pub fn new(
        engine: Arc<dyn Engine>,
        owner: Option<Arc<dyn Engine>>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdGenerator>,
    ) -> Self {
        Self {
            engine,
            owner,
            clock,
            ids,
            // begin examples
            quota: ProjectQuota::NONE,
            // end examples
        }
    }

    // begin examples
    /// The same, but no tenant gets more projects than that.
    #[must_use]
    pub fn with_quota(self, quota: ProjectQuota) -> Self {
        Self { quota, ..self }
    }

    pub(crate) fn quota(&self) -> ProjectQuota {
        self.quota
    }
    // end examples

    /// The same data, asked for through another engine around each: for tests that watch what is sent.
    #[must_use]
    pub fn through(&self, around: impl Fn(Arc<dyn Engine>) -> Arc<dyn Engine>) -> Self {
        let (engine, owner) = (around(Arc::clone(&self.engine)), self.owner.clone().map(&around));
        Self { engine, owner, ..self.clone() }
    }

    /// On whose behalf a change is made, and when.
    pub(crate) fn stamp(&self, scope: &TenantScope) -> Stamp {
        Stamp::of(scope.clone(), Arc::clone(&self.clock), Arc::clone(&self.ids))
    }

    pub(crate) fn ids(&self) -> Arc<dyn IdGenerator> {
        Arc::clone(&self.ids)
    }

    /// What time it is to them.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// Milliseconds since the epoch.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now_ms()
    }

    /// The engine itself.
    pub(crate) fn engine(&self) -> &dyn Engine {
        &*self.engine
    }

    /// That of the owner too, where there is one.
    pub(crate) fn engines(&self) -> impl Iterator<Item = &Arc<dyn Engine>> {
        std::iter::once(&self.engine).chain(&self.owner)
    }

    /// Reads a tenant's only row, if there is one, by one statement.
    ///
    /// # Errors
    /// [`StoreError`] when the database failed, or the row is none of these.
    pub async fn one<T: FromRow>(&self, tenant: &str, sql: Sql, values: Vec<Value>) -> Result<Option<T>, StoreError> {
        self.one_as(tenant, sql, values, T::from_row).await
    }

    /// The same, as `read` has it.
    pub(crate) async fn one_as<T: Send + 'static>(
        &self,
        tenant: &str,
        sql: Sql,
        values: Vec<Value>,
        read: Read<T>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.all_as(tenant, sql, values, read).await?.into_iter().next())
    }

    /// Reads a tenant's rows by one statement.
    pub(crate) async fn all<T: FromRow>(
        &self,
        tenant: &str,
        sql: Sql,
        values: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        self.all_as(tenant, sql, values, T::from_row).await
    }

    /// The same, as `read` has it.
    pub(crate) async fn all_as<T: Send + 'static>(
        &self,
        tenant: &str,
        sql: Sql,
        values: Vec<Value>,
        read: Read<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        let call = call(sql, self.engine.dialect(), tenant, &values);
        let outcome = self.engine.read_bare(call, &mut unit::into(&mut found, read)).await;
        match outcome {
            Some(outcome) => outcome.map(|()| found).map_err(StoreError::from),
            None => self.read(tenant, One { sql, values, read }).await,
        }
    }

    /// Reads a tenant's rows by several statements, which see one state of them.
    pub(crate) async fn read<U: Unit>(&self, tenant: &str, unit: U) -> Result<U::Outcome, StoreError> {
        unit::run(&self.engine, Kind::Read, tenant, unit).await
    }

    /// Changes a tenant's rows for somebody who waits.
    pub(crate) async fn write<U: Unit>(&self, tenant: &str, unit: U) -> Result<U::Outcome, StoreError> {
        unit::run(&self.engine, Kind::Write, tenant, unit).await
    }

    /// Changes many rows of a tenant for the system itself.
    pub(crate) async fn maintain<U: Unit>(&self, tenant: &str, unit: U) -> Result<U::Outcome, StoreError> {
        unit::run(&self.engine, Kind::Maintain, tenant, unit).await
    }

    /// The same, by the role that owns the tables.
    pub(crate) async fn own<U: Unit>(&self, tenant: &str, unit: U) -> Result<U::Outcome, StoreError> {
        unit::run(self.owner.as_ref().unwrap_or(&self.engine), Kind::Maintain, tenant, unit).await
    }
}

/// What has data behind it: the ports come with that.
pub trait Backed: Send + Sync {
    /// The data, for the ports alone.
    fn behind(&self) -> Behind<'_>;
}

impl Backed for Data {
    fn behind(&self) -> Behind<'_> {
        Behind(self)
    }
}

/// The data behind a port. Nobody else gets at it: whoever holds a port has its calls and no more.
#[derive(Clone, Copy)]
pub struct Behind<'d>(&'d Data);

impl<'d> Behind<'d> {
    pub(crate) fn data(self) -> &'d Data {
        self.0
    }
}

/// One statement that changes rows; how many.
pub(crate) struct Sent {
    pub(crate) sql: Sql,
    pub(crate) values: Vec<Value>,
}

#[async_trait::async_trait]
impl Unit for Sent {
    type Outcome = u64;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<u64>, Failure> {
        Ok(End::Commit(work.execute(self.sql, self.values.clone()).await?))
    }
}

/// One statement that only reads.
struct One<T> {
    sql: Sql,
    values: Vec<Value>,
    read: Read<T>,
}

#[async_trait::async_trait]
impl<T: Send + 'static> Unit for One<T> {
    type Outcome = Vec<T>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Vec<T>>, Failure> {
        Ok(End::Commit(work.all_as(self.sql, self.values.clone(), self.read).await?))
    }
}
