//! How many changes one person may make in a row: a bucket of tokens each, in memory, on this node.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::Clock;

/// Changes in a row, from rest.
const BURST: i64 = 40;
/// Milliseconds until one more is allowed: 20 in 10 seconds.
const REFILL_MS: i64 = 500;
/// People remembered at once; a table that grows without bound would be an attack of its own.
const LARGEST_TABLE: usize = 10_000;

/// The buckets of all people.
pub(crate) struct WriteLimit {
    clock: Arc<dyn Clock>,
    /// For each person, when their bucket will be full again (milliseconds of the clock that never goes back). Full ones are forgotten.
    full_at: Mutex<HashMap<String, i64>>,
}

impl WriteLimit {
    /// Full buckets for everybody.
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, full_at: Mutex::default() }
    }

    /// Takes a token from a person's bucket.
    ///
    /// # Errors
    /// The seconds to wait when it is empty.
    pub(crate) fn take(&self, person: &str) -> Result<(), u32> {
        let now = self.clock.monotonic_ms();
        let mut table = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let full_at = table.get(person).copied().unwrap_or(now).max(now) + REFILL_MS;
        let wait_ms = full_at - now - BURST * REFILL_MS;
        if wait_ms > 0 {
            return Err(u32::try_from(wait_ms.div_euclid(1_000) + 1).unwrap_or(u32::MAX));
        }
        make_room(&mut table, now);
        table.insert(person.to_owned(), full_at);
        Ok(())
    }
}

/// Forgets people whose buckets are full; if that does not help, everybody: briefly generous beats unboundedly large.
fn make_room(table: &mut HashMap<String, i64>, now: i64) {
    if table.len() < LARGEST_TABLE {
        return;
    }
    table.retain(|_, full_at| *full_at > now);
    if table.len() >= LARGEST_TABLE {
        table.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    #[derive(Default)]
    struct HandClock(AtomicI64);

    impl Clock for HandClock {
        fn now_ms(&self) -> i64 {
            self.0.load(Ordering::Relaxed)
        }

        fn monotonic_ms(&self) -> i64 {
            self.now_ms()
        }
    }

    #[test]
    fn a_burst_then_two_a_second() {
        let clock = Arc::new(HandClock::default());
        let limit = WriteLimit::new(clock.clone());
        for _ in 0..BURST {
            assert_eq!(limit.take("user_a"), Ok(()));
        }
        assert_eq!(limit.take("user_a"), Err(1));
        assert_eq!(limit.take("user_b"), Ok(()));
        clock.0.store(500, Ordering::Relaxed);
        assert_eq!(limit.take("user_a"), Ok(()));
        assert_eq!(limit.take("user_a"), Err(1));
    }

    #[test]
    fn the_table_is_bounded() {
        let limit = WriteLimit::new(Arc::new(HandClock::default()));
        for person in 0..LARGEST_TABLE * 2 {
            assert_eq!(limit.take(&format!("user_{person}")), Ok(()));
        }
        let table = limit.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        assert!(table.len() <= LARGEST_TABLE);
    }
}
