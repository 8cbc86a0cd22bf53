//! What the server does by itself: soon after its start and then every hour it removes what has expired. Of several
//! servers one does it for all: it holds a lease in the database, which another one gets when it is gone.

// begin examples
mod purge;
mod terms;
// end examples
pub(crate) mod erasure;
pub(crate) mod inbox;
mod reconciling;
mod rounds;
pub(crate) mod tidying;
mod trail;

use std::{sync::Arc, time::Duration};

use clerk_axum::{BackendClient, backend::SystemPace};
use store::{IdGenerator, TimeOrderedIds};
use tokio::task::JoinHandle;

// begin examples
#[cfg(any(test, feature = "test-harness"))]
pub(crate) use self::purge::purge_all;
// end examples
#[cfg(test)]
pub(crate) use self::trail::trim_all;

use self::inbox::Workers;
use crate::{random::Random, reconcile::Parts};

/// Between two removals of what is over its time.
const HOUR: Duration = Duration::from_secs(60 * 60);
/// Servers that start together do not all ask at once, nor later: each waits some part of these longer.
const AFTER_START: Duration = Duration::from_secs(60);
const SPREAD: Duration = Duration::from_secs(5 * 60);

/// Running jobs; they end when this is stopped.
pub(crate) struct Jobs(JoinHandle<()>);

impl Jobs {
    /// Starts them; the copy is compared with Clerk where that is given.
    pub(crate) fn start(workers: Workers, clerk: Option<BackendClient>, random: Arc<dyn Random>) -> Self {
        let (system, clock) = (Arc::clone(&workers.system), Arc::clone(&workers.clock));
        let server = TimeOrderedIds::new(Arc::clone(&clock)).uuid_v7().to_string();
        Self(tokio::spawn(async move {
            let trimming = trail::trim(&*system, &server, Hours::of(&*random));
            let tidying = tidying::tidy(&*workers.inbox, &*system, &server, &*clock, Hours::of(&*random));
            let reconciling = async {
                if let Some(clerk) = &clerk {
                    let (inbox, system, clock) = (&*workers.inbox, &*system, &*clock);
                    let parts = Parts { clerk, inbox, system, pace: &SystemPace, clock, holder: &server };
                    reconciling::reconcile(parts, Hours::of(&*random)).await;
                }
            };
            let work = async { tokio::join!(trimming, tidying, reconciling, workers.work()) };
            // begin examples
            let purging = purge::purge(&*system, &server, &*clock, Hours::of(&*random));
            let work = async { tokio::join!(work, purging, terms::renew(&*system, &server)) };
            // end examples
            work.await;
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

/// Moments soon after the start, then every hour, never those of other servers.
struct Hours<'a> {
    random: &'a dyn Random,
    pause: Duration,
}

impl<'a> Hours<'a> {
    fn of(random: &'a dyn Random) -> Self {
        Self { random, pause: some_of(AFTER_START, random) }
    }

    async fn next(&mut self) {
        #[expect(clippy::disallowed_methods, reason = "work for the time between requests: nothing waits for it")]
        tokio::time::sleep(self.pause).await;
        self.pause = HOUR + some_of(SPREAD, self.random);
    }
}

/// Some part of a time, another one for each server.
fn some_of(time: Duration, random: &dyn Random) -> Duration {
    let [first, second, ..] = random.bytes();
    time * u32::from(u16::from_be_bytes([first, second])) / u32::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Bytes(u8);

    impl Random for Bytes {
        fn bytes(&self) -> [u8; 16] {
            [self.0; 16]
        }
    }

    #[test]
    fn servers_that_start_together_ask_at_different_times() {
        let waits = [0, 1, 128, 255].map(|byte| some_of(AFTER_START, &Bytes(byte)));
        assert!(waits.is_sorted() && waits.windows(2).all(|pair| pair[0] < pair[1]), "{waits:?}");
        assert_eq!((waits[0], waits[3]), (Duration::ZERO, AFTER_START));
        assert_eq!(some_of(SPREAD, &Bytes(255)), SPREAD);
    }
}
