//! Once a day one server compares the copy with Clerk.

use clerk_axum::BackendClient;
use domain::Clock;
use store::{Inbox, SystemStore};

use super::Hours;
use crate::reconcile::{self, Options};

const LEASE: &str = "reconcile";
/// Nobody has to do it again for so long: an hour less than a day, for it is looked at by the hour.
const DAY_MS: i64 = 23 * 60 * 60 * 1_000;

/// Compares once a day, whichever server gets to it first.
pub(super) async fn reconcile(
    clerk: &BackendClient,
    inbox: &dyn Inbox,
    system: &dyn SystemStore,
    holder: &str,
    clock: &dyn Clock,
    mut hours: Hours<'_>,
) {
    loop {
        hours.next().await;
        if is_due(system, holder, clock.now_ms()).await {
            match reconcile::run(clerk, inbox, clock.now_ms(), Options::default()).await {
                Ok(outcome) => {
                    let (checked, differ) = (outcome.checked, outcome.differences.len());
                    tracing::info!(checked, differ, healed = outcome.healed, "compared the copy with Clerk");
                }
                Err(error) => tracing::error!(%error, "the copy could not be compared with Clerk"),
            }
        }
    }
}

/// Each time another holder, so that nobody prolongs it: who has done it does not do it again either.
async fn is_due(system: &dyn SystemStore, holder: &str, now: i64) -> bool {
    system.lease(LEASE, &format!("{holder} {now}"), DAY_MS).await.unwrap_or(false)
}
