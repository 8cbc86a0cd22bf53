//! The signing keys of one Clerk instance: cached for one `Clerk` value, never for the process, so that the keys of two
//! instances cannot mix.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use clerk_protocol::clock::Clock;
use futures::future::BoxFuture;
use tokio::sync::watch;

pub(crate) use self::schedule::Keys;
use self::schedule::{Plan, Schedule};

mod schedule;
pub(crate) mod source;
#[cfg(test)]
mod tests;

/// No request waits longer than this for keys.
const WAIT: Duration = Duration::from_secs(2);
/// Flights one request may wait for: somebody else's that took off before it, and its own.
const FLIGHTS: usize = 2;

/// Where keys come from.
pub(crate) trait KeySource<K>: Send + Sync + 'static {
    /// All keys of the instance, with the source's own retries and time limit.
    fn fetch(&self) -> BoxFuture<'static, Result<K, KeysUnavailable>>;
}

/// The keys could not be had. The reason was logged where it was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeysUnavailable;

/// The answer of the cache.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Lookup<K> {
    /// The set that has the key.
    Found(K),
    /// The instance has no key of that id; this is what it has.
    Absent(K),
    /// It cannot be found out now.
    Unavailable {
        /// When trying again makes sense.
        retry_after: Duration,
    },
}

/// The cache: one [`Schedule`], at most one fetch in the air.
pub(crate) struct KeyCache<K> {
    source: Box<dyn KeySource<K>>,
    clock: Arc<dyn Clock>,
    state: Mutex<State<K>>,
}

struct State<K> {
    schedule: Schedule<K>,
    flight: Option<watch::Receiver<()>>,
    /// Counts flushes: what took off before one must not bring the old keys back.
    generation: u64,
}

enum Step<K> {
    Answer(Lookup<K>),
    Wait(watch::Receiver<()>),
}

impl<K: Keys> KeyCache<K> {
    pub(crate) fn new(source: Box<dyn KeySource<K>>, clock: Arc<dyn Clock>) -> Arc<Self> {
        let state = Mutex::new(State { schedule: Schedule::new(), flight: None, generation: 0 });
        Arc::new(Self { source, clock, state })
    }

    /// The keys, if they are so young that no [`key`](Self::key) would fetch for a known id.
    pub(crate) fn fresh(&self) -> Option<K> {
        self.lock().schedule.fresh(self.clock.monotonic_ms())
    }

    /// The keys, fetched if this id asks for it.
    pub(crate) async fn key(self: &Arc<Self>, kid: &str) -> Lookup<K> {
        match tokio::time::timeout(WAIT, self.resolve(kid)).await {
            Ok(lookup) => lookup,
            Err(_) => self.settle_for_less(kid),
        }
    }

    /// Forgets all keys, so that a withdrawn one is refused at once.
    pub(crate) fn flush(&self) {
        let mut state = self.lock();
        state.schedule.flush();
        state.flight = None;
        state.generation += 1;
    }

    async fn resolve(self: &Arc<Self>, kid: &str) -> Lookup<K> {
        for _ in 0..FLIGHTS {
            match self.step(kid) {
                Step::Answer(lookup) => return lookup,
                // The sender is dropped when the flight has landed, also when it crashed.
                Step::Wait(mut landed) => while landed.changed().await.is_ok() {},
            }
        }
        match self.step(kid) {
            Step::Answer(lookup) => lookup,
            Step::Wait(_) => self.settle_for_less(kid),
        }
    }

    fn step(self: &Arc<Self>, kid: &str) -> Step<K> {
        let now_ms = self.clock.monotonic_ms();
        let mut state = self.lock();
        match state.schedule.plan(kid, now_ms) {
            Plan::Use(keys) => Step::Answer(Lookup::Found(keys)),
            Plan::UseAndRefresh(keys) => {
                self.take_off(&mut state, kid, now_ms);
                Step::Answer(Lookup::Found(keys))
            }
            Plan::Fetch => Step::Wait(self.take_off(&mut state, kid, now_ms)),
            Plan::Absent(keys) => Step::Answer(Lookup::Absent(keys)),
            Plan::Unavailable(wait_ms) => Step::Answer(unavailable(wait_ms)),
        }
    }

    /// What can be said without waiting any longer.
    fn settle_for_less(&self, kid: &str) -> Lookup<K> {
        match self.lock().schedule.usable(kid, self.clock.monotonic_ms()) {
            Some(keys) => Lookup::Found(keys),
            None => unavailable(0),
        }
    }

    /// Starts a fetch, or joins the one in the air. It runs in a task of its own: a client that goes away does not end it.
    fn take_off(self: &Arc<Self>, state: &mut State<K>, kid: &str, now_ms: i64) -> watch::Receiver<()> {
        if let Some(flight) = state.flight.as_ref().filter(|flight| flight.has_changed().is_ok()) {
            return flight.clone();
        }
        let (landing, landed) = watch::channel(());
        state.schedule.started(now_ms);
        state.flight = Some(landed.clone());
        let (cache, kid, generation) = (Arc::clone(self), kid.to_owned(), state.generation);
        tokio::spawn(async move {
            cache.fly(&kid, now_ms, generation).await;
            drop(landing);
        });
        landed
    }

    async fn fly(&self, kid: &str, started_at_ms: i64, generation: u64) {
        let fetched = self.source.fetch().await;
        let now_ms = self.clock.monotonic_ms();
        let mut state = self.lock();
        if state.generation != generation {
            return;
        }
        match fetched {
            Ok(keys) => state.schedule.succeeded(keys, started_at_ms),
            Err(KeysUnavailable) => state.schedule.failed(now_ms),
        }
        state.schedule.settle(kid, now_ms);
    }

    fn lock(&self) -> MutexGuard<'_, State<K>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `Retry-After` counts whole seconds, so the wait is rounded up.
fn unavailable<K>(wait_ms: i64) -> Lookup<K> {
    let seconds = u64::try_from(wait_ms).unwrap_or_default().div_ceil(1_000).max(1);
    Lookup::Unavailable { retry_after: Duration::from_secs(seconds) }
}
