//! Leaves a service alone that does not answer: after a few failures in a row nobody is let through but one trial now and
//! then, until one succeeds.

use std::time::Duration;

use super::Exhausted;

/// Between two trials, in milliseconds.
const PAUSE_MS: i64 = 5_000;
/// The longest pause that the service itself may ask for.
const LONGEST_MS: i64 = 60_000;

/// The state, without a clock of its own.
#[derive(Debug)]
pub struct Breaker {
    tolerance: u32,
    failures: u32,
    closed_until_ms: i64,
}

impl Breaker {
    /// One that lets everybody through until so many failures came in a row.
    pub const fn new(tolerance: u32) -> Self {
        Self { tolerance, failures: 0, closed_until_ms: 0 }
    }

    /// Whether to try. Of those that may, the first becomes the trial and the others wait for what comes of it.
    ///
    /// # Errors
    /// The service is left alone.
    pub fn admit(&mut self, now_ms: i64) -> Result<(), Exhausted> {
        if self.failures < self.tolerance {
            return Ok(());
        }
        let wait_ms = self.closed_until_ms.saturating_sub(now_ms);
        if wait_ms > 0 {
            return Err(Exhausted { wait: Duration::from_millis(wait_ms.unsigned_abs()) });
        }
        self.closed_until_ms = now_ms.saturating_add(PAUSE_MS);
        Ok(())
    }

    /// It answered.
    pub fn succeeded(&mut self) {
        self.failures = 0;
    }

    /// It did not.
    pub fn failed(&mut self, now_ms: i64) {
        self.failures = self.failures.saturating_add(1);
        self.closed_until_ms = now_ms.saturating_add(PAUSE_MS);
    }

    /// It asked to be left alone for so long.
    pub fn asked_for(&mut self, pause: Duration, now_ms: i64) {
        let pause_ms = i64::try_from(pause.as_millis()).unwrap_or(LONGEST_MS).clamp(PAUSE_MS, LONGEST_MS);
        self.failures = self.failures.max(self.tolerance);
        self.closed_until_ms = now_ms.saturating_add(pause_ms);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_after_failures_in_a_row_and_closes_with_a_success() {
        let mut breaker = Breaker::new(3);
        for _ in 0..5 {
            breaker.failed(0);
            breaker.failed(0);
            assert_eq!(breaker.admit(0), Ok(()));
            breaker.succeeded();
        }
        for _ in 0..3 {
            breaker.failed(0);
        }
        assert_eq!(breaker.admit(1), Err(Exhausted { wait: Duration::from_millis(4_999) }));
        assert_eq!(breaker.admit(PAUSE_MS), Ok(()), "a trial");
        assert!(breaker.admit(PAUSE_MS).is_err(), "and only one, whatever became of it");
        assert_eq!(breaker.admit(2 * PAUSE_MS), Ok(()));
        breaker.succeeded();
        assert_eq!((breaker.admit(2 * PAUSE_MS), breaker.admit(2 * PAUSE_MS)), (Ok(()), Ok(())));
    }

    #[test]
    fn a_service_that_asks_for_a_pause_gets_it_within_bounds() {
        let mut breaker = Breaker::new(3);
        breaker.asked_for(Duration::from_secs(20), 0);
        assert!(breaker.admit(19_999).is_err());
        assert!(breaker.admit(20_000).is_ok());
        breaker.asked_for(Duration::from_secs(86_400), 0);
        assert!(breaker.admit(LONGEST_MS).is_ok());
    }
}
