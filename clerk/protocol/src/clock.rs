//! The only source of time: nothing in the product calls `now()` itself, so every test can choose the moment. Upstream
//! asks `Date.now()`.

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01T00:00:00Z, as JavaScript's `Date.now()`.
    fn now_ms(&self) -> i64;

    /// Milliseconds since some moment in the past that stays the same while the process lives. For intervals: it never
    /// goes back, whatever is done to the machine's time.
    fn monotonic_ms(&self) -> i64;
}

impl<C: Clock + ?Sized> Clock for std::sync::Arc<C> {
    fn now_ms(&self) -> i64 {
        self.as_ref().now_ms()
    }

    fn monotonic_ms(&self) -> i64 {
        self.as_ref().monotonic_ms()
    }
}

/// A clock that stands still, for tests and for replaying a request.
#[derive(Clone, Copy, Debug)]
pub struct FixedClock(
    /// The moment it always tells, in milliseconds.
    pub i64,
);

impl Clock for FixedClock {
    fn now_ms(&self) -> i64 {
        self.0
    }

    fn monotonic_ms(&self) -> i64 {
        self.0
    }
}
