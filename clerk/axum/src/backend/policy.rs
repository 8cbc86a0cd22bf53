//! Which calls are tried again, and when. Time, waiting and chance are passed in.

use std::{future::Future, time::Duration};

use clerk_protocol::Clock;
use http::Method;

use super::{BackendError, pace::Pace};

/// The pause before the second try, on average three quarters of it.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// No pause of our own choice is longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// How patient a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Policy {
    /// Tries at most.
    pub(super) tries: u32,
    /// For one try.
    pub(super) try_limit: Duration,
    /// For all tries and the pauses between them.
    pub(super) deadline: Duration,
}

impl Policy {
    /// Somebody waits for the answer.
    pub(super) const WAITED_FOR: Self =
        Self { tries: 3, try_limit: Duration::from_secs(2), deadline: Duration::from_secs(2) };
    /// Nobody does.
    pub(super) const PATIENT: Self =
        Self { tries: 6, try_limit: Duration::from_secs(10), deadline: Duration::from_secs(60) };

    /// One try within `deadline`.
    pub(super) const fn once(deadline: Duration) -> Self {
        Self { tries: 1, try_limit: deadline, deadline }
    }

    /// The pause before the next try; `None`: the failure stands. `tried` counts the tries so far.
    fn pause(&self, tried: u32, error: &BackendError, chance: f64, left: Duration) -> Option<Duration> {
        if tried >= self.tries || !error.is_worth_another_try() {
            return None;
        }
        let backoff = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(tried.saturating_sub(1))).min(LONGEST_PAUSE);
        let pause = match error.retry_after() {
            Some(asked) => asked.saturating_add(FIRST_PAUSE.mul_f64(chance)),
            None => backoff.mul_f64(0.5 + chance / 2.0),
        };
        (pause < left).then_some(pause)
    }
}

/// Whether making the call twice does what making it once does.
pub(super) fn is_idempotent(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::PUT | Method::DELETE)
}

/// What came of all tries.
#[derive(Debug)]
pub(super) struct Tried<A> {
    pub(super) outcome: Result<A, BackendError>,
    pub(super) tries: u32,
    pub(super) waited: Duration,
}

impl<A> Tried<A> {
    pub(super) fn unsent(error: BackendError) -> Self {
        Self { outcome: Err(error), tries: 0, waited: Duration::ZERO }
    }
}

/// Tries until there is an answer, a failure that stands, or no time left. `again` is asked before each further try.
pub(super) async fn run<A, F: Future<Output = Result<A, BackendError>>>(
    policy: Policy,
    (clock, pace): (&dyn Clock, &dyn Pace),
    mut attempt: impl FnMut() -> F,
    again: impl Fn() -> bool,
) -> Tried<A> {
    let begun_ms = clock.monotonic_ms();
    let left = || {
        let spent_ms = clock.monotonic_ms().saturating_sub(begun_ms).unsigned_abs();
        policy.deadline.saturating_sub(Duration::from_millis(spent_ms))
    };
    let (mut tries, mut waited) = (0, Duration::ZERO);
    loop {
        tries += 1;
        let answer = tokio::time::timeout(policy.try_limit.min(left()), attempt()).await;
        let outcome = answer.unwrap_or(Err(BackendError::TimedOut));
        let pause = outcome.as_ref().err().and_then(|error| {
            let pause = policy.pause(tries, error, pace.chance(), left())?;
            again().then_some(pause)
        });
        let Some(pause) = pause else { return Tried { outcome, tries, waited } };
        pace.wait(pause).await;
        waited += pause;
    }
}

#[cfg(test)]
mod tests;
