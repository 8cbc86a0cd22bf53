//! The cache with its tasks: one fetch in the air, nobody waits too long, nobody is forgotten.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use clerk_protocol::Clock;
use futures::future::{BoxFuture, join_all};
use tokio::time::Instant;

use super::{KeyCache, KeySource, Keys, KeysUnavailable, Lookup};

/// A key set that is only its ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Kids(Vec<&'static str>);

impl Keys for Kids {
    fn has(&self, kid: &str) -> bool {
        self.0.contains(&kid)
    }
}

#[derive(Default)]
struct Hands(AtomicI64);

impl Clock for Hands {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    fn monotonic_ms(&self) -> i64 {
        self.now_ms()
    }
}

/// A key set endpoint that does what it is told.
#[derive(Clone)]
struct Endpoint(Arc<Script>);

struct Script {
    fetches: AtomicUsize,
    takes: Duration,
    answer: Mutex<Result<Vec<&'static str>, KeysUnavailable>>,
}

impl Endpoint {
    fn new(takes: Duration, kids: &[&'static str]) -> Self {
        let answer = Mutex::new(Ok(kids.to_vec()));
        Self(Arc::new(Script { fetches: AtomicUsize::new(0), takes, answer }))
    }

    fn answers(&self, answer: Result<Vec<&'static str>, KeysUnavailable>) {
        *self.0.answer.lock().expect("nobody panicked") = answer;
    }

    fn fetches(&self) -> usize {
        self.0.fetches.load(Ordering::SeqCst)
    }
}

impl KeySource<Kids> for Endpoint {
    fn fetch(&self) -> BoxFuture<'static, Result<Kids, KeysUnavailable>> {
        let script = Arc::clone(&self.0);
        script.fetches.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            take(script.takes).await;
            script.answer.lock().expect("nobody panicked").clone().map(Kids)
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "the time is paused")]
async fn take(time: Duration) {
    tokio::time::sleep(time).await;
}

fn cache(endpoint: &Endpoint) -> (Arc<KeyCache<Kids>>, Arc<Hands>) {
    let clock = Arc::new(Hands::default());
    (KeyCache::new(Box::new(endpoint.clone()), Arc::<Hands>::clone(&clock)), clock)
}

const FAST: Duration = Duration::from_millis(20);
const NEVER: Duration = Duration::from_secs(30);

#[tokio::test(start_paused = true)]
async fn a_crowd_shares_one_fetch() {
    let endpoint = Endpoint::new(FAST, &["a"]);
    let (cache, _) = cache(&endpoint);
    let answers = join_all((0..500).map(|_| cache.key("a"))).await;
    assert!(answers.iter().all(|answer| matches!(answer, Lookup::Found(_))));
    assert_eq!(endpoint.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_spray_of_unknown_kids_causes_two_fetches() {
    let endpoint = Endpoint::new(FAST, &["a"]);
    let (cache, clock) = cache(&endpoint);
    for number in 0..10_000 {
        clock.0.store(number, Ordering::SeqCst);
        assert!(matches!(cache.key(&format!("ins_{number}")).await, Lookup::Absent(_)));
    }
    assert_eq!(endpoint.fetches(), 2);
    assert!(matches!(cache.key("a").await, Lookup::Found(_)));
}

#[tokio::test(start_paused = true)]
async fn rotation_refuses_nobody_and_forgets_the_old_key_in_time() {
    let endpoint = Endpoint::new(FAST, &["old"]);
    let (cache, clock) = cache(&endpoint);
    assert!(matches!(cache.key("old").await, Lookup::Found(_)));
    clock.0.store(100_000, Ordering::SeqCst);
    endpoint.answers(Ok(vec!["old", "new"]));
    let answers = join_all((0..100).map(|number| cache.key(if number % 2 == 0 { "old" } else { "new" }))).await;
    assert!(answers.iter().all(|answer| matches!(answer, Lookup::Found(_))));
    assert_eq!(endpoint.fetches(), 2);

    endpoint.answers(Ok(vec!["new"]));
    for second in 101..=400 {
        clock.0.store(second * 1_000, Ordering::SeqCst);
        let _ = cache.key("old").await;
        tokio::time::advance(FAST).await;
        tokio::task::yield_now().await;
    }
    assert!(matches!(cache.key("old").await, Lookup::Absent(_)), "five minutes later at the latest");
    assert!(matches!(cache.key("new").await, Lookup::Found(_)));
}

#[tokio::test(start_paused = true)]
async fn an_outage_with_keys_is_not_noticed() {
    let endpoint = Endpoint::new(FAST, &["a"]);
    let (cache, clock) = cache(&endpoint);
    assert!(matches!(cache.key("a").await, Lookup::Found(_)));
    endpoint.answers(Err(KeysUnavailable));
    for minute in 1..=60 {
        clock.0.store(minute * 60_000, Ordering::SeqCst);
        assert!(matches!(cache.key("a").await, Lookup::Found(_)), "minute {minute}");
        tokio::time::advance(FAST).await;
        tokio::task::yield_now().await;
    }
    assert!(endpoint.fetches() < 70, "at most one probe a look");
    clock.0.store(70 * 60_000, Ordering::SeqCst);
    assert!(matches!(cache.key("a").await, Lookup::Unavailable { .. }), "in the end it fails closed");
}

#[tokio::test(start_paused = true)]
async fn an_outage_without_keys_is_unavailable_with_one_probe_in_five_seconds() {
    let endpoint = Endpoint::new(FAST, &[]);
    endpoint.answers(Err(KeysUnavailable));
    let (cache, clock) = cache(&endpoint);
    for second in 0..10 {
        clock.0.store(second * 1_000, Ordering::SeqCst);
        assert!(matches!(cache.key("a").await, Lookup::Unavailable { .. }));
    }
    assert_eq!(endpoint.fetches(), 2);
}

#[expect(clippy::disallowed_methods, reason = "the time is paused")]
#[tokio::test(start_paused = true)]
async fn nobody_waits_longer_than_two_seconds() {
    let endpoint = Endpoint::new(NEVER, &["a"]);
    let (cache, _) = cache(&endpoint);
    let start = Instant::now();
    let answers = join_all((0..50).map(|_| cache.key("a"))).await;
    assert!(answers.iter().all(|answer| matches!(answer, Lookup::Unavailable { .. })));
    assert!(start.elapsed() <= Duration::from_secs(2) + FAST);
    assert_eq!(endpoint.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_goes_away_does_not_end_the_fetch() {
    let endpoint = Endpoint::new(FAST, &["a"]);
    let (cache, _) = cache(&endpoint);
    let impatient = tokio::time::timeout(Duration::from_millis(1), cache.key("a")).await;
    assert!(impatient.is_err());
    assert!(matches!(cache.key("a").await, Lookup::Found(_)));
    assert_eq!(endpoint.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_flush_makes_a_withdrawn_key_go_at_once() {
    let endpoint = Endpoint::new(FAST, &["a"]);
    let (cache, _) = cache(&endpoint);
    assert!(matches!(cache.key("a").await, Lookup::Found(_)));
    endpoint.answers(Ok(vec!["b"]));
    cache.flush();
    assert!(matches!(cache.key("a").await, Lookup::Absent(_)));
}
