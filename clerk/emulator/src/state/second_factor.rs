//! Second factors of a person: how they come and go.

use super::{State, factor::SecondFactor, user::User};
use crate::error::{Code, Problem};

/// So many spare codes are on a list.
const BACKUP_CODES: usize = 10;

/// Letters and digits of each.
const BACKUP_CODE_LENGTH: usize = 8;

impl State {
    /// Refuses a second factor that the instance does not have.
    pub(crate) fn require_second(&self, factor: SecondFactor) -> Result<(), Problem> {
        match self.settings.has_second(factor) {
            true => Ok(()),
            false => Err(Problem::new(Code::FeatureNotEnabled, "This feature is not enabled on this instance.")),
        }
    }

    pub(crate) fn new_backup_codes(&self) -> Vec<String> {
        (0..BACKUP_CODES).map(|_| self.random.text(BACKUP_CODE_LENGTH).to_lowercase()).collect()
    }

    /// Spare codes for somebody's first second factor, where the instance has such codes and they have none.
    pub(crate) fn first_backup_codes(&self, user: &mut User) -> Option<Vec<String>> {
        if !self.settings.has_second(SecondFactor::BackupCode) || !user.backup_codes.is_empty() {
            return None;
        }
        user.backup_codes = self.new_backup_codes();
        Some(user.backup_codes.clone())
    }

    /// Takes a second factor away. The last one stays where everybody needs one; spare codes go with it.
    pub(crate) fn drop_second(&mut self, id: &str, drop: impl FnOnce(&mut User)) -> Result<(), Problem> {
        let mut user = self.user(id)?.clone();
        let (had_one, used_one) = (user.has_second_factor(), self.uses_second_factor(&user));
        drop(&mut user);
        if self.settings.second_factor_required && used_one && !self.uses_second_factor(&user) {
            let message = "Everybody needs a second factor here: set up another one first.";
            return Err(Problem::new(Code::SecondFactorDeletionNotAllowed, message));
        }
        if had_one && !user.has_second_factor() {
            user.backup_codes.clear();
        }
        user.note_second_factor(had_one, self.now_ms());
        self.keep_user(user);
        Ok(())
    }
}
