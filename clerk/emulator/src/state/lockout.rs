//! Wrong proofs, counted: too many lock an account for a while.

use serde::{Deserialize, Serialize};

use super::{State, table::Row};
use crate::error::{Code, Problem};

/// Refusals that say that a proof was wrong.
const WRONG: [Code; 3] = [Code::FormPasswordIncorrect, Code::FormCodeIncorrect, Code::IncorrectPassword];

/// How often somebody was wrong since they were right, by their id.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Failures {
    count: i64,
}

impl Row for Failures {}

impl State {
    /// Counts a wrong proof. The one that was too many locks the account and says so.
    pub(crate) fn count<T>(&mut self, user_id: &str, outcome: Result<T, Problem>) -> Result<T, Problem> {
        let Err(problem) = outcome else { return outcome };
        let is_wrong = WRONG.iter().any(|code| code.name() == problem.code);
        if !is_wrong || self.settings.lockout_attempts == 0 || self.user(user_id).is_err() {
            return Err(problem);
        }
        let count = self.failures_of(user_id) + 1;
        if count < self.settings.lockout_attempts {
            self.data.failures.insert(user_id.to_owned(), Failures { count });
            return Err(problem);
        }
        self.lock(user_id)?;
        self.admit(user_id)?;
        Err(problem)
    }

    fn failures_of(&self, user_id: &str) -> i64 {
        self.data.failures.get(user_id).map_or(0, |row| row.count)
    }

    /// How often somebody may still be wrong; nothing where that is not counted.
    pub(crate) fn attempts_left(&self, user_id: &str) -> Option<i64> {
        let most = self.settings.lockout_attempts;
        (most > 0).then(|| (most - self.failures_of(user_id)).max(0))
    }

    /// Keeps somebody from signing in for a while.
    pub(crate) fn lock(&mut self, id: &str) -> Result<(), Problem> {
        let until = self.lock_end();
        self.user_mut(id)?.locked_until = Some(until);
        self.data.failures.remove(id);
        Ok(())
    }

    /// When a lock that begins now ends.
    pub(crate) fn lock_end(&self) -> i64 {
        self.now_ms() + self.settings.lockout_minutes * 60_000
    }
}
