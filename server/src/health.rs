//! Whether this process lives, and whether it can do its work. No versions, no details: anybody may ask.

use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use axum::{extract::State, response::IntoResponse};
use domain::Clock;
use http::{StatusCode, header};
use store::StoreError;
use tokio::sync::{Mutex, watch};

use crate::state::AppState;

/// Where probes ask. They may ask without a `Host`, and with any.
pub(crate) const PATHS: [&str; 2] = ["/livez", "/readyz"];

/// 200 as long as anything works at all; asks nobody.
pub(crate) async fn live() -> impl IntoResponse {
    answer(true)
}

/// 200 when the database answers and the server is not about to leave, else 503. Clerk is not asked: sessions are checked
/// without it.
pub(crate) async fn ready(State(state): State<AppState>) -> impl IntoResponse {
    let system = Arc::clone(&state.system);
    answer(state.readiness.ask(async move { system.ping().await }).await)
}

fn answer(is_well: bool) -> impl IntoResponse {
    let (status, text) =
        if is_well { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "unavailable") };
    (status, [(header::CACHE_CONTROL, "no-store")], text)
}

// What `/readyz` knows. The database is asked once a second at most, however many probes come. One that does not
// answer a probe in time makes the server unready at once; but one that answers late is slow and not gone, and from
// then on probes are told so: all servers share it, and taking them all out would help nobody.

/// How long an answer of the database counts.
const FRESH_MS: i64 = 1_000;
/// How long a probe waits: most give up after a second themselves.
const PATIENCE: Duration = Duration::from_millis(500);
/// How much longer an answer may take to count as late.
const MORE_PATIENCE: Duration = Duration::from_secs(5);
/// For how long after a late answer the next one may be late too.
const SLOW_MS: i64 = 15_000;
/// Whoever did not ask for so long does not go by the answers.
const WATCHED_MS: i64 = 60_000;

/// What is known.
pub(crate) struct Readiness {
    clock: Arc<dyn Clock>,
    leaving: AtomicBool,
    /// When somebody asked last; `i64::MIN`: nobody did.
    asked_at_ms: AtomicI64,
    known: watch::Sender<Known>,
    asking: Arc<Mutex<()>>,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    /// `None` before the first answer.
    at_ms: Option<i64>,
    ready: bool,
    /// When the last answer came, if it was good but late.
    late_at_ms: Option<i64>,
}

impl Readiness {
    /// Of a server that just opened its database.
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Arc<Self> {
        let known = watch::Sender::new(Known { at_ms: None, ready: true, late_at_ms: None });
        Arc::new(Self {
            clock,
            leaving: AtomicBool::new(false),
            asked_at_ms: AtomicI64::new(i64::MIN),
            known,
            asking: Arc::default(),
        })
    }

    /// From now on the server is not ready: it is about to leave.
    pub(crate) fn leave(&self) {
        self.leaving.store(true, Ordering::Relaxed);
    }

    /// Whether somebody goes by what is answered here, and has to be told that the server leaves.
    pub(crate) fn is_watched(&self) -> bool {
        let asked_at_ms = self.asked_at_ms.load(Ordering::Relaxed);
        self.clock.monotonic_ms().saturating_sub(asked_at_ms) < WATCHED_MS
    }

    /// Whether the server is ready, as far as is known; `ping` is used where that is not known lately.
    pub(crate) async fn ask<P>(self: &Arc<Self>, ping: P) -> bool
    where
        P: Future<Output = Result<(), StoreError>> + Send + 'static,
    {
        self.asked_at_ms.store(self.clock.monotonic_ms(), Ordering::Relaxed);
        if self.leaving.load(Ordering::Relaxed) {
            return false;
        }
        let mut known = self.known.subscribe();
        if self.is_within(FRESH_MS, known.borrow().at_ms) {
            return known.borrow().ready;
        }
        self.find_out(ping);
        match tokio::time::timeout(PATIENCE, known.changed()).await {
            Ok(_) => known.borrow().ready,
            Err(_) => self.is_within(SLOW_MS, known.borrow().late_at_ms),
        }
    }

    fn is_within(&self, milliseconds: i64, at_ms: Option<i64>) -> bool {
        at_ms.is_some_and(|at_ms| self.clock.monotonic_ms() - at_ms < milliseconds)
    }

    /// Asks the database, unless somebody does already.
    fn find_out<P>(self: &Arc<Self>, ping: P)
    where
        P: Future<Output = Result<(), StoreError>> + Send + 'static,
    {
        let Ok(turn) = Arc::clone(&self.asking).try_lock_owned() else { return };
        let readiness = Arc::clone(self);
        tokio::spawn(async move {
            let (ready, is_late) = answer_to(ping).await;
            let now_ms = readiness.clock.monotonic_ms();
            let late_at_ms = (ready && is_late).then_some(now_ms);
            readiness.known.send_replace(Known { at_ms: Some(now_ms), ready, late_at_ms });
            drop(turn);
        });
    }
}

/// Whether the database is well, and whether it took longer to say so than a probe waits.
async fn answer_to(ping: impl Future<Output = Result<(), StoreError>>) -> (bool, bool) {
    let mut ping = pin!(ping);
    match tokio::time::timeout(PATIENCE, &mut ping).await {
        Ok(answer) => (is_well(Some(answer)), false),
        Err(_) => (is_well(tokio::time::timeout(MORE_PATIENCE, ping).await.ok()), true),
    }
}

fn is_well(answer: Option<Result<(), StoreError>>) -> bool {
    match answer {
        Some(Ok(())) => true,
        Some(Err(error)) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "not ready");
            false
        }
        None => {
            tracing::warn!("not ready: the database does not answer");
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{future::pending, sync::atomic::AtomicUsize};

    use testkit::HandClock;
    use tokio::time::sleep;

    use super::*;

    type Answer = Result<(), StoreError>;

    async fn after(milliseconds: u64, answer: Answer) -> Answer {
        #[expect(clippy::disallowed_methods, reason = "time is paused")]
        sleep(Duration::from_millis(milliseconds)).await;
        answer
    }

    fn gone() -> Answer {
        Err(StoreError::Unavailable("gone".into()))
    }

    #[tokio::test(start_paused = true)]
    async fn the_database_is_asked_once_a_second() {
        let (clock, pings) = (HandClock::new(), Arc::new(AtomicUsize::new(0)));
        let readiness = Readiness::new(clock.clone());
        let ask = || {
            let pings = Arc::clone(&pings);
            readiness.ask(async move {
                pings.fetch_add(1, Ordering::SeqCst);
                Ok(())
            })
        };
        for _ in 0..1_000 {
            assert!(ask().await);
        }
        assert_eq!(pings.load(Ordering::SeqCst), 1);
        clock.advance(1_000);
        assert!(ask().await);
        clock.advance(-5_000);
        clock.advance(1_000);
        assert!(ask().await);
        assert_eq!(pings.load(Ordering::SeqCst), 3, "also after the machine's time was set back");
    }

    #[tokio::test(start_paused = true)]
    async fn slow_is_not_gone() {
        let clock = HandClock::new();
        let readiness = Readiness::new(clock.clone());
        // The first time nobody knows which it is.
        assert!(!readiness.ask(after(2_000, Ok(()))).await);
        for _ in 0..10 {
            after(3_000, Ok(())).await.unwrap_or_default();
            clock.advance(5_000);
            assert!(readiness.ask(after(2_000, Ok(()))).await);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn gone_is_gone_and_back_is_back() {
        let clock = HandClock::new();
        let readiness = Readiness::new(clock.clone());
        assert!(!readiness.ask(after(10, gone())).await);
        clock.advance(1_000);
        assert!(readiness.ask(after(10, Ok(()))).await);
        // It neither answers nor refuses.
        for _ in 0..10 {
            clock.advance(1_000);
            assert!(!readiness.ask(pending()).await);
        }
        after(6_000, Ok(())).await.unwrap_or_default();
        clock.advance(1_000);
        assert!(readiness.ask(after(10, Ok(()))).await);
    }

    #[tokio::test(start_paused = true)]
    async fn who_leaves_is_not_ready() {
        let readiness = Readiness::new(HandClock::new());
        readiness.leave();
        assert!(!readiness.ask(after(0, Ok(()))).await);
    }
}
