//! Does what is in the queue, as it comes: applies what Clerk told, erases what is gone. Every server does; a job is one
//! server's at a time.

use std::{sync::Arc, time::Duration};

use domain::Clock;
use store::{
    Inbox, StoreError, SystemStore,
    copy::{Applied, ERASE, Heard},
    queue::{Job, Next},
    webhooks::WEBHOOK,
};
use tokio::sync::Notify;

use super::erasure::{self, Erasure};

/// How long a server has for the jobs that it took. One that dies leaves them for so long.
const TAKEN_MS: i64 = 10_000;
/// Jobs taken at once.
const AT_ONCE: u32 = 16;
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
    /// Rung when there is something to do.
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
    pub(super) async fn work(&self) {
        loop {
            let done = self.work_through().await;
            if done == 0 {
                let _ = tokio::time::timeout(LOOK_EVERY, self.bell.notified()).await;
            }
        }
    }

    /// Does what is due; how many jobs that were.
    pub(crate) async fn work_through(&self) -> usize {
        let jobs = match self.inbox.take_jobs(AT_ONCE, TAKEN_MS).await {
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
                let heard: Heard = serde_json::from_str(&job.payload).map_err(|_| NotDone::Hopeless("unreadable"))?;
                if self.inbox.apply(job, heard).await? == Applied::Lost {
                    tracing::debug!(key = job.key, "another server has it by now");
                }
                Ok(())
            }
            ERASE => erasure::erase(self, job).await,
            _ => Err(NotDone::Failed("no worker here knows this kind".to_owned())),
        }
    }

    async fn note(&self, job: &Job, why: NotDone) {
        let pause = usize::try_from(job.attempts - 1).ok().and_then(|attempt| PAUSES_MS.get(attempt));
        let now = self.clock.now_ms();
        let (reason, next) = match (why, pause) {
            (NotDone::Early(time), _) => ("it is not time yet".to_owned(), Next::At(time)),
            (NotDone::Failed(reason), Some(pause)) => (reason, Next::At(now.saturating_add(*pause))),
            (NotDone::Failed(reason), None) => (reason, Next::Parked),
            (NotDone::Hopeless(reason), _) => (reason.to_owned(), Next::Parked),
        };
        let (kind, key, attempts) = (&job.kind, &job.key, job.attempts);
        if next == Next::Parked {
            tracing::error!(kind, key, attempts, reason, "a job is parked: see `server jobs list`");
        } else {
            tracing::debug!(kind, key, attempts, reason, "a job is tried again later");
        }
        let noted = self.inbox.fail_job(job, &reason, next).await;
        let noted = match (noted, next, kind.as_str()) {
            (Ok(()), Next::Parked, WEBHOOK) => self.inbox.note_parked(key, &reason).await,
            (noted, ..) => noted,
        };
        if let Err(error) = noted {
            tracing::warn!(error = &error as &dyn std::error::Error, kind, key, "a failure could not be noted");
        }
    }
}
