//! What an instance asks people for: which things they are known by, and which of them prove who they are.

use serde::{Deserialize, Serialize};

use super::settings::{Factor, Settings};
use crate::files::Nonsense;

/// Whether people have something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Presence {
    /// Nobody is asked for it.
    #[default]
    Off,
    /// Who wants to.
    Optional,
    /// Everybody.
    Required,
}

/// A way to prove once more who one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SecondFactor {
    /// A code of an authenticator app.
    Totp,
    /// A code by SMS.
    PhoneCode,
    /// A code of a list, which is good once.
    BackupCode,
    /// A key on a device.
    Passkey,
}

impl Settings {
    pub(crate) fn has_second(&self, factor: SecondFactor) -> bool {
        self.second_factors.contains(&factor)
    }

    /// Whoever signs in by it has it.
    pub(crate) fn email(&self) -> Presence {
        at_least_optional(self.email_address, self.has(Factor::EmailCode) || self.has(Factor::EmailLink))
    }

    pub(crate) fn phone(&self) -> Presence {
        at_least_optional(self.phone_number, self.has(Factor::PhoneCode))
    }

    pub(crate) fn user_name(&self) -> Presence {
        at_least_optional(self.username, self.has(Factor::Username))
    }

    /// Whether people have keys on their devices.
    pub(crate) fn has_passkeys(&self) -> bool {
        self.has(Factor::Passkey) || self.has_second(SecondFactor::Passkey)
    }

    /// Whether people have telephone numbers, be it only as a second factor.
    pub(crate) fn has_phones(&self) -> bool {
        self.phone() != Presence::Off || self.has_second(SecondFactor::PhoneCode)
    }

    /// Whether an address finds an account.
    pub(crate) fn identifies_by_email(&self) -> bool {
        self.email() != Presence::Off
            && [Factor::Password, Factor::EmailCode, Factor::EmailLink].iter().any(|factor| self.has(*factor))
    }

    /// What finds an account, in Clerk's words.
    pub(crate) fn identifiers(&self) -> Vec<&'static str> {
        let all = [
            ("email_address", self.identifies_by_email()),
            ("phone_number", self.has(Factor::PhoneCode)),
            ("username", self.has(Factor::Username)),
        ];
        all.into_iter().filter_map(|(name, is_one)| is_one.then_some(name)).collect()
    }

    /// What a sign-up needs, and what it may bring besides.
    pub(crate) fn sign_up_fields(&self) -> [(&'static str, Presence); 6] {
        let password = if self.has(Factor::Password) { Presence::Required } else { Presence::Off };
        [
            ("email_address", self.email()),
            ("phone_number", self.phone()),
            ("username", self.user_name()),
            ("password", password),
            ("first_name", self.first_name),
            ("last_name", self.last_name),
        ]
    }
}

fn at_least_optional(presence: Presence, is_used: bool) -> Presence {
    if is_used { presence.max(Presence::Optional) } else { presence }
}

/// What makes no sense in the settings of locked accounts.
pub(super) fn check(attempts: Option<i64>, minutes: Option<i64>) -> Vec<Nonsense> {
    let mut found = Vec::new();
    if attempts.is_some_and(|attempts| !(0..=1_000_000).contains(&attempts)) {
        found.push(Nonsense::new(["lockout_attempts".into()], "attempts are counted from 0, which is no limit"));
    }
    if minutes.is_some_and(|minutes| !(1..=525_600).contains(&minutes)) {
        found.push(Nonsense::new(["lockout_minutes".into()], "an account is locked for between a minute and a year"));
    }
    found
}
