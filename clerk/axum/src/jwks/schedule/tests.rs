//! The life of a key set, told in milliseconds.

use super::{Keys, Plan, Schedule};

const MINUTE: i64 = 60_000;

/// A set of one key, or of none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct One(&'static str);

impl Keys for One {
    fn has(&self, kid: &str) -> bool {
        self.0 == kid
    }
}

fn fetch(schedule: &mut Schedule<One>, wanted: &str, key: &'static str, now_ms: i64) {
    schedule.started(now_ms);
    schedule.succeeded(One(key), now_ms);
    schedule.settle(wanted, now_ms);
}

fn fail(schedule: &mut Schedule<One>, now_ms: i64) {
    schedule.started(now_ms);
    schedule.failed(now_ms);
}

#[test]
fn the_first_token_causes_a_fetch() {
    let mut schedule = Schedule::new();
    assert_eq!(schedule.plan("a", 0), Plan::Fetch);
    fetch(&mut schedule, "a", "a", 0);
    assert_eq!(schedule.plan("a", 1), Plan::Use(One("a")));
}

#[test]
fn age_does_not_slide_with_use() {
    let mut schedule = Schedule::new();
    fetch(&mut schedule, "a", "a", 0);
    for minute in 0..4 {
        assert_eq!(schedule.plan("a", minute * MINUTE), Plan::Use(One("a")));
    }
    assert_eq!(schedule.plan("a", 4 * MINUTE), Plan::UseAndRefresh(One("a")));
    assert_eq!(schedule.plan("a", 5 * MINUTE - 1), Plan::UseAndRefresh(One("a")));
    assert_eq!(schedule.plan("a", 5 * MINUTE), Plan::Fetch);
}

#[test]
fn a_withdrawn_key_is_gone_after_the_fetch() {
    let mut schedule = Schedule::new();
    fetch(&mut schedule, "old", "old", 0);
    fetch(&mut schedule, "new", "new", 4 * MINUTE);
    assert_eq!(schedule.plan("new", 4 * MINUTE), Plan::Use(One("new")));
    assert_eq!(schedule.plan("old", 4 * MINUTE), Plan::Fetch);
}

#[test]
fn a_new_key_is_found_by_one_fetch() {
    let mut schedule = Schedule::new();
    fetch(&mut schedule, "old", "old", 0);
    assert_eq!(schedule.plan("new", MINUTE), Plan::Fetch);
    fetch(&mut schedule, "new", "new", MINUTE);
    assert_eq!(schedule.plan("new", MINUTE), Plan::Use(One("new")));
}

#[test]
fn ten_thousand_unknown_kids_in_ten_seconds_cause_two_fetches() {
    let mut schedule = Schedule::new();
    let mut fetches = 0;
    for number in 0..10_000 {
        let kid = format!("ins_{number}");
        if schedule.plan(&kid, number) == Plan::Fetch {
            fetches += 1;
            fetch(&mut schedule, &kid, "a", number);
        }
    }
    assert_eq!(fetches, 2);
    assert_eq!(schedule.plan("a", 10_000), Plan::Use(One("a")), "good traffic does not notice");
}

#[test]
fn an_absent_kid_is_asked_for_again_after_half_a_minute() {
    let mut schedule = Schedule::new();
    fetch(&mut schedule, "b", "a", 0);
    assert_eq!(schedule.plan("b", 29_999), Plan::Absent(One("a")));
    assert_eq!(schedule.plan("b", 30_000), Plan::Fetch);
}

#[test]
fn stale_keys_serve_an_hour_of_outage_and_then_no_longer() {
    let mut schedule = Schedule::new();
    fetch(&mut schedule, "a", "a", 0);
    fail(&mut schedule, 5 * MINUTE);
    assert_eq!(schedule.plan("a", 5 * MINUTE + 1), Plan::Use(One("a")), "between probes nobody waits");
    assert_eq!(
        schedule.plan("a", 5 * MINUTE + 5_000),
        Plan::UseAndRefresh(One("a")),
        "the probe runs in the background"
    );
    fail(&mut schedule, 64 * MINUTE);
    assert_eq!(schedule.plan("a", 64 * MINUTE), Plan::Use(One("a")));
    assert_eq!(schedule.plan("a", 65 * MINUTE), Plan::Fetch);
    fail(&mut schedule, 65 * MINUTE);
    assert_eq!(schedule.plan("a", 65 * MINUTE), Plan::Unavailable(5_000));
}

#[test]
fn nothing_loaded_and_nothing_to_load_is_unavailable() {
    let mut schedule = Schedule::new();
    fail(&mut schedule, 1_000);
    assert_eq!(schedule.plan("a", 2_000), Plan::Unavailable(4_000));
    assert_eq!(schedule.plan("a", 6_000), Plan::Fetch);
}

#[test]
fn a_failed_fetch_does_not_make_a_kid_absent() {
    let mut schedule = Schedule::new();
    fetch(&mut schedule, "a", "a", 0);
    fail(&mut schedule, 1_000);
    schedule.settle("b", 1_000);
    assert_eq!(schedule.plan("b", 1_500), Plan::Unavailable(4_500));
}

#[test]
fn a_clock_that_goes_back_means_fetching() {
    let mut schedule = Schedule::new();
    fetch(&mut schedule, "a", "a", 60 * MINUTE);
    assert_eq!(schedule.plan("a", 0), Plan::Fetch);
}

#[test]
fn a_flush_forgets() {
    let mut schedule = Schedule::new();
    fetch(&mut schedule, "a", "a", 0);
    schedule.flush();
    assert_eq!(schedule.plan("a", 1), Plan::Fetch);
}
