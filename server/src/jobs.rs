//! What the server does by itself, at start and then every hour. Each job may run on several servers at once.

mod purge;

use std::{sync::Arc, time::Duration};

use domain::Clock;
use store::SystemStore;
use tokio::{task::JoinHandle, time::MissedTickBehavior};

#[cfg(test)]
pub(crate) use purge::purge_all;

const EVERY: Duration = Duration::from_secs(60 * 60);

/// Running jobs; they end when this is stopped.
pub(crate) struct Jobs(JoinHandle<()>);

impl Jobs {
    /// Starts them.
    pub(crate) fn start(system: Arc<dyn SystemStore>, clock: Arc<dyn Clock>) -> Self {
        Self(tokio::spawn(run(system, clock)))
    }

    /// Ends them between two calls of the store: what a call began is finished by the store itself.
    pub(crate) async fn stop(self) {
        self.0.abort();
        if self.0.await.is_err_and(|error| error.is_panic()) {
            tracing::error!("the jobs had stopped on a panic");
        }
    }
}

async fn run(system: Arc<dyn SystemStore>, clock: Arc<dyn Clock>) {
    let mut hours = tokio::time::interval(EVERY);
    hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        hours.tick().await;
        let purged = purge::purge_all(&*system, clock.now_ms()).await;
        if purged > 0 {
            tracing::info!(projects = purged, "purged what was deleted long ago");
        }
    }
}
