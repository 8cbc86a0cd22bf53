//! How the server shuts down: it announces it, waits until load balancers have noticed, and takes no longer than it
//! must.

use std::time::Duration;

use crate::{health::Readiness, serve::Signals};

/// For jobs and database to end.
const LAST_PATIENCE: Duration = Duration::from_secs(10);

/// Balancers ask every few seconds.
const NOTICED_WITHIN: Duration = Duration::from_secs(5);

/// Ready when it is time to stop listening: some time after the first signal, in which whoever asks is told that this server
/// is not ready, and is served all the same. A second signal shortens it. Where no time is set and nobody asks, there is
/// nobody to wait for.
pub(super) async fn announce(mut signals: Signals, readiness: &Readiness, delay: Option<Duration>) {
    signals.reach(1).await;
    let delay = delay.unwrap_or(if readiness.is_watched() { NOTICED_WITHIN } else { Duration::ZERO });
    readiness.leave();
    if !delay.is_zero() {
        tracing::info!(seconds = delay.as_secs(), "leaving: not ready from now on");
    }
    let _ = tokio::time::timeout(delay, signals.reach(2)).await;
}

/// Ready at the second signal.
pub(super) async fn now(mut signals: Signals) {
    signals.reach(2).await;
}

/// Puts everything away, or leaves it as it is when that takes too long: what was acknowledged is on disk already.
pub(super) async fn close(closing: impl Future<Output = ()>, now: impl Future<Output = ()>) {
    tokio::select! {
        closed = tokio::time::timeout(LAST_PATIENCE, closing) => if closed.is_err() {
            tracing::warn!("jobs and database did not end in time");
        },
        () = now => {}
    }
}

#[cfg(test)]
mod tests {
    use std::{future::pending, task::Poll};

    use testkit::HandClock;
    use tokio::time::advance;

    use super::*;

    const DELAY: Duration = Duration::from_secs(5);

    #[tokio::test(start_paused = true)]
    async fn the_first_signal_is_told_before_anything_ends() {
        let (signal, signals) = Signals::by_hand();
        let readiness = Readiness::new(HandClock::new());
        let mut announced = Box::pin(announce(signals, &readiness, Some(DELAY)));
        assert_eq!(futures::poll!(&mut announced), Poll::Pending);
        assert!(readiness.ask(async { Ok(()) }).await, "nobody asked it to leave");
        signal.send_replace(1);
        assert_eq!(futures::poll!(&mut announced), Poll::Pending);
        assert!(!readiness.ask(async { Ok(()) }).await);
        advance(DELAY - Duration::from_millis(1)).await;
        assert_eq!(futures::poll!(&mut announced), Poll::Pending, "balancers may not have asked yet");
        advance(Duration::from_millis(2)).await;
        assert_eq!(futures::poll!(&mut announced), Poll::Ready(()));
    }

    #[tokio::test(start_paused = true)]
    async fn where_nobody_asks_nobody_is_waited_for() {
        let (signal, signals) = Signals::by_hand();
        let clock = HandClock::new();
        let readiness = Readiness::new(clock.clone());
        signal.send_replace(1);
        let announce = || Box::pin(announce(signals.clone(), &readiness, None));
        assert_eq!(futures::poll!(announce()), Poll::Ready(()));
        assert!(!readiness.ask(async { Ok(()) }).await);
        assert_eq!(futures::poll!(announce()), Poll::Pending, "somebody asks");
        clock.advance(60_000);
        assert_eq!(futures::poll!(announce()), Poll::Ready(()), "not any more");
    }

    #[tokio::test(start_paused = true)]
    async fn the_second_signal_waits_for_nothing() {
        let (signal, signals) = Signals::by_hand();
        let readiness = Readiness::new(HandClock::new());
        signal.send_replace(2);
        assert_eq!(futures::poll!(Box::pin(announce(signals.clone(), &readiness, Some(DELAY)))), Poll::Ready(()));
        assert_eq!(futures::poll!(Box::pin(close(pending(), now(signals)))), Poll::Ready(()));
    }

    #[tokio::test(start_paused = true)]
    async fn what_does_not_close_is_left() {
        close(pending(), pending()).await;
    }
}
