//! A clock that stands still until a test moves it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use domain::Clock;

/// 2026-11-23T14:05:09.250Z, where every test begins.
pub const START_MS: i64 = 1_795_442_709_250;

/// Stands still until moved.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    /// A clock at [`START_MS`].
    pub fn new() -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(START_MS)))
    }

    /// Moves on by so many milliseconds (back, when negative); returns the new time.
    pub fn advance(&self, milliseconds: i64) -> i64 {
        self.0.fetch_add(milliseconds, Ordering::SeqCst) + milliseconds
    }

    /// Sets the time, in milliseconds since the epoch.
    pub fn set(&self, epoch_ms: i64) {
        self.0.store(epoch_ms, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}
