//! The machine's own clock and randomness: the one place that asks for them.

use std::{
    sync::LazyLock,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use clerk_protocol::clock::Clock;
use rand::rngs::StdRng;

/// Where counting begins for everybody in the process.
static BEGINNING: LazyLock<Instant> = LazyLock::new(instant);

#[expect(clippy::disallowed_methods, reason = "the clock that is injected everywhere else")]
fn instant() -> Instant {
    Instant::now()
}

/// The system clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the clock that is injected everywhere else")]
    fn now_ms(&self) -> i64 {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX)
    }

    fn monotonic_ms(&self) -> i64 {
        let elapsed = instant().saturating_duration_since(*BEGINNING);
        i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
    }
}

/// A generator seeded by the operating system.
pub(crate) fn random() -> StdRng {
    rand::make_rng()
}
