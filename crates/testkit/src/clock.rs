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
pub struct HandClock {
    wall: AtomicI64,
    steady: AtomicI64,
}

impl HandClock {
    /// A clock at [`START_MS`].
    pub fn new() -> Arc<Self> {
        Arc::new(Self { wall: AtomicI64::new(START_MS), steady: AtomicI64::new(0) })
    }

    /// Moves on by so many milliseconds; returns the new time. When negative the machine's time is set back, and what
    /// never goes back stays as it is.
    pub fn advance(&self, milliseconds: i64) -> i64 {
        self.steady.fetch_add(milliseconds.max(0), Ordering::SeqCst);
        self.wall.fetch_add(milliseconds, Ordering::SeqCst) + milliseconds
    }

    /// Sets the machine's time, in milliseconds since the epoch.
    pub fn set(&self, epoch_ms: i64) {
        self.wall.store(epoch_ms, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now_ms(&self) -> i64 {
        self.wall.load(Ordering::SeqCst)
    }

    fn monotonic_ms(&self) -> i64 {
        self.steady.load(Ordering::SeqCst)
    }
}
