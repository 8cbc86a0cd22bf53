//! Ids that are the same in every run.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use domain::Clock;
use store::IdGenerator;
use uuid::{Builder, Uuid};

/// UUIDv7 of the clock's time, the seed and a counter: greater each time while the clock does not go back.
pub struct SeededIds {
    clock: Arc<dyn Clock>,
    seed: u32,
    made: AtomicU32,
}

impl SeededIds {
    /// Ids by `clock`. Two generators of the same seed make the same ids at the same times.
    pub fn new(clock: Arc<dyn Clock>, seed: u32) -> Arc<Self> {
        Arc::new(Self { clock, seed, made: AtomicU32::new(0) })
    }

    /// Goes on with the id after so many: 0 makes the same ids again, for rows that differ in nothing but the tenant.
    pub fn go_on_after(&self, made: u32) {
        self.made.store(made, Ordering::SeqCst);
    }
}

impl IdGenerator for SeededIds {
    fn uuid_v7(&self) -> Uuid {
        let now_ms = u64::try_from(self.clock.now_ms()).unwrap_or(0);
        let [a, b, c, d] = self.seed.to_be_bytes();
        let [e, f, g, h] = self.made.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        Builder::from_unix_timestamp_millis(now_ms, &[0, 0, a, b, c, d, e, f, g, h]).into_uuid()
    }
}
