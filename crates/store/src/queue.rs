//! The queue: work that is to be done later, by whichever server gets to it, and again where it fails.
//!
//! A server takes a job for a while; the number of attempts is its ticket. Whatever the job does to the database and its
//! end are one transaction ([`end`]), which the ticket has to be good for: a server that was too slow, or died, leaves
//! nothing behind, and another one takes the job when its time is over.

pub(crate) mod statements;

use async_trait::async_trait;
use uuid::Uuid;

use crate::{
    Backed, Data, StoreError,
    data::Sent,
    engine::{Failure, FromRow, Row, Value, values},
    unit::{End, Unit, Work},
    webhooks::{self, Standing, WEBHOOK},
};

/// A job as it was taken, or looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Sorts by when it was put in.
    pub id: Uuid,
    /// Which worker it is for.
    pub kind: String,
    /// What it is about; there is one of a kind for each.
    pub key: String,
    /// What the worker needs to know: JSON.
    pub payload: String,
    /// How often it was begun: the ticket of whoever begins it.
    pub attempts: i64,
    /// How often it failed since it was put in, or tried by hand. That it was not time yet is no failure.
    pub failures: i64,
    /// Not before, milliseconds since the epoch; while a server is at it, when another one may take it over.
    pub due_at: i64,
    /// Since when nobody tries it any more.
    pub parked_at: Option<i64>,
    /// Why it failed last.
    pub error: Option<String>,
    /// Since when it is there.
    pub created_at: i64,
}

impl Job {
    /// With all that it says, for whom it is about. JSON.
    ///
    /// # Errors
    /// When its payload is no JSON.
    pub fn shown(&self) -> Result<serde_json::Value, serde_json::Error> {
        let payload: serde_json::Value = serde_json::from_str(&self.payload)?;
        Ok(serde_json::json!({"kind": self.kind, "key": self.key, "payload": payload}))
    }
}

/// A job to put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// Which worker it is for.
    pub kind: &'static str,
    /// What it is about.
    pub key: String,
    /// What the worker needs to know: JSON.
    pub payload: String,
    /// Not before, milliseconds since the epoch; 0: at once.
    pub due_at: i64,
}

/// What becomes of a job that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It was not time yet, which is no failure: it is tried then.
    Later(i64),
    /// It failed, and is tried again then.
    At(i64),
    /// Nobody tries it again until somebody says so.
    Parked,
}

/// The queue, for the system's work.
#[async_trait]
pub trait JobStore: Backed {
    /// Puts a job in; false: there is one of its kind about the same already, which stays as it is.
    async fn put_job(&self, job: NewJob) -> Result<bool, StoreError> {
        let data = self.behind().data();
        data.write("", Put { id: data.ids().uuid_v7(), job, now: data.now() }).await
    }

    /// Takes at most so many jobs of a kind that are due, those that have waited longest first, for so many milliseconds.
    async fn take_jobs(&self, kind: &str, limit: u32, milliseconds: i64) -> Result<Vec<Job>, StoreError> {
        let data = self.behind().data();
        let values = values![data.now(), data.now().saturating_add(milliseconds), limit, kind];
        let mut jobs = data.write("", Changed { values }).await?;
        jobs.sort_by_key(|job| job.id);
        Ok(jobs)
    }

    /// Ends a job that has nothing to do with the database; false: it was not this server's any more.
    async fn end_job(&self, job: &Job) -> Result<bool, StoreError> {
        let values = values![job.id, job.attempts];
        Ok(self.behind().data().write("", Sent { sql: statements::END, values }).await? > 0)
    }

    /// Notes that a job was not done; `reason` must not hold anything of what it is about. A delivery that is parked with
    /// it is so in the ledger too. False: it was not this server's any more, and nothing was noted.
    async fn fail_job(&self, job: &Job, reason: &str, next: Next) -> Result<bool, StoreError> {
        let data = self.behind().data();
        data.write("", Fail { job: job.clone(), reason: reason.to_owned(), next, now: data.now() }).await
    }

    /// Changes what the worker of a job needs to know, for its next attempt; false: it was not this server's any more.
    async fn rewrite_job(&self, job: &Job, payload: &str) -> Result<bool, StoreError> {
        let values = values![job.id, job.attempts, payload];
        Ok(self.behind().data().write("", Sent { sql: statements::REWRITE, values }).await? > 0)
    }

    /// The jobs behind this one, in the order they were put in.
    async fn jobs(&self, after: Option<Uuid>, limit: u32) -> Result<Vec<Job>, StoreError> {
        self.behind().data().all("", statements::LIST, values![after.unwrap_or_default(), limit]).await
    }

    /// Lets a job be tried at once, as if for the first time; false: there is none.
    async fn retry_job(&self, kind: &str, key: &str) -> Result<bool, StoreError> {
        turn(self.behind().data(), kind, key, Standing::Waiting).await
    }

    /// Parks a job; false: there is none that is not parked.
    async fn park_job(&self, kind: &str, key: &str) -> Result<bool, StoreError> {
        turn(self.behind().data(), kind, key, Standing::Parked).await
    }

    /// Removes jobs of a kind that are parked since before then; how many. Only for kinds that nobody owes anything: what
    /// is to be erased must not be forgotten.
    async fn forget_parked_jobs(&self, kind: &str, before: i64) -> Result<u64, StoreError> {
        let sent = Sent { sql: statements::FORGET_PARKED, values: values![kind, before] };
        self.behind().data().maintain("", sent).await
    }
}

impl<S: Backed> JobStore for S {}

/// Puts a job in, in the transaction of what causes it.
pub(crate) async fn put(work: &mut Work<'_>, id: Uuid, job: &NewJob, now: i64) -> Result<bool, Failure> {
    let values = values![id, job.kind, &job.key, &job.payload, job.due_at.max(now), now];
    Ok(work.execute(statements::PUT, values).await? > 0)
}

/// Ends a job in the transaction of what it did; false: it is not this server's any more, and what it did must not stay.
pub(crate) async fn end(work: &mut Work<'_>, job: &Job) -> Result<bool, Failure> {
    Ok(work.execute(statements::END, values![job.id, job.attempts]).await? > 0)
}

struct Put {
    id: Uuid,
    job: NewJob,
    now: i64,
}

#[async_trait]
impl Unit for Put {
    type Outcome = bool;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<bool>, Failure> {
        Ok(End::Commit(put(work, self.id, &self.job, self.now).await?))
    }
}

/// Lets a job be tried at once, or parks it. The ledger says the same of a delivery, or neither does.
pub(crate) async fn turn(data: &Data, kind: &str, key: &str, to: Standing) -> Result<bool, StoreError> {
    data.write("", Turn { kind: kind.to_owned(), key: key.to_owned(), to, now: data.now() }).await
}

struct Turn {
    kind: String,
    key: String,
    to: Standing,
    now: i64,
}

#[async_trait]
impl Unit for Turn {
    type Outcome = bool;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<bool>, Failure> {
        let (sql, reason) = match self.to {
            Standing::Parked => (statements::PARK, Some("parked by hand")),
            _ => (statements::RETRY, None),
        };
        if work.execute(sql, values![&self.kind, &self.key, self.now]).await? == 0 {
            return Ok(End::RollBack(false));
        }
        if self.kind == WEBHOOK {
            let settled = (self.to == Standing::Parked).then_some(self.now);
            webhooks::settle(work, &self.key, (self.to, reason), settled).await?;
        }
        Ok(End::Commit(true))
    }
}

struct Fail {
    job: Job,
    reason: String,
    next: Next,
    now: i64,
}

#[async_trait]
impl Unit for Fail {
    type Outcome = bool;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<bool>, Failure> {
        let job = &self.job;
        let (due_at, parked_at, failures) = match self.next {
            Next::Later(time) => (time, None, 0_i64),
            Next::At(time) => (time, None, 1),
            Next::Parked => (job.due_at, Some(self.now), 1),
        };
        let values = values![job.id, job.attempts, due_at, &self.reason, parked_at, failures];
        if work.execute(statements::FAIL, values).await? == 0 {
            return Ok(End::RollBack(false));
        }
        if parked_at.is_some() && job.kind == WEBHOOK {
            webhooks::settle(work, &job.key, (Standing::Parked, Some(&self.reason)), parked_at).await?;
        }
        Ok(End::Commit(true))
    }
}

/// Takes jobs.
struct Changed {
    values: Vec<Value>,
}

#[async_trait]
impl Unit for Changed {
    type Outcome = Vec<Job>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Vec<Job>>, Failure> {
        Ok(End::Commit(work.all(statements::TAKE, self.values.clone()).await?))
    }
}

impl FromRow for Job {
    fn from_row(row: &dyn Row) -> Result<Self, Failure> {
        Ok(Self {
            id: row.uuid("id")?,
            kind: row.string("kind")?,
            key: row.string("key")?,
            payload: row.string("payload")?,
            attempts: row.number("attempts")?,
            failures: row.number("failures")?,
            due_at: row.number("due_at")?,
            parked_at: row.int("parked_at")?,
            error: row.string_if_any("error")?,
            created_at: row.number("created_at")?,
        })
    }
}
