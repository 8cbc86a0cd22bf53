//! The runner, on an engine that does as it is told and remembers what it was asked.

use std::{
    future::pending,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::oneshot;

use super::*;
use crate::{Finding, Schema, engine::Reader};

const ONCE: Bounds = Bounds { attempts: 1, patience: None, keeps_its_turn: false, ends_with_its_caller: false };

struct Scripted {
    bounds: Bounds,
    log: Arc<Log>,
}

#[derive(Default)]
struct Log(Mutex<Vec<&'static str>>);

impl Log {
    fn add(&self, word: &'static str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(word);
    }

    fn words(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).join(", ")
    }
}

#[async_trait]
impl Engine for Scripted {
    fn dialect(&self) -> Dialect {
        Dialect::ALL[0]
    }

    fn bounds(&self, _: Kind) -> Bounds {
        self.bounds
    }

    async fn connect(&self, _: Kind) -> Result<Box<dyn Connection>, Failure> {
        self.log.add("connect");
        Ok(Box::new(Logged(Arc::clone(&self.log))))
    }

    async fn read_bare(&self, _: Call<'_>, _: Reader<'_>) -> Option<Result<(), Failure>> {
        None
    }

    async fn schema(&self) -> Result<Schema, StoreError> {
        Err(StoreError::internal("none"))
    }

    async fn findings(&self) -> Result<Vec<Finding>, StoreError> {
        Ok(Vec::new())
    }

    async fn close(&self) {}
}

struct Logged(Arc<Log>);

#[async_trait]
impl Connection for Logged {
    async fn begin(&mut self, _: Kind, _: &str) -> Result<Box<dyn Transaction + '_>, Failure> {
        self.0.add("begin");
        Ok(Box::new(Self(Arc::clone(&self.0))))
    }

    fn give_back(self: Box<Self>) {
        self.0.add("give back");
    }
}

#[async_trait]
impl Transaction for Logged {
    async fn rows(&mut self, _: Call<'_>, _: Reader<'_>) -> Result<(), Failure> {
        Ok(())
    }

    async fn execute(&mut self, _: Call<'_>) -> Result<u64, Failure> {
        Ok(0)
    }

    async fn commit(self: Box<Self>) -> Result<(), Failure> {
        self.0.add("commit");
        Ok(())
    }

    async fn roll_back(self: Box<Self>) -> Result<(), Failure> {
        self.0.add("roll back");
        Ok(())
    }
}

/// What each run of a unit comes to, the last one first.
struct Runs(Mutex<Vec<Run>>);

enum Run {
    Done,
    Nothing,
    Fails { may_be_repeated: bool, loses_the_connection: bool },
    Hangs,
}

const CONFLICT: Run = Run::Fails { may_be_repeated: true, loses_the_connection: false };
const LOST: Run = Run::Fails { may_be_repeated: true, loses_the_connection: true };
const WRONG: Run = Run::Fails { may_be_repeated: false, loses_the_connection: false };

#[async_trait]
impl Unit for Runs {
    type Outcome = ();

    async fn run(&self, _: &mut Work<'_>) -> Result<End<()>, Failure> {
        let next = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match next {
            Some(Run::Done) => Ok(End::Commit(())),
            Some(Run::Nothing) | None => Ok(End::RollBack(())),
            Some(Run::Hangs) => pending().await,
            Some(Run::Fails { may_be_repeated, loses_the_connection }) => Err(Failure::internal("on purpose")
                .repeatable(may_be_repeated)
                .losing_the_connection(loses_the_connection)),
        }
    }
}

/// Whether it came to an outcome, and what the engine was asked.
async fn ran(bounds: Bounds, runs: impl IntoIterator<Item = Run>) -> (bool, String) {
    let log = Arc::new(Log::default());
    let engine: Arc<dyn Engine> = Arc::new(Scripted { bounds, log: Arc::clone(&log) });
    let mut runs: Vec<Run> = runs.into_iter().collect();
    runs.reverse();
    let outcome = run(&engine, Kind::Write, "org_a", Runs(Mutex::new(runs))).await;
    (outcome.is_ok(), log.words())
}

#[tokio::test]
async fn a_unit_says_what_is_kept() {
    assert_eq!(ran(ONCE, [Run::Done]).await, (true, "connect, begin, commit, give back".to_owned()));
    assert_eq!(ran(ONCE, [Run::Nothing]).await, (true, "connect, begin, roll back, give back".to_owned()));
    assert_eq!(ran(ONCE, [WRONG, Run::Done]).await, (false, "connect, begin, roll back, give back".to_owned()));
}

#[tokio::test]
async fn others_get_their_turn_between_two_attempts() {
    let bounds = Bounds { attempts: 3, ..ONCE };
    let expected = "connect, begin, roll back, give back, connect, begin, commit, give back";
    assert_eq!(ran(bounds, [CONFLICT, Run::Done]).await, (true, expected.to_owned()));
}

#[tokio::test]
async fn one_writer_keeps_its_turn() {
    let bounds = Bounds { attempts: 3, keeps_its_turn: true, ..ONCE };
    let expected = "connect, begin, roll back, begin, commit, give back";
    assert_eq!(ran(bounds, [CONFLICT, Run::Done]).await, (true, expected.to_owned()));
}

#[tokio::test]
async fn attempts_come_to_an_end() {
    for keeps_its_turn in [true, false] {
        let bounds = Bounds { attempts: 3, keeps_its_turn, ..ONCE };
        let (is_done, words) = ran(bounds, (0..9).map(|_| CONFLICT)).await;
        assert!(!is_done && words.ends_with("give back"), "{words}");
        assert_eq!(words.matches("begin").count(), 3);
    }
}

/// It is dropped, whatever was to be done with it, and the next attempt has another one.
#[tokio::test]
async fn a_lost_connection_is_not_given_back() {
    for keeps_its_turn in [true, false] {
        let bounds = Bounds { attempts: 2, keeps_its_turn, ..ONCE };
        let expected = "connect, begin, connect, begin, commit, give back";
        assert_eq!(ran(bounds, [LOST, Run::Done]).await, (true, expected.to_owned()));
        assert_eq!(ran(bounds, [LOST, LOST]).await, (false, "connect, begin, connect, begin".to_owned()));
    }
}

/// Nobody knows what was done: it is not tried again, and its connection goes.
#[tokio::test]
async fn silence_ends_a_unit() {
    let bounds = Bounds { attempts: 3, patience: Some(Duration::from_millis(1)), ..ONCE };
    assert_eq!(ran(bounds, [Run::Hangs, Run::Done]).await, (false, "connect, begin".to_owned()));
}

/// Says that it began, and goes on when it is told.
struct Told(Mutex<Option<(oneshot::Sender<()>, oneshot::Receiver<()>)>>);

#[async_trait]
impl Unit for Told {
    type Outcome = ();

    async fn run(&self, _: &mut Work<'_>) -> Result<End<()>, Failure> {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((began, go_on)) = told {
            let _ = began.send(());
            let _ = go_on.await;
        }
        Ok(End::Commit(()))
    }
}

/// The future of whoever waits is dropped in the middle; then the unit may go on, if it still can.
async fn given_up(ends_with_its_caller: bool) -> String {
    let log = Arc::new(Log::default());
    let bounds = Bounds { ends_with_its_caller, ..ONCE };
    let engine: Arc<dyn Engine> = Arc::new(Scripted { bounds, log: Arc::clone(&log) });
    let ((began, has_begun), (tell, go_on)) = (oneshot::channel(), oneshot::channel());
    let waiting =
        tokio::spawn(async move { run(&engine, Kind::Write, "org_a", Told(Mutex::new(Some((began, go_on))))).await });
    let _ = has_begun.await;
    waiting.abort();
    let _ = waiting.await;
    let _ = tell.send(());
    // What holds the log has ended when nobody else does.
    while Arc::strong_count(&log) > 1 {
        tokio::task::yield_now().await;
    }
    log.words()
}

#[tokio::test]
async fn a_unit_goes_on_without_its_caller_unless_it_only_reads() {
    assert_eq!(given_up(false).await, "connect, begin, commit, give back");
    assert_eq!(given_up(true).await, "connect, begin");
}
