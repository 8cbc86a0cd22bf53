//! The machine's own clock and randomness: the one place that asks for them.

use std::time::{SystemTime, UNIX_EPOCH};

use clerk_protocol::clock::Clock;
use rand::rngs::StdRng;

/// The system clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the clock that is injected everywhere else")]
    fn now_ms(&self) -> i64 {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX)
    }
}

/// A generator seeded by the operating system.
pub(crate) fn random() -> StdRng {
    rand::make_rng()
}
