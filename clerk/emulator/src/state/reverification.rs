//! Proving again, within a session, who one is: before what is sensitive, Clerk asks for it.

use serde::{Deserialize, Serialize};

use super::{State, code::Verification, factor::SecondFactor, session::Session, settings::Factor, user::User};
use crate::{
    error::{Code, Problem},
    totp,
};

/// So long a proof is fresh enough for what is sensitive.
const FRESH_MINUTES: i64 = 10;

/// What has to be proven again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::enum_variant_names, reason = "they are Clerk's")]
pub(crate) enum Level {
    FirstFactor,
    SecondFactor,
    MultiFactor,
}

/// How far a person is with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Reverification {
    pub(crate) level: Level,
    pub(crate) first: Option<Verification>,
    pub(crate) second: Option<Verification>,
}

impl Level {
    pub(crate) fn of(name: &str) -> Result<Self, Problem> {
        match name {
            "first_factor" => Ok(Self::FirstFactor),
            "second_factor" => Ok(Self::SecondFactor),
            "multi_factor" => Ok(Self::MultiFactor),
            _ => Err(Problem::invalid("level")),
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::FirstFactor => "first_factor",
            Self::SecondFactor => "second_factor",
            Self::MultiFactor => "multi_factor",
        }
    }
}

fn is_done(verification: Option<&Verification>) -> bool {
    verification.is_some_and(|verification| verification.verified)
}

impl Reverification {
    pub(crate) fn status(&self) -> &'static str {
        let needs_first = self.level != Level::SecondFactor && !is_done(self.first.as_ref());
        let needs_second = self.level != Level::FirstFactor && !is_done(self.second.as_ref());
        match (needs_first, needs_second) {
            (true, _) => "needs_first_factor",
            (false, true) => "needs_second_factor",
            (false, false) => "complete",
        }
    }
}

impl Session {
    /// Minutes since the first and the second factor were proven; -1: never.
    pub(crate) fn factor_ages(&self, now_ms: i64) -> [i64; 2] {
        let minutes = |since: i64| (now_ms - since).div_euclid(60_000);
        [minutes(self.first_factor_at.unwrap_or(self.created_at)), self.second_factor_at.map_or(-1, minutes)]
    }
}

impl State {
    /// Refuses what is sensitive to somebody whose strongest proof is too old, where the instance asks for that.
    pub(crate) fn require_fresh_proof(&self, session: &Session) -> Result<(), Problem> {
        let [first, second] = session.factor_ages(self.now_ms());
        let age = if self.uses_second_factor(self.user(&session.user_id)?) { second } else { first };
        if !self.settings.reverification || (0..FRESH_MINUTES).contains(&age) {
            return Ok(());
        }
        let message = "You need to provide additional verification to perform this operation.";
        Err(Problem::new(Code::SessionReverificationRequired, message))
    }

    /// Begins. Who has no second factor proves the first one instead.
    pub(crate) fn start_reverification(&mut self, session_id: &str, level: Level) -> Result<(), Problem> {
        let user_id = self.session(session_id)?.user_id.clone();
        let level = if self.uses_second_factor(self.user(&user_id)?) { level } else { Level::FirstFactor };
        self.session_mut(session_id)?.reverification = Some(Reverification { level, first: None, second: None });
        Ok(())
    }

    /// The one that a session has begun, where it waits for this factor.
    fn reverification(&self, session: &Session, status: &str) -> Result<Reverification, Problem> {
        let missing = || Problem::new(Code::SessionReverificationMissing, "There is no reverification under way.");
        let begun = session.reverification.clone().ok_or_else(missing)?;
        let message = "This is not the next step of the reverification.";
        match begun.status() == status {
            true => Ok(begun),
            false => Err(Problem::new(Code::InvalidActionForReverification, message)),
        }
    }

    /// Sends a code to one of the person's own addresses or numbers.
    pub(crate) fn prepare_factor(
        &mut self,
        session_id: &str,
        is_first: bool,
        strategy: &str,
        identifier_id: Option<&str>,
    ) -> Result<(), Problem> {
        let session = self.session(session_id)?.clone();
        let mut begun = self.reverification(&session, waiting(is_first))?;
        let user = self.user(&session.user_id)?;
        let target = match strategy {
            "email_code" if is_first => address(user, identifier_id),
            "phone_code" if self.sends_codes(is_first) => number(user, identifier_id, is_first),
            _ => return Err(unknown_strategy()),
        };
        let target = target.ok_or_else(unknown_strategy)?.to_owned();
        let sent = Some(self.send_code(&target, strategy));
        if is_first {
            begun.first = sent
        } else {
            begun.second = sent
        }
        self.session_mut(session_id)?.reverification = Some(begun);
        Ok(())
    }

    /// What a session was asked for, where it waits for this factor.
    pub(crate) fn asked_factor(&self, session_id: &str, is_first: bool) -> Result<Option<Verification>, Problem> {
        let begun = self.reverification(self.session(session_id)?, waiting(is_first))?;
        Ok(if is_first { begun.first } else { begun.second })
    }

    /// Keeps how far the proof of a factor is, which is fresh once it is proven.
    pub(crate) fn keep_factor(
        &mut self,
        session_id: &str,
        is_first: bool,
        proof: Option<Verification>,
    ) -> Result<(), Problem> {
        let mut begun = self.reverification(self.session(session_id)?, waiting(is_first))?;
        let proven_at = is_done(proof.as_ref()).then(|| self.now_ms());
        let kept = self.session_mut(session_id)?;
        let (slot, time) = match is_first {
            true => (&mut begun.first, &mut kept.first_factor_at),
            false => (&mut begun.second, &mut kept.second_factor_at),
        };
        (*slot, *time) = (proof, proven_at.or(*time));
        kept.reverification = Some(begun);
        Ok(())
    }

    /// Compares what the person typed. A wrong code counts.
    pub(crate) fn attempt_factor(
        &mut self,
        session_id: &str,
        is_first: bool,
        strategy: &str,
        typed: &str,
    ) -> Result<(), Problem> {
        let session = self.session(session_id)?.clone();
        self.admit(&session.user_id)?;
        let mut begun = self.reverification(&session, waiting(is_first))?;
        let slot = if is_first { &mut begun.first } else { &mut begun.second };
        let outcome = match strategy {
            "password" if is_first => self.prove_password(&session.user_id, typed).map(|proof| *slot = Some(proof)),
            "totp" | "backup_code" if !is_first && self.has_way(&session.user_id, strategy) => {
                self.prove_code(&session.user_id, strategy, typed).map(|proof| *slot = Some(proof))
            }
            _ => match slot.as_mut().filter(|sent| sent.strategy == strategy) {
                Some(sent) => sent.attempt(typed, self.now_ms()),
                None => Err(Problem::new(Code::VerificationMissing, "Ask for a code first.")),
            },
        };
        let outcome = self.count(&session.user_id, outcome);
        let (is_right, now) = (outcome.is_ok(), self.now_ms());
        let kept = self.session_mut(session_id)?;
        if is_right {
            let proven_at = if is_first { &mut kept.first_factor_at } else { &mut kept.second_factor_at };
            *proven_at = Some(now);
        }
        kept.reverification = Some(begun);
        outcome
    }

    /// Whether codes by message are a factor of that kind.
    fn sends_codes(&self, is_first: bool) -> bool {
        if is_first { self.settings.has(Factor::PhoneCode) } else { self.settings.has_second(SecondFactor::PhoneCode) }
    }

    /// Whether a second factor is one that the person has and the instance knows.
    fn has_way(&self, user_id: &str, strategy: &str) -> bool {
        let ways = self.user(user_id).map(|user| self.second_factors(user)).unwrap_or_default();
        ways.iter().any(|way| way.strategy == strategy)
    }

    fn prove_password(&self, user_id: &str, typed: &str) -> Result<Verification, Problem> {
        let password = self.user(user_id)?.password.as_ref().ok_or_else(unknown_strategy)?;
        match password.matches(typed) {
            true => Ok(Verification::done("password", self.now_ms())),
            false => Err(Problem::field("password", Code::FormPasswordIncorrect, "Password is incorrect.")),
        }
    }

    /// A code of an authenticator app, or one of those for a rainy day, which are good once.
    pub(super) fn prove_code(&mut self, user_id: &str, strategy: &str, typed: &str) -> Result<Verification, Problem> {
        let now = self.now_ms();
        let user = self.user(user_id)?;
        let is_right = match strategy {
            "totp" => user.totp_secret.as_deref().is_some_and(|secret| totp::matches(secret, typed, now)),
            _ => user.backup_codes.iter().any(|own| own == typed),
        };
        // Whoever is wrong changes nothing.
        if is_right && strategy == "backup_code" {
            self.user_mut(user_id)?.backup_codes.retain(|own| own != typed);
        }
        match is_right {
            true => Ok(Verification::done(strategy, now)),
            false => Err(Problem::field("code", Code::FormCodeIncorrect, "Incorrect code")),
        }
    }
}

fn waiting(is_first: bool) -> &'static str {
    if is_first { "needs_first_factor" } else { "needs_second_factor" }
}

fn address<'a>(user: &'a User, id: Option<&str>) -> Option<&'a str> {
    let wanted = id.or(user.primary_email_id.as_deref());
    let email = user.emails.iter().find(|email| email.verified && Some(email.id.as_str()) == wanted);
    email.map(|email| email.address.as_str())
}

fn number<'a>(user: &'a User, id: Option<&str>, is_first: bool) -> Option<&'a str> {
    let mut own = user.phones.iter().filter(|phone| phone.verified && phone.second_factor != is_first);
    own.find(|phone| id.is_none_or(|id| phone.id == id)).map(|phone| phone.number.as_str())
}

fn unknown_strategy() -> Problem {
    Problem::new(Code::StrategyForUserInvalid, "The verification strategy is not valid for this account.")
}
