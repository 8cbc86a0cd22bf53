//! Once a day one server compares the copy with Clerk. Where that fails it is tried again within the hour.

use super::Hours;
use crate::reconcile::{Options, Parts};

/// Compares once a day, whichever server gets to it first.
pub(super) async fn reconcile(parts: Parts<'_>, mut hours: Hours<'_>) {
    loop {
        hours.next().await;
        if parts.is_due().await {
            once(parts).await;
        }
    }
}

async fn once(parts: Parts<'_>) {
    match parts.reconcile(Options::default()).await {
        Ok(outcome) => {
            let (checked, differ) = (outcome.checked, outcome.differences.len());
            tracing::info!(checked, differ, healed = outcome.healed, "compared the copy with Clerk");
        }
        Err(error) => tracing::error!(%error, "the copy could not be compared with Clerk"),
    }
}
