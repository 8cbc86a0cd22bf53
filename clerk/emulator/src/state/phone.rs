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

    /// Makes a number a second factor, or no longer one. The first one is the default.
    pub(crate) fn reserve_phone(&mut self, id: &str, wanted: bool) -> Result<(), Problem> {
        let has_default = self.phones.iter().any(|phone| phone.default_second_factor && phone.id != id);
        let phone = self.phone_mut(id)?;
        (phone.second_factor, phone.default_second_factor) = (wanted, wanted && !has_default);
        if !wanted && !has_default {
            self.choose_default_phone();
        }
        Ok(())
    }

    /// Codes go to the oldest number of the second factor when none is chosen.
    fn choose_default_phone(&mut self) {
        let mut all = self.phones.iter_mut().filter(|phone| phone.verified && phone.second_factor);
        if let Some(phone) = all.next() {
            phone.default_second_factor = true;
        }
    }

    /// Has codes sent to a number of the second factor when nobody chooses.
    pub(crate) fn prefer_phone(&mut self, id: &str) {
        self.phones.iter_mut().for_each(|phone| phone.default_second_factor = phone.id == id);
    }

    /// Takes a number away; the oldest one that is left becomes the primary one.
    pub(crate) fn remove_phone(&mut self, id: &str) {
        self.phones.retain(|phone| phone.id != id);
        if !self.phones.iter().any(|phone| phone.default_second_factor) {
            self.choose_default_phone();
        }
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
        let number = normal_number(number)?;
        refuse_taken("phone_number", self.user_by_phone(&number).is_some())?;
        Ok(number)
    }
}

/// A number as E.164 writes it, if it is one.
pub(crate) fn normal_number(number: &str) -> Result<String, Problem> {
    let number = number.replace([' ', '-', '(', ')'], "");
    let digits = number.strip_prefix('+').unwrap_or_default();
    if (8..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(number);
    }
    let message = "phone_number must be a valid phone number according to E.164 international standard.";
    Err(Problem::field("phone_number", Code::FormParamFormatInvalid, message))
}
