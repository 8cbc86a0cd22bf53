//! What somebody types to say who they are, and the passwords that they choose.

use super::{State, phone::normal_number, restriction::kind_of, settings::Factor, user::User};
use crate::{
    error::{Code, Problem},
    password::{self, PasswordHash},
};

impl State {
    /// The person that an address, a number or a name finds, where the instance knows people by it.
    pub(crate) fn identify(&self, text: &str) -> Result<String, Problem> {
        let known = self.settings.identifiers();
        let by = |kind: &str| known.contains(&kind);
        let number = normal_number(text).ok();
        let found = match (kind_of(text), &number) {
            (Some("email_address"), _) => self.user_by_email(text).filter(|_| by("email_address")),
            (_, Some(number)) => self.user_by_phone(number).filter(|_| by("phone_number")),
            _ => self.data.users.with("username", &text.to_lowercase()).next().filter(|_| by("username")),
        };
        let unknown = || Problem::field("identifier", Code::FormIdentifierNotFound, "Couldn't find your account.");
        let user = found.ok_or_else(unknown)?;
        // Names are on no list.
        let is_name = number.is_none() && kind_of(text).is_none();
        self.check_still_allowed(number.as_deref().unwrap_or(if is_name { user.identifier() } else { text }))?;
        Ok(user.id.clone())
    }

    /// Takes a password that somebody chose, if it is good enough. `parameter` is the field that it came in.
    pub(crate) fn accept_password(&self, parameter: &str, password: &str) -> Result<PasswordHash, Problem> {
        PasswordHash::accept(parameter, password, self.settings.refuse_leaked_passwords, &self.random)
    }

    /// Refuses a right password that others know, where nobody may sign in with one.
    pub(crate) fn refuse_leaked(&self, user: &User, typed: &str) -> Result<(), Problem> {
        if self.settings.refuse_leaked_passwords_on_sign_in && password::has_leaked(typed) {
            return Err(password::leaked("password"));
        }
        if user.password_compromised && !self.settings.reset_password_task {
            let message = "Your password may be compromised. To protect your account, please continue with an \
                           alternative sign-in method. You will be required to reset your password after signing in.";
            return Err(Problem::field("password", Code::FormPasswordCompromised, message));
        }
        Ok(())
    }

    /// Whether somebody could still sign in without their password.
    pub(crate) fn can_do_without_password(&self, user: &User) -> bool {
        let by_email = self.settings.has(Factor::EmailCode) || self.settings.has(Factor::EmailLink);
        let by_phone = self.settings.has(Factor::PhoneCode);
        (by_email && !user.email_targets().is_empty()) || (by_phone && !user.phone_targets(false).is_empty())
    }
}
