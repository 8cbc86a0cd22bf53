//! The job over a system that answers as it is told.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use store::{Backed, Behind, Renewal, StoreError, SystemStore};
use testkit::system::NoDatabase;

use super::{BATCH, renew_all};

struct Scripted {
    database: NoDatabase,
    /// What is answered, the last one first; then it fails.
    answers: Mutex<Vec<Renewal>>,
}

impl Backed for Scripted {
    fn behind(&self) -> Behind<'_> {
        self.database.behind()
    }
}

#[async_trait]
impl SystemStore for Scripted {
    async fn renew_terms(&self, server: &str, limit: u32) -> Result<Renewal, StoreError> {
        assert_eq!((server, limit), ("a", BATCH));
        let answer = self.answers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        answer.ok_or_else(|| StoreError::unavailable("it fails now"))
    }
}

/// What is left of the script when the job ends, and whether all terms are made.
async fn after(mut script: Vec<Renewal>) -> (usize, bool) {
    script.reverse();
    let system = Scripted { database: NoDatabase::default(), answers: Mutex::new(script) };
    let is_done = renew_all(&system, "a").await;
    let left = system.answers.lock().unwrap_or_else(PoisonError::into_inner).len();
    (left, is_done)
}

#[tokio::test]
async fn it_goes_on_to_the_end() {
    use Renewal::{Done, Elsewhere, Working};
    assert_eq!(after(vec![Done, Working]).await, (1, true));
    assert_eq!(after(vec![Working, Working, Working, Done, Working]).await, (1, true));
    assert_eq!(after(vec![Elsewhere, Working]).await, (1, false));
    assert_eq!(after(vec![Working, Elsewhere, Working]).await, (1, false));
}

#[tokio::test]
async fn a_failure_ends_it_until_the_next_look() {
    assert_eq!(after(vec![]).await, (0, false));
    assert_eq!(after(vec![Renewal::Working]).await, (0, false));
}
