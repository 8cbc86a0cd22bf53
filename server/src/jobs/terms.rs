//! Makes search terms again that older rules made, a few projects at a time, while searches go on.

use std::time::Duration;

use store::{Renewal, StoreError, SystemStore, search::VERSION};
use tokio::time::{Interval, MissedTickBehavior};

/// Between two looks whether the search terms are those of this server's rules.
const MINUTE: Duration = Duration::from_secs(60);

/// Projects of one transaction. Other writers may have to wait for it.
const BATCH: u32 = 100;

/// Looks every minute.
pub(super) async fn renew(system: &dyn SystemStore, server: &str) {
    let mut minutes = every(MINUTE);
    loop {
        minutes.tick().await;
        renew_all(system, server).await;
    }
}

/// The first time at once.
fn every(time: Duration) -> Interval {
    let mut times = tokio::time::interval(time);
    times.set_missed_tick_behavior(MissedTickBehavior::Delay);
    times
}

/// Goes on until all terms are of this server's rules, another server is at it, or it fails: then the next look goes on
/// where it was left. Whether all are.
async fn renew_all(system: &dyn SystemStore, server: &str) -> bool {
    let mut steps: u64 = 0;
    loop {
        match system.renew_terms(server, BATCH).await {
            Ok(Renewal::Working) => {
                if steps == 0 {
                    tracing::info!(rules = VERSION, "search terms are of older rules and are made anew");
                }
                steps += 1;
            }
            outcome => return end(outcome, steps),
        }
        // The requests of this moment first.
        tokio::task::yield_now().await;
    }
}

fn end(outcome: Result<Renewal, StoreError>, steps: u64) -> bool {
    match outcome {
        Ok(Renewal::Done) if steps > 0 => tracing::info!(rules = VERSION, steps, "all search terms are made anew"),
        Ok(Renewal::Elsewhere) if steps > 0 => tracing::info!(steps, "another server goes on with the search terms"),
        Ok(_) => {}
        Err(ref error) => {
            tracing::error!(
                error = error as &dyn std::error::Error,
                "making search terms anew failed; it is tried again"
            );
        }
    }
    matches!(outcome, Ok(Renewal::Done))
}

#[cfg(test)]
mod tests;
