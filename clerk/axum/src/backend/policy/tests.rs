//! The policy on a clock that stands still until somebody waits.

use std::cell::Cell;

use futures::future::{BoxFuture, pending};
use http::{HeaderMap, HeaderValue, StatusCode};
use tokio::time::Instant;

use super::*;
use crate::backend::ApiError;

/// The runtime's clock, which these tests pause.
struct Runtime(Instant);

#[expect(clippy::disallowed_methods, reason = "the paused clock is the injected one here")]
fn instant() -> Instant {
    Instant::now()
}

impl Clock for Runtime {
    fn now_ms(&self) -> i64 {
        self.monotonic_ms()
    }

    fn monotonic_ms(&self) -> i64 {
        i64::try_from(instant().duration_since(self.0).as_millis()).unwrap_or(i64::MAX)
    }
}

/// Waits on the runtime's clock; chance is what it is told.
struct Fixed(f64);

impl Pace for Fixed {
    #[expect(clippy::disallowed_methods, reason = "the paused clock is the injected one here")]
    fn wait(&self, pause: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(pause))
    }

    fn chance(&self) -> f64 {
        self.0
    }
}

fn refusal(status: StatusCode, retry_after: Option<&'static str>) -> BackendError {
    let headers = retry_after.map(|seconds| (http::header::RETRY_AFTER, HeaderValue::from_static(seconds)));
    BackendError::Answer(ApiError::read(status, &HeaderMap::from_iter(headers), b"", 0))
}

/// Runs a policy against failures and then a success; tells how it went and how long it took.
async fn attempts(policy: Policy, chance: f64, fail: impl Fn(u32) -> Option<BackendError>) -> (Tried<()>, Duration) {
    let clock = Runtime(instant());
    let count = Cell::new(0);
    let attempt = || {
        count.set(count.get() + 1);
        let failure = fail(count.get());
        async move { failure.map_or(Ok(()), Err) }
    };
    let tried = run(policy, (&clock, &Fixed(chance)), attempt, || true).await;
    (tried, instant().duration_since(clock.0))
}

#[tokio::test(start_paused = true)]
async fn what_may_pass_is_tried_again_and_nothing_else() {
    for (status, tries) in
        [(408, 3), (429, 3), (500, 3), (502, 3), (503, 3), (504, 3), (501, 1), (400, 1), (404, 1), (422, 1), (301, 1)]
    {
        let status = StatusCode::from_u16(status).expect("a status");
        let (tried, _) = attempts(Policy::WAITED_FOR, 0.0, |_| Some(refusal(status, None))).await;
        assert_eq!(tried.tries, tries, "{status}");
        assert_eq!(tried.outcome.err().and_then(|error| error.answer().map(|answer| answer.status)), Some(status));
    }
    let others: [(fn() -> BackendError, u32); 3] =
        [(|| BackendError::TimedOut, 3), (|| BackendError::TooLarge, 1), (|| BackendError::InvalidId, 1)];
    for (error, tries) in others {
        let (tried, _) = attempts(Policy::WAITED_FOR, 0.0, move |_| Some(error())).await;
        assert_eq!(tried.tries, tries, "{}", error());
    }
}

#[tokio::test(start_paused = true)]
async fn pauses_double_and_are_spread_by_chance() {
    let fail = |_| Some(refusal(StatusCode::BAD_GATEWAY, None));
    for (chance, waited_ms) in [(0.0, 50 + 100), (0.5, 75 + 150), (1.0, 100 + 200)] {
        let (tried, took) = attempts(Policy::WAITED_FOR, chance, fail).await;
        assert_eq!((tried.tries, tried.waited), (3, Duration::from_millis(waited_ms)), "{chance}");
        assert!(took >= tried.waited && took < tried.waited + Duration::from_millis(10), "{took:?}");
    }
    let patient = Policy { tries: 12, ..Policy::PATIENT };
    let (tried, _) = attempts(patient, 1.0, fail).await;
    let doubled: u64 = [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000, 5_000, 5_000].iter().sum();
    assert_eq!(tried.waited, Duration::from_millis(doubled), "and stay below five seconds");
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_is_asked_for_is_kept_where_there_is_time() {
    let busy = |seconds: &'static str| {
        move |tries| (tries == 1).then(|| refusal(StatusCode::TOO_MANY_REQUESTS, Some(seconds)))
    };
    let (tried, took) = attempts(Policy::WAITED_FOR, 0.5, busy("1")).await;
    assert!(tried.outcome.is_ok());
    assert_eq!((tried.tries, tried.waited), (2, Duration::from_millis(1_050)));
    assert!(took >= Duration::from_secs(1));

    let (tried, took) = attempts(Policy::WAITED_FOR, 0.5, busy("2")).await;
    assert_eq!(
        (tried.tries, tried.waited, took),
        (1, Duration::ZERO, Duration::ZERO),
        "the answer would come too late"
    );
    assert_eq!(tried.outcome.err().and_then(|error| error.retry_after()), Some(Duration::from_secs(2)));

    let (tried, _) = attempts(Policy::PATIENT, 0.5, busy("20")).await;
    assert_eq!((tried.outcome.is_ok(), tried.waited), (true, Duration::from_millis(20_050)));
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_longer_than_the_deadline() {
    let clock = Runtime(instant());
    let silent = || pending::<Result<(), BackendError>>();
    let tried = run(Policy::WAITED_FOR, (&clock, &Fixed(0.5)), silent, || true).await;
    assert!(matches!(tried.outcome, Err(BackendError::TimedOut)));
    assert_eq!((tried.tries, clock.monotonic_ms()), (1, 2_000));

    let clock = Runtime(instant());
    let tried = run(Policy::PATIENT, (&clock, &Fixed(0.0)), silent, || true).await;
    assert!(clock.monotonic_ms() <= 60_000 && tried.tries > 1, "{} ms, {} tries", clock.monotonic_ms(), tried.tries);
}

#[tokio::test(start_paused = true)]
async fn an_empty_budget_ends_the_tries() {
    let clock = Runtime(instant());
    let attempt = || async { Err::<(), _>(refusal(StatusCode::BAD_GATEWAY, None)) };
    let tried = run(Policy::WAITED_FOR, (&clock, &Fixed(0.0)), attempt, || false).await;
    assert_eq!((tried.tries, tried.waited), (1, Duration::ZERO));
}

#[test]
fn what_changes_something_by_being_repeated_is_not_repeated() {
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE] {
        assert!(is_idempotent(&method), "{method}");
    }
    for method in [Method::POST, Method::PATCH] {
        assert!(!is_idempotent(&method), "{method}");
    }
}

#[test]
fn chance_is_a_fraction() {
    for _ in 0..1_000 {
        let chance = crate::backend::SystemPace.chance();
        assert!((0.0..1.0).contains(&chance), "{chance}");
    }
}
