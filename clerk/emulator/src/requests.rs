//! What was asked and what was answered, for tests that look at it.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde::Serialize;

/// More are not kept: the oldest go.
const LIMIT: usize = 10_000;

/// A call of one of the two APIs, with its answer.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    /// Counts from 1.
    pub(crate) seq: u64,
    /// By the clock of the local Clerk.
    pub(crate) at_ms: i64,
    /// `fapi` or `bapi`.
    pub(crate) api: &'static str,
    /// As ClerkJS meant it: `_method` counts.
    pub(crate) method: String,
    /// Without the query.
    pub(crate) path: String,
    pub(crate) status: u16,
    /// Of the first error.
    pub(crate) code: Option<&'static str>,
}

/// The newest calls.
#[derive(Debug, Default)]
pub(crate) struct Requests(Mutex<Log>);

#[derive(Debug, Default)]
struct Log {
    last: u64,
    entries: VecDeque<Entry>,
}

impl Requests {
    pub(crate) fn add(&self, entry: Entry) {
        let mut log = self.lock();
        log.last += 1;
        let seq = log.last;
        log.entries.push_back(Entry { seq, ..entry });
        if log.entries.len() > LIMIT {
            log.entries.pop_front();
        }
    }

    /// Those after that number, oldest first.
    pub(crate) fn since(&self, seq: u64) -> Vec<Entry> {
        self.lock().entries.iter().filter(|entry| entry.seq > seq).cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Log> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
