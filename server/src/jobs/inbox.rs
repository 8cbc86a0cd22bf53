//! Does what is in the queue, as it comes: applies what Clerk told, erases what is gone. Every server does; a job is one
//! server's at a time.

use std::{future::pending, sync::Arc, time::Duration};

use domain::Clock;
use futures::future::join_all;
use serde::de::DeserializeOwned;
use store::{
    Inbox, StoreError, SystemStore,
    copy::{Applied, ERASE, Heard},
    queue::{Job, Next},
    webhooks::WEBHOOK,
};
use tokio::sync::Notify;

use super::erasure::{self, Erasure};

/// A kind of jobs. Each has a worker of its own on every server: one that takes long holds up none of another kind.
struct Kind {
    name: &'static str,
    /// Jobs taken at once.
    at_once: u32,
    /// How long a server has for those that it took. One that dies leaves them for so long.
    taken_ms: i64,
}

/// All that there are.
const KINDS: [Kind; 2] = [
    Kind { name: WEBHOOK, at_once: 16, taken_ms: 10_000 },
    Kind { name: ERASE, at_once: 1, taken_ms: 10 * 60 * 1_000 },
];

/// How long others' deliveries may wait here: this server's own ring the bell.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long after an attempt the next one is made; after the last one the job is parked.
const PAUSES_MS: [i64; 7] = [1_000, 5_000, 30_000, 300_000, 1_800_000, 7_200_000, 18_000_000];

/// What the workers need.
#[derive(Clone)]
pub(crate) struct Workers {
    /// Where jobs are.
    pub(crate) inbox: Arc<dyn Inbox>,
    /// What erases a tenant.
    pub(crate) system: Arc<dyn SystemStore>,
    /// Asked before anything is erased.
    pub(crate) erasure: Arc<Erasure>,
    /// Rung when a webhook came.
    pub(crate) bell: Arc<Notify>,
    /// The time.
    pub(crate) clock: Arc<dyn Clock>,
}

/// Why a job was not done.
#[derive(Debug)]
pub(crate) enum NotDone {
    /// It is not to be done before then.
    Early(i64),
    /// Another attempt may do.
    Failed(String),
    /// No attempt will do.
    Hopeless(&'static str),
}

impl From<StoreError> for NotDone {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl Workers {
    /// Works for ever.
    pub(crate) async fn work(&self) {
        join_all(KINDS.iter().map(|kind| self.work_at(kind))).await;
    }

    async fn work_at(&self, kind: &Kind) {
        loop {
            if self.some_of(kind).await == 0 {
                let _ = tokio::time::timeout(LOOK_EVERY, self.rung(kind)).await;
            }
        }
    }

    async fn rung(&self, kind: &Kind) {
        if kind.name == WEBHOOK { self.bell.notified().await } else { pending().await }
    }

    /// Does what is due; how many jobs that were.
    #[cfg(any(test, feature = "test-harness"))]
    pub(crate) async fn work_through(&self) -> usize {
        let mut done = 0;
        for kind in &KINDS {
            done += self.some_of(kind).await;
        }
        done
    }

    async fn some_of(&self, kind: &Kind) -> usize {
        let jobs = match self.inbox.take_jobs(kind.name, kind.at_once, kind.taken_ms).await {
            Ok(jobs) => jobs,
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "the queue cannot be read");
                return 0;
            }
        };
        for job in &jobs {
            if let Err(why) = self.one(job).await {
                self.note(job, why).await;
            }
        }
        jobs.len()
    }

    async fn one(&self, job: &Job) -> Result<(), NotDone> {
        match job.kind.as_str() {
            WEBHOOK => {
                let heard: Heard = read(job)?;
                if self.inbox.apply(job, heard).await? == Applied::Lost {
                    tracing::debug!(key = job.key, "another server has it by now");
                }
                Ok(())
            }
            ERASE => erasure::erase(self, job).await,
            // Nothing takes one that is not among the kinds.
            _ => Err(NotDone::Failed("this kind has no arm here".to_owned())),
        }
    }

    async fn note(&self, job: &Job, why: NotDone) {
        let pause = usize::try_from(job.failures).ok().and_then(|failures| PAUSES_MS.get(failures));
        let now = self.clock.now_ms();
        let (reason, next) = match (why, pause) {
            (NotDone::Early(time), _) => ("it is not time yet".to_owned(), Next::Later(time)),
            (NotDone::Failed(reason), Some(pause)) => (reason, Next::At(now.saturating_add(*pause))),
            (NotDone::Failed(reason), None) => (reason, Next::Parked),
            (NotDone::Hopeless(reason), _) => (reason.to_owned(), Next::Parked),
        };
        let (kind, key, attempts) = (&job.kind, &job.key, job.attempts);
        match self.inbox.fail_job(job, &reason, next).await {
            Ok(false) => tracing::debug!(kind, key, attempts, reason, "another server has it by now"),
            Ok(true) if next == Next::Parked => {
                tracing::error!(kind, key, attempts, reason, "a job is parked: see `server jobs list`");
            }
            Ok(true) => tracing::debug!(kind, key, attempts, reason, "a job is tried again later"),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, kind, key, "a failure could not be noted");
            }
        }
    }
}

/// What a job needs to know. What this server cannot read, one of a later version may.
pub(super) fn read<T: DeserializeOwned>(job: &Job) -> Result<T, NotDone> {
    serde_json::from_str(&job.payload).map_err(|_| NotDone::Failed("this server cannot read it".to_owned()))
}
