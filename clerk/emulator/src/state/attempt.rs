//! Attempts to sign in and to sign up, between the first form and the session.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    State,
    code::Verification,
    external_account::Identity,
    factor::Presence,
    settings::{Settings, SignUpMode},
    sign_in::{NewPassword, SecondStep},
    social::ENTERPRISE,
    user::{User, check_address},
};
use crate::{
    error::{Code, Problem},
    password::PasswordHash,
};

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
    /// The new one, until the sign-in is complete.
    #[serde(default)]
    pub(crate) new_password: Option<NewPassword>,
    /// The first factor was right, and something else is still to come.
    #[serde(default)]
    pub(crate) waits_for: Option<SecondStep>,
    /// How far that is.
    #[serde(default)]
    pub(crate) second: Option<Verification>,
    /// What a provider said, until it is connected or another attempt takes it.
    #[serde(default)]
    pub(crate) identity: Option<Identity>,
    pub(crate) created_session_id: Option<String>,
    pub(crate) abandon_at: i64,
}

/// An attempt to sign up.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct SignUp {
    pub(crate) id: String,
    pub(crate) address: Option<String>,
    #[serde(default)]
    pub(crate) phone: Option<String>,
    #[serde(default)]
    pub(crate) username: Option<String>,
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
    /// When they agreed to the terms.
    #[serde(default)]
    pub(crate) legal_accepted_at: Option<i64>,
    /// Of the address.
    pub(crate) verification: Option<Verification>,
    #[serde(default)]
    pub(crate) phone_verification: Option<Verification>,
    /// The proof that a provider gives.
    #[serde(default)]
    pub(crate) external: Option<Verification>,
    /// What a provider said.
    #[serde(default)]
    pub(crate) identity: Option<Identity>,
    pub(crate) created_session_id: Option<String>,
    pub(crate) created_user_id: Option<String>,
    pub(crate) abandon_at: i64,
}

impl SignIn {
    /// Somebody else comes: nothing that was proven until now is theirs.
    pub(crate) fn begin_as(&mut self, user_id: Option<String>) {
        let (id, identifier, abandon_at) = (self.id.clone(), self.identifier.take(), self.abandon_at);
        *self = Self { id, identifier, user_id, abandon_at, ..Self::default() };
    }

    /// Refuses a first factor where it is not the turn of one.
    pub(crate) fn check_first_turn(&self) -> Result<(), Problem> {
        match self.status() {
            "needs_identifier" | "needs_first_factor" => Ok(()),
            _ => Err(Problem::new(Code::ClientStateInvalid, "This sign-in does not wait for a first factor.")),
        }
    }

    pub(crate) fn status(&self) -> &'static str {
        match (&self.created_session_id, self.needs_new_password, self.waits_for, &self.user_id) {
            (Some(_), ..) => "complete",
            (None, true, ..) => "needs_new_password",
            (None, false, Some(SecondStep::SecondFactor), _) => "needs_second_factor",
            (None, false, Some(SecondStep::ClientTrust), _) => "needs_client_trust",
            (None, false, None, Some(_)) => "needs_first_factor",
            (None, false, None, None) => "needs_identifier",
        }
    }
}

impl SignUp {
    /// Whether a provider has proven it, and nobody else has that account.
    pub(crate) fn is_from_outside(&self) -> bool {
        self.identity.is_some() && self.external.as_ref().is_some_and(|proof| proof.verified)
    }

    /// Whether a company has said who this is.
    fn is_vouched_for(&self) -> bool {
        self.is_from_outside() && self.identity.as_ref().is_some_and(Identity::is_enterprise)
    }

    pub(crate) fn is_verified(&self) -> bool {
        self.verification.as_ref().is_some_and(|verification| verification.verified)
    }

    pub(crate) fn is_phone_verified(&self) -> bool {
        self.phone_verification.as_ref().is_some_and(|verification| verification.verified)
    }

    fn has(&self, field: &str) -> bool {
        match field {
            "email_address" => self.address.is_some(),
            "phone_number" => self.phone.is_some(),
            "username" => self.username.is_some(),
            // Whoever comes from a provider comes in without one.
            "password" => self.password.is_some() || self.is_from_outside(),
            "first_name" => self.first_name.is_some(),
            "last_name" => self.last_name.is_some(),
            _ => false,
        }
    }

    pub(crate) fn missing_fields(&self, settings: &Settings) -> Vec<&'static str> {
        // Their company says the rest.
        if !self.is_vouched_for() && self.address.as_deref().is_some_and(|own| settings.connection_for(own).is_some()) {
            return vec![ENTERPRISE];
        }
        let fields = settings.sign_up_fields();
        let required = fields.iter().filter(|(_, presence)| *presence == Presence::Required).map(|(name, _)| *name);
        let mut missing: Vec<&str> = required.filter(|name| !self.has(name)).collect();
        missing.extend(self.missing_identifier(settings).filter(|name| !missing.contains(name)));
        if settings.legal_consent && self.legal_accepted_at.is_none() {
            missing.push("legal_accepted");
        }
        missing
    }

    /// Everybody needs something to sign in by.
    fn missing_identifier(&self, settings: &Settings) -> Option<&'static str> {
        let known = settings.identifiers();
        let is_there = ["email_address", "phone_number", "username"].iter().any(|name| self.has(name));
        known.first().copied().filter(|_| !is_there)
    }

    /// What is there and not yet proven.
    pub(crate) fn unverified_fields(&self) -> Vec<&'static str> {
        let fields = [
            ("email_address", self.address.is_some() && !self.is_verified()),
            ("phone_number", self.phone.is_some() && !self.is_phone_verified()),
        ];
        fields.into_iter().filter_map(|(name, is_open)| is_open.then_some(name)).collect()
    }

    pub(crate) fn is_ready(&self, settings: &Settings) -> bool {
        self.unverified_fields().is_empty() && self.missing_fields(settings).is_empty()
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

    /// Refuses whoever was not invited where nobody else may sign up.
    pub(crate) fn check_open(&self, is_invited: bool) -> Result<(), Problem> {
        let refuse = |code, message: &str| Err(Problem::new(code, message));
        match self.settings.sign_up_mode {
            _ if is_invited => Ok(()),
            SignUpMode::Public => Ok(()),
            SignUpMode::Restricted => refuse(Code::SignUpModeRestricted, "Sign-ups are by invitation only."),
            SignUpMode::Waitlist => {
                let message = "Sign-ups are open to those on the waitlist who were let in.";
                refuse(Code::SignUpRestrictedWaitlist, message)
            }
        }
    }

    /// Refuses a sign-up as it is now: mode and lists may have changed since it began, and others have signed up.
    pub(crate) fn check_sign_up(&self, attempt: &SignUp) -> Result<(), Problem> {
        let is_invited = attempt.ticket.is_some();
        self.check_open(is_invited)?;
        if let Some(address) = &attempt.address {
            check_address(self, address)?;
        }
        if let Some(number) = &attempt.phone {
            self.check_phone(number)?;
        }
        if let Some(name) = &attempt.username {
            self.check_username(name, "")?;
        }
        let listed = attempt.address.iter().chain(&attempt.phone).filter(|_| !is_invited);
        listed.map(String::as_str).try_for_each(|identifier| self.check_allowed(identifier))?;
        attempt.ticket.as_deref().map_or(Ok(()), |ticket| self.check_ticket(ticket, None))
    }

    fn person_of(&self, attempt: &SignUp) -> User {
        let now = self.now_ms();
        let emails: Vec<_> = attempt.address.iter().map(|address| self.new_email(address, true)).collect();
        let phones: Vec<_> = attempt.phone.iter().map(|number| self.new_phone(number, true)).collect();
        User {
            id: self.random.id("user"),
            username: attempt.username.clone(),
            first_name: attempt.first_name.clone(),
            last_name: attempt.last_name.clone(),
            password: attempt.password.clone(),
            primary_email_id: emails.first().map(|email| email.id.clone()),
            emails,
            primary_phone_id: phones.first().map(|phone| phone.id.clone()),
            phones,
            unsafe_metadata: attempt.unsafe_metadata.clone(),
            external_id: attempt.external_id.clone(),
            legal_accepted_at: attempt.legal_accepted_at,
            created_at: now,
            updated_at: now,
            ..User::default()
        }
    }

    /// Makes the person of a finished attempt and signs them in; the client forgets the attempt.
    pub(crate) fn complete_sign_up(&mut self, client_id: &str, attempt: &mut SignUp) -> Result<(), Problem> {
        self.check_sign_up(attempt)?;
        let user = self.person_of(attempt);
        attempt.created_user_id = Some(user.id.clone());
        self.data.users.insert(user.id.clone(), user.clone());
        let identity =
            attempt.identity.take().filter(|_| attempt.external.as_ref().is_some_and(|proof| proof.verified));
        self.keep_identity(&user.id, identity)?;
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
