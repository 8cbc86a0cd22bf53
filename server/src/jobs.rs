//! What the server does by itself, at start and then every now and then. Each job may run on several servers at once.

mod purge;
mod terms;

use std::{sync::Arc, time::Duration};

use domain::Clock;
use store::{IdGenerator, SystemStore, TimeOrderedIds};
use tokio::{
    task::JoinHandle,
    time::{Interval, MissedTickBehavior},
};

#[cfg(test)]
pub(crate) use purge::purge_all;

/// Between two purges.
const HOUR: Duration = Duration::from_secs(60 * 60);
/// Between two looks whether the search terms are those of this server's rules.
const MINUTE: Duration = Duration::from_secs(60);

/// Running jobs; they end when this is stopped.
pub(crate) struct Jobs(JoinHandle<()>);

impl Jobs {
    /// Starts them.
    pub(crate) fn start(system: Arc<dyn SystemStore>, clock: Arc<dyn Clock>) -> Self {
        let server = TimeOrderedIds::new(Arc::clone(&clock)).uuid_v7().to_string();
        Self(tokio::spawn(async move {
            tokio::join!(purge(&*system, &*clock), renew_terms(&*system, &server));
        }))
    }

    /// Ends them between two calls of the store: what a call began is finished by the store itself.
    pub(crate) async fn stop(self) {
        self.0.abort();
        if self.0.await.is_err_and(|error| error.is_panic()) {
            tracing::error!("the jobs had stopped on a panic");
        }
    }
}

async fn purge(system: &dyn SystemStore, clock: &dyn Clock) {
    let mut hours = every(HOUR);
    loop {
        hours.tick().await;
        let purged = purge::purge_all(system, clock.now_ms()).await;
        if purged > 0 {
            tracing::info!(projects = purged, "purged what was deleted long ago");
        }
    }
}

async fn renew_terms(system: &dyn SystemStore, server: &str) {
    let mut minutes = every(MINUTE);
    loop {
        minutes.tick().await;
        terms::renew_all(system, server).await;
    }
}

/// The first time at once.
fn every(time: Duration) -> Interval {
    let mut times = tokio::time::interval(time);
    times.set_missed_tick_behavior(MissedTickBehavior::Delay);
    times
}
