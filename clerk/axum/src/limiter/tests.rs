//! The limiter by itself: bursts, refills, floods of keys, a clock that is set back.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

use super::*;

/// Two clocks in one hand: the machine's time and the time that only goes forward.
#[derive(Default)]
struct Hands {
    wall: AtomicI64,
    steady: AtomicI64,
}

impl Hands {
    fn advance(&self, milliseconds: i64) {
        self.wall.fetch_add(milliseconds, SeqCst);
        self.steady.fetch_add(milliseconds, SeqCst);
    }
}

impl Clock for Hands {
    fn now_ms(&self) -> i64 {
        self.wall.load(SeqCst)
    }

    fn monotonic_ms(&self) -> i64 {
        self.steady.load(SeqCst)
    }
}

fn limiter(rate: Rate, places: usize) -> (Limiter<u32>, Arc<Hands>) {
    let clock = Arc::new(Hands::default());
    (Limiter::with_places(rate, Arc::<Hands>::clone(&clock), places), clock)
}

/// How many of `tries` a key gets.
fn taken(limiter: &Limiter<u32>, key: u32, tries: u32) -> usize {
    (0..tries).filter(|_| limiter.take(&key).is_ok()).count()
}

#[test]
fn a_burst_then_so_many_a_minute() {
    let (limiter, clock) = limiter(Rate::new(40, 120), 10);
    assert_eq!(taken(&limiter, 1, 100), 40);
    assert_eq!(limiter.take(&1).map_err(Exhausted::retry_after_s), Err(1));
    assert_eq!(taken(&limiter, 2, 1), 1, "another key has a bucket of its own");
    clock.advance(500);
    assert_eq!(taken(&limiter, 1, 10), 1);
    clock.advance(60_000);
    assert_eq!(taken(&limiter, 1, 100), 40);
}

#[test]
fn the_wait_is_told_in_whole_seconds_and_is_long_enough() {
    let (limiter, clock) = limiter(Rate::new(1, 7), 10);
    assert_eq!(taken(&limiter, 1, 2), 1);
    let wait_s = limiter.take(&1).map_err(Exhausted::retry_after_s);
    assert_eq!(wait_s, Err(9), "60 s / 7 is 8.57 s");
    clock.advance(9_000);
    assert_eq!(taken(&limiter, 1, 2), 1);
}

#[test]
fn a_clock_that_is_set_back_locks_nobody_out() {
    let (limiter, clock) = limiter(Rate::new(2, 60), 10);
    assert_eq!(taken(&limiter, 1, 3), 2);
    clock.wall.store(-86_400_000, SeqCst);
    clock.steady.fetch_add(1_000, SeqCst);
    assert_eq!(taken(&limiter, 1, 3), 1);
}

#[test]
fn the_table_is_bounded() {
    let (limiter, _) = limiter(Rate::new(3, 60), 100);
    for key in 0..10_000 {
        let _ = limiter.take(&key);
    }
    assert_eq!(limiter.buckets.into_state_store().len(), 100);
}

/// An attacker with more keys than places: whatever the order of the keys, all of them together get what the places hold.
#[test]
fn a_flood_of_keys_brings_no_fresh_buckets() {
    let (limiter, clock) = limiter(Rate::new(5, 60), 100);
    let flood = |first: u32| (first..first + 10_000).map(|key| taken(&limiter, key, 10)).sum::<usize>();
    assert_eq!(flood(0), 500);
    assert_eq!(flood(0) + flood(50_000), 0);
    assert_eq!((0..1_000).map(|turn| taken(&limiter, turn % 2, 1)).sum::<usize>(), 0, "two keys in turn");
    clock.advance(1_000);
    assert_eq!(flood(0), 100, "one for each place in a second");
}

/// The others are not pushed out: their buckets stay as they are.
#[test]
fn a_flood_of_keys_neither_refills_nor_empties_a_bucket_in_use() {
    let (limiter, _) = limiter(Rate::new(5, 60), 100);
    assert_eq!(taken(&limiter, 77_777, 5), 5);
    for key in 0..90 {
        assert_eq!(taken(&limiter, key, 1), 1);
    }
    for key in 100..200 {
        let _ = limiter.take(&key);
    }
    assert_eq!(taken(&limiter, 77_777, 5), 0);
}

#[test]
fn a_newcomer_is_served_while_any_place_is_free_of_debt() {
    let (limiter, clock) = limiter(Rate::new(5, 60), 100);
    assert_eq!((0..99).map(|key| taken(&limiter, key, 5)).sum::<usize>(), 495);
    assert_eq!(taken(&limiter, 200, 1), 1);
    clock.advance(1_000);
    assert_eq!(taken(&limiter, 300, 9), 5, "in the place of one whose bucket was full again");
}

#[test]
fn rates_are_read_and_written_as_text() {
    assert_eq!("40,120".parse(), Ok(Rate::new(40, 120)));
    assert_eq!(" 1 , 1000000 ".parse(), Ok(Rate::new(1, 1_000_000)));
    assert_eq!(Rate::new(40, 120).to_string(), "40,120");
    for text in ["", "40", "0,1", "1,0", "1,1000001", "-1,1", "1,2,3", "a,b", "1.5,2"] {
        assert!(text.parse::<Rate>().is_err(), "{text}");
    }
}
