//! What sequences did, and where one went wrong.

use std::fmt;

/// What a sequence did.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) requests: usize,
    pub(super) changes: usize,
    pub(super) refusals: usize,
    pub(super) errors: usize,
}

/// Where it went wrong.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) what: String,
    pub(super) ask: String,
    pub(super) answer: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answer: String = self.answer.chars().take(2_000).collect();
        write!(formatter, "{}\nasked: {}\nanswered: {answer}", self.what, self.ask)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self { what: format!("{error:#}"), ask: String::new(), answer: String::new() }
    }
}

impl Tally {
    pub(super) fn add(&mut self, other: Self) {
        self.requests += other.requests;
        self.changes += other.changes;
        self.refusals += other.refusals;
        self.errors += other.errors;
    }
}
