//! Lets somebody or something in again that was said to be gone: Clerk itself says that it is there. A deletion that is told
//! meanwhile counts: either it comes later, or nothing is taken back.

use async_trait::async_trait;

use super::{Applied, fold::Apply, statements};
use crate::{
    engine::{Failure, values},
    queue::{self, Job},
    unit::{End, Unit, Work},
};

/// Ends the job that would erase it, and lifts its tombstone of that time, or of before, or neither.
pub(super) struct TakeBack {
    pub(super) job: Job,
    pub(super) gone_until: i64,
}

#[async_trait]
impl Unit for TakeBack {
    type Outcome = Applied;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Applied>, Failure> {
        work.execute(statements::BEGIN, values![]).await?;
        if !queue::end(work, &self.job).await? {
            return Ok(End::RollBack(Applied::Lost));
        }
        work.execute(statements::LIFT_TOMBSTONE, values![&self.job.key, self.gone_until]).await?;
        if work.finds(statements::IS_GONE, values![&self.job.key]).await? {
            return Ok(End::RollBack(Applied::Lost));
        }
        Ok(End::Commit(Applied::Done))
    }
}

/// Lifts a tombstone of that time, or of before, and applies what is said of it.
pub(super) struct Readmit {
    pub(super) id: String,
    pub(super) gone_until: i64,
    pub(super) apply: Apply,
}

#[async_trait]
impl Unit for Readmit {
    type Outcome = bool;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<bool>, Failure> {
        work.execute(statements::BEGIN, values![]).await?;
        if work.execute(statements::LIFT_TOMBSTONE, values![&self.id, self.gone_until]).await? == 0 {
            return Ok(End::RollBack(false));
        }
        Ok(match self.apply.run(work).await? {
            End::Commit(_) => End::Commit(true),
            End::RollBack(_) => End::RollBack(false),
        })
    }
}
