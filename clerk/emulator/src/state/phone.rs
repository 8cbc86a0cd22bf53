//! Telephone numbers of people.

use serde::{Deserialize, Serialize};

use super::{
    State,
    code::Verification,
    user::{User, refuse_taken},
};
use crate::error::{Code, Problem};

/// A telephone number of a person.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Phone {
    pub(crate) id: String,
    /// As E.164 writes it: `+15555550100`.
    pub(crate) number: String,
    pub(crate) verified: bool,
    /// Not verified, but theirs: it signs them in, and nobody else can have it.
    pub(crate) reserved: bool,
    /// Whether an app's server vouched for it.
    pub(crate) by_admin: bool,
    /// Whether codes to it are a second factor.
    pub(crate) second_factor: bool,
    pub(crate) default_second_factor: bool,
    pub(crate) verification: Option<Verification>,
    pub(crate) created_at: i64,
}

impl User {
    pub(crate) fn phone_mut(&mut self, id: &str) -> Result<&mut Phone, Problem> {
        self.phones.iter_mut().find(|phone| phone.id == id).ok_or_else(|| Problem::not_found("The phone number"))
    }

    /// Takes a number away; the oldest one that is left becomes the primary one.
    pub(crate) fn remove_phone(&mut self, id: &str) {
        self.phones.retain(|phone| phone.id != id);
        if self.primary_phone_id.as_deref() == Some(id) {
            self.primary_phone_id = self.phones.iter().find(|phone| phone.verified).map(|phone| phone.id.clone());
        }
    }
}

impl State {
    pub(crate) fn new_phone(&self, number: &str, verified: bool) -> Phone {
        let (id, created_at) = (self.random.id("idn"), self.now_ms());
        Phone { id, number: number.to_owned(), verified, created_at, ..Phone::default() }
    }

    /// The person a verified or reserved number belongs to.
    pub(crate) fn user_by_phone(&self, number: &str) -> Option<&User> {
        self.data.users.with("phone", number).next()
    }

    /// A number as E.164 writes it, if it is one and nobody has it.
    pub(crate) fn check_phone(&self, number: &str) -> Result<String, Problem> {
        let number = number.replace([' ', '-', '(', ')'], "");
        let digits = number.strip_prefix('+').unwrap_or_default();
        if !(8..=15).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let message = "phone_number must be a valid phone number according to E.164 international standard.";
            return Err(Problem::field("phone_number", Code::FormParamFormatInvalid, message));
        }
        refuse_taken("phone_number", self.user_by_phone(&number).is_some())?;
        Ok(number)
    }
}
