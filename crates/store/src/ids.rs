//! Where new ids come from: the app, so that they sort by time and no database sequence is needed.

use std::sync::{Arc, Mutex};

use domain::Clock;
use uuid::{ContextV7, Timestamp, Uuid};

/// Makes ids. Injected, so that tests know them beforehand.
pub trait IdGenerator: Send + Sync {
    /// A new UUIDv7, greater than every one this generator made before.
    fn uuid_v7(&self) -> Uuid;
}

/// The generator for real use: the clock's milliseconds, a counter within each, random bits.
pub struct TimeOrderedIds {
    clock: Arc<dyn Clock>,
    context: Mutex<ContextV7>,
}

impl TimeOrderedIds {
    /// Ids by `clock`. A clock that is set back does not set the ids back.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, context: Mutex::new(ContextV7::new()) }
    }
}

impl IdGenerator for TimeOrderedIds {
    fn uuid_v7(&self) -> Uuid {
        let now_ms = u64::try_from(self.clock.now_ms()).unwrap_or(0);
        let nanoseconds = u32::try_from(now_ms % 1_000 * 1_000_000).unwrap_or(0);
        Uuid::new_v7(Timestamp::from_unix(&self.context, now_ms / 1_000, nanoseconds))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    struct Hand(AtomicI64);

    impl Clock for Hand {
        fn now_ms(&self) -> i64 {
            self.0.load(Ordering::Relaxed)
        }

        fn monotonic_ms(&self) -> i64 {
            self.now_ms()
        }
    }

    #[test]
    fn ids_grow_within_a_millisecond_and_when_the_clock_is_set_back() {
        let hand = Arc::new(Hand(AtomicI64::new(1_795_442_709_250)));
        let ids = TimeOrderedIds::new(hand.clone());
        let mut last = ids.uuid_v7();
        assert_eq!(last.get_version_num(), 7);
        for step in [0, 0, 0, 1, -5_000, 0, 5_001, 86_400_000] {
            hand.0.fetch_add(step, Ordering::Relaxed);
            let next = ids.uuid_v7();
            assert!(next > last, "{next} after {last}, step {step}");
            last = next;
        }
    }
}
