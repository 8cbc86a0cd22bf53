//! Attempts to sign in and to sign up, between the first form and the session.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    State,
    code::Verification,
    settings::{Factor, Settings},
    user::{User, check_address},
};
use crate::{error::Problem, password::PasswordHash};

const LIFE_MS: i64 = 24 * 60 * 60 * 1_000;

/// An attempt to sign in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct SignIn {
    pub(crate) id: String,
    pub(crate) identifier: Option<String>,
    pub(crate) user_id: Option<String>,
    pub(crate) verification: Option<Verification>,
    /// A forgotten password: the code was right, the new password is still to come.
    pub(crate) needs_new_password: bool,
    pub(crate) created_session_id: Option<String>,
    pub(crate) abandon_at: i64,
}

/// An attempt to sign up.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct SignUp {
    pub(crate) id: String,
    pub(crate) address: Option<String>,
    pub(crate) password: Option<PasswordHash>,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) unsafe_metadata: Map<String, Value>,
    /// Of the application's own books; the person will have it.
    #[serde(default)]
    pub(crate) external_id: Option<String>,
    #[serde(default)]
    pub(crate) custom_action: bool,
    /// Of the invitation that it follows.
    #[serde(default)]
    pub(crate) ticket: Option<String>,
    pub(crate) verification: Option<Verification>,
    pub(crate) created_session_id: Option<String>,
    pub(crate) created_user_id: Option<String>,
    pub(crate) abandon_at: i64,
}

impl SignIn {
    pub(crate) fn status(&self) -> &'static str {
        match (&self.created_session_id, self.needs_new_password, &self.user_id) {
            (Some(_), _, _) => "complete",
            (None, true, _) => "needs_new_password",
            (None, false, Some(_)) => "needs_first_factor",
            (None, false, None) => "needs_identifier",
        }
    }
}

impl SignUp {
    pub(crate) fn is_verified(&self) -> bool {
        self.verification.as_ref().is_some_and(|verification| verification.verified)
    }

    pub(crate) fn missing_fields(&self, settings: &Settings) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if self.address.is_none() {
            missing.push("email_address");
        }
        if settings.has(Factor::Password) && self.password.is_none() {
            missing.push("password");
        }
        missing
    }

    pub(crate) fn is_ready(&self, settings: &Settings) -> bool {
        self.is_verified() && self.missing_fields(settings).is_empty()
    }
}

impl State {
    pub(crate) fn new_sign_in(&mut self, client_id: &str) -> SignIn {
        let attempt = SignIn { id: self.random.id("sia"), abandon_at: self.now_ms() + LIFE_MS, ..SignIn::default() };
        if let Some(client) = self.data.clients.get_mut(client_id) {
            client.sign_in_id = Some(attempt.id.clone());
        }
        attempt
    }

    pub(crate) fn new_sign_up(&mut self, client_id: &str) -> SignUp {
        let attempt = SignUp { id: self.random.id("sua"), abandon_at: self.now_ms() + LIFE_MS, ..SignUp::default() };
        if let Some(client) = self.data.clients.get_mut(client_id) {
            client.sign_up_id = Some(attempt.id.clone());
        }
        attempt
    }

    /// Signs the person of a finished attempt in; the client forgets the attempt.
    pub(crate) fn complete_sign_in(&mut self, client_id: &str, attempt: &mut SignIn) -> Result<(), Problem> {
        let user_id = attempt.user_id.clone().ok_or_else(|| Problem::missing("identifier"))?;
        attempt.created_session_id = Some(self.start_session(client_id, &user_id)?.id);
        if let Some(client) = self.data.clients.get_mut(client_id) {
            client.sign_in_id = None;
        }
        Ok(())
    }

    /// Makes the person of a finished attempt and signs them in; the client forgets the attempt.
    pub(crate) fn complete_sign_up(&mut self, client_id: &str, attempt: &mut SignUp) -> Result<(), Problem> {
        let address = attempt.address.clone().ok_or_else(|| Problem::missing("email_address"))?;
        check_address(self, &address)?;
        attempt.ticket.as_deref().map_or(Ok(()), |ticket| self.check_ticket(ticket, None))?;
        let (email, now) = (self.new_email(&address, true), self.now_ms());
        let user = User {
            id: self.random.id("user"),
            first_name: attempt.first_name.clone(),
            last_name: attempt.last_name.clone(),
            password: attempt.password.clone(),
            primary_email_id: Some(email.id.clone()),
            emails: vec![email],
            unsafe_metadata: attempt.unsafe_metadata.clone(),
            external_id: attempt.external_id.clone(),
            created_at: now,
            updated_at: now,
            ..User::default()
        };
        attempt.created_user_id = Some(user.id.clone());
        self.data.users.insert(user.id.clone(), user.clone());
        let joined =
            attempt.ticket.as_deref().map(|ticket| self.accept_ticket(ticket, &user.id)).transpose()?.flatten();
        self.enroll(&user.id)?;
        let session = self.start_session(client_id, &user.id)?;
        self.activate(&session.id, joined.as_deref().unwrap_or_default())?;
        attempt.created_session_id = Some(session.id);
        if let Some(client) = self.data.clients.get_mut(client_id) {
            client.sign_up_id = None;
        }
        Ok(())
    }
}
