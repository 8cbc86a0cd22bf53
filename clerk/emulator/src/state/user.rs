//! People and their e-mail addresses.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    State,
    code::Verification,
    table::{Key, Row},
};
use crate::{
    error::{Code, Problem},
    password::PasswordHash,
};

/// A person.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) password: Option<PasswordHash>,
    pub(crate) emails: Vec<Email>,
    pub(crate) primary_email_id: Option<String>,
    pub(crate) public_metadata: Map<String, Value>,
    pub(crate) private_metadata: Map<String, Value>,
    pub(crate) unsafe_metadata: Map<String, Value>,
    pub(crate) last_sign_in_at: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

/// An e-mail address of a person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Email {
    pub(crate) id: String,
    pub(crate) address: String,
    pub(crate) verified: bool,
    pub(crate) verification: Option<Verification>,
    pub(crate) created_at: i64,
}

impl User {
    pub(crate) fn primary_email(&self) -> Option<&Email> {
        let primary = self.primary_email_id.as_deref()?;
        self.emails.iter().find(|email| email.id == primary)
    }

    /// The primary address, empty when there is none.
    pub(crate) fn identifier(&self) -> &str {
        self.primary_email().map_or("", |email| &email.address)
    }

    pub(crate) fn full_name(&self) -> String {
        let names = [&self.first_name, &self.last_name].into_iter().flatten();
        names.map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn email_mut(&mut self, id: &str) -> Result<&mut Email, Problem> {
        self.emails.iter_mut().find(|email| email.id == id).ok_or_else(|| Problem::not_found("The e-mail address"))
    }
}

impl Row for User {
    fn keys(&self) -> Vec<Key> {
        let verified = self.emails.iter().filter(|email| email.verified);
        verified.map(|email| ("email", email.address.to_ascii_lowercase())).collect()
    }
}

impl State {
    pub(crate) fn user(&self, id: &str) -> Result<&User, Problem> {
        self.data.users.get(id).ok_or_else(|| Problem::not_found("The user"))
    }

    pub(crate) fn user_mut(&mut self, id: &str) -> Result<&mut User, Problem> {
        let now = self.now_ms();
        let user = self.data.users.get_mut(id).ok_or_else(|| Problem::not_found("The user"))?;
        user.updated_at = now;
        Ok(user)
    }

    /// The person a verified address belongs to. Case does not matter.
    pub(crate) fn user_by_email(&self, address: &str) -> Option<&User> {
        self.data.users.with("email", &address.to_ascii_lowercase()).next()
    }

    pub(crate) fn new_email(&self, address: &str, verified: bool) -> Email {
        let (id, created_at) = (self.random.id("idn"), self.now_ms());
        Email { id, address: address.to_lowercase(), verified, verification: None, created_at }
    }

    /// Removes a person with their sessions and memberships.
    pub(crate) fn delete_user(&mut self, id: &str) {
        self.data.users.remove(id);
        self.data.sessions.remove_with("user", id, |_| true);
        self.data.memberships.remove_with("user", id, |_| true);
    }
}

/// Refuses what cannot be an address, and what another person has already verified.
pub(crate) fn check_address(state: &State, address: &str) -> Result<(), Problem> {
    let plausible = address.split_once('@').is_some_and(|(local, host)| !local.is_empty() && host.contains('.'));
    if !plausible || address.contains(char::is_whitespace) {
        let message = "email_address must be a valid email address.";
        return Err(Problem::field("email_address", Code::FormParamFormatInvalid, message));
    }
    if state.user_by_email(address).is_some() {
        let message = "That email address is taken. Please try another.";
        return Err(Problem::field("email_address", Code::FormIdentifierExists, message));
    }
    Ok(())
}
