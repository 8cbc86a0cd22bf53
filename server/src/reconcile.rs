//! Compares the copy of Clerk's people and organizations with Clerk itself, and heals what differs: events that never came.
//!
//! First everything is looked at, then it is decided whether anything may be changed, then it is. What is not in a list is
//! not gone for that: Clerk is asked for it by its id. And where much is gone at once, or nothing at all of the copy is at
//! Clerk, that is more likely the wrong keys, or a mistake, than the truth: then nothing is changed until somebody says so.
//!
//! A run that breaks off is begun anew, soon: what it healed is no difference any more.

mod absent;
mod asking;
mod clerk;
mod walk;

use std::{future::ready, time::Duration};

use clerk_axum::{BackendClient, backend::Pace};
use domain::Clock;
use futures::future::BoxFuture;
use serde::Serialize;
use store::{Inbox, SystemStore, copy::Heard};

use self::{
    asking::LEASE,
    walk::{Finding, Walk},
};

/// Whoever compares says so again before each call; after so long without that another process may.
const RUNNING_MS: i64 = 10 * 60 * 1_000;
/// The name of the lease of whoever has compared.
const DONE: &str = "reconciled";
/// Nobody has to do it again for so long: an hour less than a day, for it is looked at by the hour.
const DONE_MS: i64 = 23 * 60 * 60 * 1_000;

/// What comparing needs.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    /// A patient client of Clerk's.
    pub(crate) clerk: &'a BackendClient,
    /// The copy.
    pub(crate) inbox: &'a dyn Inbox,
    /// Where leases are.
    pub(crate) system: &'a dyn SystemStore,
    /// How time passes between two calls.
    pub(crate) pace: &'a dyn Pace,
    /// The time.
    pub(crate) clock: &'a dyn Clock,
    /// Which process this is.
    pub(crate) holder: &'a str,
}

/// Asks without a pause, where nobody else does.
pub(crate) struct AtOnce;

impl Pace for AtOnce {
    fn wait(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(ready(()))
    }

    fn chance(&self) -> f64 {
        0.5
    }
}

/// What somebody says beforehand.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// Nothing is changed.
    pub(crate) dry_run: bool,
    /// Much may be gone at once.
    pub(crate) allow_mass_removal: bool,
}

/// What came of it.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Outcome {
    /// How many things of Clerk's were looked at.
    pub(crate) checked: u64,
    /// What the copy has otherwise.
    pub(crate) differences: Vec<Difference>,
    /// How many of them are healed.
    pub(crate) healed: u64,
}

/// One thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Difference {
    /// `people`, `organizations`, `memberships`, `invitations`.
    pub(crate) kind: &'static str,
    /// Its id.
    pub(crate) id: String,
    /// What is wrong with it.
    pub(crate) what: &'static str,
}

impl Parts<'_> {
    /// Compares, and heals. Of all processes one does it at a time.
    pub(crate) async fn reconcile(&self, options: Options) -> anyhow::Result<Outcome> {
        let outcome = self.compare(options).await;
        self.system.lease(LEASE, self.holder, 0).await?;
        let outcome = outcome?;
        if !options.dry_run {
            self.system.lease(DONE, &self.once("done"), DONE_MS).await?;
        }
        Ok(outcome)
    }

    /// Whether it was not done in the last day.
    pub(crate) async fn is_due(&self) -> bool {
        self.system.lease(DONE, &self.once("asks"), 0).await.unwrap_or(false)
    }

    /// Each time another holder, so that nobody prolongs it: whoever has done it does not do it again either.
    fn once(&self, what: &str) -> String {
        format!("{} {what} {}", self.holder, self.clock.now_ms())
    }

    async fn compare(&self, options: Options) -> anyhow::Result<Outcome> {
        let begun_at = self.clock.now_ms();
        let mut walk = Walk::of(&self.inbox.dump().await?);
        let is_empty = walk.left.is_empty();
        clerk::list(self, &mut walk).await?;
        if !options.dry_run && !options.allow_mass_removal {
            absent::must_be_few(&walk)?;
            anyhow::ensure!(
                is_empty || walk.met > 0 || self.is_our_instance().await?,
                "nothing that the copy has is at Clerk: nothing was changed. The keys seem to be of another instance; if they \
                 are not, run `server reconcile --allow-mass-removal`"
            );
        }
        absent::ask(self, &mut walk).await?;
        let mut outcome = Outcome { checked: walk.checked, ..Outcome::default() };
        for finding in walk.findings {
            outcome.differences.push(finding.difference.clone());
            if !options.dry_run {
                outcome.healed += u64::from(self.heal(finding, begun_at).await?);
            }
        }
        Ok(outcome)
    }

    /// Whether the keys are of the instance whose webhooks are taken in.
    async fn is_our_instance(&self) -> anyhow::Result<bool> {
        let Some(ours) = self.inbox.webhook_instance().await? else { return Ok(false) };
        Ok(self.ask(self.clerk.instance().get()).await?.is_some_and(|instance| instance.id == ours))
    }

    /// What was told to be gone since the comparison began stays gone.
    async fn heal(&self, finding: Finding, begun_at: i64) -> anyhow::Result<bool> {
        let Some(change) = finding.change else { return Ok(false) };
        let heard = Heard { change, at: self.clock.now_ms(), delivery: "reconcile".to_owned() };
        if finding.lifts {
            return Ok(self.inbox.readmit(&finding.difference.id, begun_at, heard).await?);
        }
        self.inbox.hear(heard).await?;
        Ok(true)
    }
}
