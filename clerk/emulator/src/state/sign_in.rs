//! A sign-in after its first factor: what it still waits for, and the session at its end. Whoever has a second factor
//! proves it; whoever has none, and came with a password to a browser where they never were, proves an address or a number.

use serde::{Deserialize, Serialize};

use super::{
    State,
    attempt::SignIn,
    code::{LINK, Verification},
    factor::SecondFactor,
    passkey::PASSKEY,
    settings::Factor,
    user::User,
};
use crate::{
    error::{Code, Problem},
    password::PasswordHash,
};

/// First factors that are as good as two: the device has asked who holds it.
const SUFFICIENT: [&str; 1] = [PASSKEY];

/// What a sign-in waits for once its first factor was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SecondStep {
    /// The person's second factor.
    SecondFactor,
    /// A proof that the browser is theirs.
    ClientTrust,
}

/// A password that takes effect when the sign-in is complete.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct NewPassword {
    pub(crate) hash: PasswordHash,
    pub(crate) ends_sessions: bool,
}

/// One way to prove something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    /// Clerk's word for it.
    pub(crate) strategy: &'static str,
    /// Where a code or a link is sent to.
    pub(crate) target: Option<Target>,
}

/// An address or a number of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) is_primary: bool,
    /// Whether codes go there when nobody chooses.
    pub(crate) is_default: bool,
}

impl State {
    /// Whether a person has a second factor that the instance knows.
    pub(crate) fn uses_second_factor(&self, user: &User) -> bool {
        self.second_factors(user).iter().any(|way| way.strategy != "backup_code")
    }

    /// How a person can prove once more who they are. Spare codes alone are none.
    pub(crate) fn second_factors(&self, user: &User) -> Vec<Way> {
        let settings = &self.settings;
        let plain = |strategy| Way { strategy, target: None };
        let mut ways = Vec::new();
        if settings.has_second(SecondFactor::Totp) && user.totp_secret.is_some() {
            ways.push(plain("totp"));
        }
        if settings.has_second(SecondFactor::PhoneCode) {
            ways.extend(user.phone_targets(true).into_iter().map(|target| by("phone_code", target)));
        }
        if settings.has_second(SecondFactor::Passkey) && user.proven_passkeys().next().is_some() {
            ways.push(plain(PASSKEY));
        }
        if !ways.is_empty() && settings.has_second(SecondFactor::BackupCode) && !user.backup_codes.is_empty() {
            ways.push(plain("backup_code"));
        }
        ways
    }

    /// How a person can prove that a browser is theirs.
    fn trust_factors(&self, user: &User) -> Vec<Way> {
        let settings = &self.settings;
        let mut ways = Vec::new();
        if settings.has(Factor::EmailCode) || !settings.has(Factor::EmailLink) {
            ways.extend(user.email_targets().into_iter().map(|target| by("email_code", target)));
        }
        if settings.has(Factor::EmailLink) {
            ways.extend(user.email_targets().into_iter().map(|target| by(LINK, target)));
        }
        if settings.has(Factor::PhoneCode) {
            ways.extend(user.phone_targets(false).into_iter().map(|target| by("phone_code", target)));
        }
        ways
    }

    /// The ways on from where a sign-in is; none before its first factor was right.
    pub(crate) fn second_ways(&self, attempt: &SignIn) -> Vec<Way> {
        let Ok(user) = self.user(attempt.user_id.as_deref().unwrap_or_default()) else { return Vec::new() };
        match attempt.waits_for {
            Some(SecondStep::SecondFactor) => self.second_factors(user),
            Some(SecondStep::ClientTrust) => self.trust_factors(user),
            None => Vec::new(),
        }
    }

    /// Whether the browser of a sign-in is one where the person was before.
    pub(crate) fn is_known_client(&self, client_id: &str, user_id: &str) -> bool {
        self.data.clients.get(client_id).is_some_and(|client| client.known_to.contains(user_id))
    }

    fn second_step(&self, client_id: &str, attempt: &SignIn, user: &User) -> Option<SecondStep> {
        let first = attempt.verification.as_ref().filter(|proof| proof.verified);
        let first = first.map(|proof| proof.strategy.as_str()).unwrap_or_default();
        if self.uses_second_factor(user) {
            return (!SUFFICIENT.contains(&first)).then_some(SecondStep::SecondFactor);
        }
        let is_asked = self.settings.device_trust && first == "password" && !user.bypass_client_trust;
        let is_new = is_asked && !self.is_known_client(client_id, &user.id);
        (is_new && !self.trust_factors(user).is_empty()).then_some(SecondStep::ClientTrust)
    }

    /// Goes on after a first factor was right: to the second one, or to the session.
    pub(crate) fn complete_sign_in(&mut self, client_id: &str, attempt: &mut SignIn) -> Result<(), Problem> {
        let user_id = attempt.user_id.clone().ok_or_else(|| Problem::missing("identifier"))?;
        self.admit(&user_id)?;
        attempt.waits_for = self.second_step(client_id, attempt, self.user(&user_id)?);
        attempt.second = None;
        if attempt.waits_for.is_some() { Ok(()) } else { self.finish_sign_in(client_id, attempt) }
    }

    /// Signs the person of an attempt in that has proven all it had to; the client forgets the attempt.
    pub(crate) fn finish_sign_in(&mut self, client_id: &str, attempt: &mut SignIn) -> Result<(), Problem> {
        let user_id = attempt.user_id.clone().ok_or_else(|| Problem::missing("identifier"))?;
        let is_trusted = attempt.waits_for == Some(SecondStep::ClientTrust);
        if is_trusted && self.uses_second_factor(self.user(&user_id)?) {
            // One was set up meanwhile, elsewhere.
            (attempt.waits_for, attempt.second) = (Some(SecondStep::SecondFactor), None);
            return Ok(());
        }
        let (id, now) = (self.start_session(client_id, &user_id)?.id, self.now_ms());
        if let Some(new) = attempt.new_password.take() {
            self.user_mut(&user_id)?.set_password(new.hash, now);
            if new.ends_sessions {
                self.end_sessions_of_user(&user_id, Some(&id));
            }
        }
        self.keep_identity(&user_id, attempt.identity.take())?;
        if attempt.waits_for.take() == Some(SecondStep::SecondFactor) {
            self.session_mut(&id)?.second_factor_at = Some(now);
        }
        self.data.failures.remove(&user_id);
        attempt.created_session_id = Some(id);
        if let Some(client) = self.data.clients.get_mut(client_id) {
            client.sign_in_id = None;
        }
        Ok(())
    }

    /// The way that a call names, by what it is sent to where it says so.
    pub(crate) fn second_way(&self, attempt: &SignIn, strategy: &str, id: Option<&str>) -> Result<Way, Problem> {
        let mut ways = self.second_ways(attempt);
        if ways.is_empty() {
            return Err(Problem::new(Code::ClientStateInvalid, "This sign-in does not wait for a second factor."));
        }
        ways.retain(|way| way.strategy == strategy);
        ways.sort_by_key(|way| !way.target.as_ref().is_some_and(|target| target.is_default || target.is_primary));
        let is_named = |way: &Way| id.is_none() || way.target.as_ref().map(|target| target.id.as_str()) == id;
        ways.into_iter().find(is_named).ok_or_else(|| Problem::invalid("strategy"))
    }

    /// Compares what somebody typed as the second factor of a sign-in.
    pub(crate) fn prove_second(&mut self, attempt: &mut SignIn, strategy: &str, typed: &str) -> Result<(), Problem> {
        self.second_way(attempt, strategy, None)?;
        let user_id = attempt.user_id.clone().unwrap_or_default();
        if matches!(strategy, "totp" | "backup_code") {
            attempt.second = Some(self.prove_code(&user_id, strategy, typed)?);
            return Ok(());
        }
        let now = self.now_ms();
        let sent = attempt.second.as_mut().filter(|sent| sent.strategy == strategy && strategy != LINK);
        sent.ok_or_else(|| Problem::new(Code::VerificationMissing, "Ask for a code first."))?.attempt(typed, now)
    }
}

impl SignIn {
    /// What a link was sent for.
    pub(crate) fn waiting_proof(&mut self) -> Option<&mut Verification> {
        if self.waits_for.is_some() { self.second.as_mut() } else { self.verification.as_mut() }
    }
}

impl User {
    /// Their proven addresses.
    pub(crate) fn email_targets(&self) -> Vec<Target> {
        let proven = self.emails.iter().filter(|email| email.verified);
        let draw = proven.map(|email| Target {
            id: email.id.clone(),
            text: email.address.clone(),
            is_primary: Some(&email.id) == self.primary_email_id.as_ref(),
            is_default: false,
        });
        draw.collect()
    }

    /// Their proven numbers: those of the second factor, or the others.
    pub(crate) fn phone_targets(&self, of_second_factor: bool) -> Vec<Target> {
        let proven = self.phones.iter().filter(|phone| phone.verified && phone.second_factor == of_second_factor);
        let draw = proven.map(|phone| Target {
            id: phone.id.clone(),
            text: phone.number.clone(),
            is_primary: Some(&phone.id) == self.primary_phone_id.as_ref(),
            is_default: phone.default_second_factor,
        });
        draw.collect()
    }
}

fn by(strategy: &'static str, target: Target) -> Way {
    Way { strategy, target: Some(target) }
}
