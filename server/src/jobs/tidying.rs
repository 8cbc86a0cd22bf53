//! Removes what is needed no longer of what Clerk told: lines of the ledger, tombstones, ended sessions, parked deliveries
//! that nobody looked after, the addresses of invitations that ran out. Other parked jobs stay: what is to be erased, and
//! what a product owes somebody, is not done by forgetting it.

use async_trait::async_trait;
use domain::Clock;
use store::{Inbox, StoreError, SystemStore, webhooks::WEBHOOK};

use super::{
    Hours,
    rounds::{self, Chore},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// Clerk sends again for a day by itself, and by hand much later.
const LEDGER_MS: i64 = 90 * DAY_MS;
/// A parked delivery holds names until somebody looked after it.
const PARKED_MS: i64 = 30 * DAY_MS;
/// Ten times as long as a token lives.
const SESSIONS_MS: i64 = 10 * 60 * 1_000;
/// Lines of one transaction.
const BATCH: u32 = 1_000;

struct Expire<'a>(&'a dyn Inbox);

#[async_trait]
impl Chore for Expire<'_> {
    fn lease(&self) -> &'static str {
        "tidy"
    }

    fn name(&self) -> &'static str {
        "the removal of what invitations that ran out leave"
    }

    async fn due(&self, _: &dyn SystemStore, after: Option<&str>, limit: u32) -> Result<Vec<String>, StoreError> {
        self.0.tenants_to_expire(after, limit).await
    }

    async fn some(&self, _: &dyn SystemStore, tenant: &str) -> Result<u32, StoreError> {
        Ok(u32::try_from(self.0.expire_invitations(tenant).await?).unwrap_or(u32::MAX))
    }
}

/// Tidies up once; how much there was to do, `None` where another server does it.
pub(crate) async fn tidy_all(
    inbox: &dyn Inbox,
    system: &dyn SystemStore,
    holder: &str,
    now: i64,
) -> Result<Option<u64>, StoreError> {
    let Some(expired) = rounds::go(&Expire(inbox), system, holder).await else { return Ok(None) };
    let mut done = expired + inbox.forget_parked_jobs(WEBHOOK, now - PARKED_MS).await?;
    loop {
        let some = inbox.forget_deliveries(now - LEDGER_MS, BATCH).await?;
        let more = inbox.tidy_copy(now - LEDGER_MS, now - SESSIONS_MS).await?;
        done += some + more;
        if some + more == 0 {
            return Ok(Some(done));
        }
    }
}

/// Tidies every hour.
pub(super) async fn tidy(
    inbox: &dyn Inbox,
    system: &dyn SystemStore,
    holder: &str,
    clock: &dyn Clock,
    mut hours: Hours<'_>,
) {
    loop {
        hours.next().await;
        if let Err(error) = tidy_all(inbox, system, holder, clock.now_ms()).await {
            tracing::error!(error = &error as &dyn std::error::Error, "what is needed no longer could not be removed");
        }
    }
}
