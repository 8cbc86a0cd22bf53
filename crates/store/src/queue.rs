//! The queue: work that is to be done later, by whichever server gets to it, and again where it fails.
//!
//! A server takes a job for a while; the number of attempts is its ticket. Whatever the job does to the database and its
//! end are one transaction ([`end`]), which the ticket has to be good for: a server that was too slow, or died, leaves
//! nothing behind, and another one takes the job when its time is over.

pub(crate) mod statements;

use async_trait::async_trait;
use uuid::Uuid;

use crate::{
    Backed, StoreError,
    data::Sent,
    engine::{Failure, FromRow, Row, Value, values},
    unit::{End, Unit, Work},
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
    /// How often it was begun.
    pub attempts: i64,
    /// Not before, milliseconds since the epoch; while a server is at it, when another one may take it over.
    pub due_at: i64,
    /// Since when nobody tries it any more.
    pub parked_at: Option<i64>,
    /// Why it failed last.
    pub error: Option<String>,
    /// Since when it is there.
    pub created_at: i64,
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
    /// It is tried again then.
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

    /// Takes at most so many jobs that are due, those that have waited longest first, for so many milliseconds.
    async fn take_jobs(&self, limit: u32, milliseconds: i64) -> Result<Vec<Job>, StoreError> {
        let data = self.behind().data();
        let values = values![data.now(), data.now().saturating_add(milliseconds), limit];
        let mut jobs = data.write("", Changed { values }).await?;
        jobs.sort_by_key(|job| job.id);
        Ok(jobs)
    }

    /// Ends a job that has nothing to do with the database; false: it was not this server's any more.
    async fn end_job(&self, job: &Job) -> Result<bool, StoreError> {
        let values = values![job.id, job.attempts];
        Ok(self.behind().data().write("", Sent { sql: statements::END, values }).await? > 0)
    }

    /// Notes that a job failed; `reason` must not hold anything of what it is about.
    async fn fail_job(&self, job: &Job, reason: &str, next: Next) -> Result<(), StoreError> {
        let data = self.behind().data();
        let (due_at, parked_at) = match next {
            Next::At(time) => (time, None),
            Next::Parked => (job.due_at, Some(data.now())),
        };
        let values = values![job.id, job.attempts, due_at, reason, parked_at];
        data.write("", Sent { sql: statements::FAIL, values }).await?;
        Ok(())
    }

    /// The jobs behind this one, in the order they were put in.
    async fn jobs(&self, after: Option<Uuid>, limit: u32) -> Result<Vec<Job>, StoreError> {
        self.behind().data().all("", statements::LIST, values![after.unwrap_or_default(), limit]).await
    }

    /// Lets a job be tried at once, as if for the first time; false: there is none.
    async fn retry_job(&self, kind: &str, key: &str) -> Result<bool, StoreError> {
        let data = self.behind().data();
        let sent = Sent { sql: statements::RETRY, values: values![kind, key, data.now()] };
        Ok(data.write("", sent).await? > 0)
    }

    /// Parks a job; false: there is none that is not parked.
    async fn park_job(&self, kind: &str, key: &str) -> Result<bool, StoreError> {
        let data = self.behind().data();
        let sent = Sent { sql: statements::PARK, values: values![kind, key, data.now()] };
        Ok(data.write("", sent).await? > 0)
    }

    /// Removes jobs that are parked since before then; how many.
    async fn forget_parked_jobs(&self, before: i64) -> Result<u64, StoreError> {
        let sent = Sent { sql: statements::FORGET_PARKED, values: values![before] };
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
            due_at: row.number("due_at")?,
            parked_at: row.int("parked_at")?,
            error: row.string_if_any("error")?,
            created_at: row.number("created_at")?,
        })
    }
}
