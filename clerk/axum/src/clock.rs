//! The one place in the product that asks the operating system for the time.

use std::{
    sync::LazyLock,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use clerk_protocol::Clock;

/// Where counting begins for everybody in the process.
static BEGINNING: LazyLock<Instant> = LazyLock::new(instant);

#[expect(clippy::disallowed_methods, reason = "everything else gets its time from the injected clock")]
fn instant() -> Instant {
    Instant::now()
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        #[expect(clippy::disallowed_methods, reason = "everything else gets its time from this injected clock")]
        let now = SystemTime::now();
        let elapsed = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
    }

    fn monotonic_ms(&self) -> i64 {
        let elapsed = instant().saturating_duration_since(*BEGINNING);
        i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
    }
}
