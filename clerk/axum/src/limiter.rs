//! How often something may be done: a bucket of tokens for each key, in memory, on this server. The one limiter for all
//! that strangers can cost, in front of Clerk's APIs and in the app's own layers.
//!
//! The arithmetic is `governor`'s (the generic cell rate algorithm); the bounded table and the
//! [address](Address) as a key are ours. Time is the injected clock's, and the one that never goes back.

mod address;
mod breaker;
mod rate;
mod table;

use std::{fmt, hash::Hash, sync::Arc, time::Duration};

use clerk_protocol::Clock;
use governor::{RateLimiter, middleware::NoOpMiddleware};

use self::table::Table;
pub use self::{
    address::Address,
    breaker::Breaker,
    rate::{InvalidRate, Rate},
};

/// Keys remembered at once by each limiter.
const PLACES: usize = 50_000;

/// Buckets of one size, one for each key.
pub struct Limiter<K: Hash + Ord + Clone> {
    buckets: RateLimiter<K, Table<K>, Ticks, NoOpMiddleware<Duration>>,
}

impl<K: Hash + Ord + Clone> Limiter<K> {
    /// Full buckets for everybody.
    pub fn new(rate: Rate, clock: Arc<dyn Clock>) -> Self {
        Self::with_places(rate, clock, PLACES)
    }

    fn with_places(rate: Rate, clock: Arc<dyn Clock>, places: usize) -> Self {
        Self { buckets: RateLimiter::new(rate.quota(), Table::new(places), Ticks(clock)) }
    }

    /// Takes a token from the bucket of `key`.
    ///
    /// # Errors
    /// It is empty.
    pub fn take(&self, key: &K) -> Result<(), Exhausted> {
        let now = governor::clock::Clock::now(self.buckets.clock());
        self.buckets.check_key(key).map_err(|refusal| Exhausted { wait: refusal.wait_time_from(now) })
    }
}

impl<K: Hash + Ord + Clone> fmt::Debug for Limiter<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Limiter").finish_non_exhaustive()
    }
}

/// A bucket is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many in a row")]
pub struct Exhausted {
    /// Until there is a token again.
    pub wait: Duration,
}

impl Exhausted {
    /// For `Retry-After`: whole seconds, rounded up, at least one.
    pub fn retry_after_s(self) -> u32 {
        let seconds = self.wait.as_millis().div_ceil(1_000).max(1);
        u32::try_from(seconds).unwrap_or(u32::MAX)
    }
}

/// The injected clock, as `governor` reads it.
struct Ticks(Arc<dyn Clock>);

impl governor::clock::Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.monotonic_ms()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests;
