//! Who may sign up: lists of addresses, numbers and whole domains.

use serde::{Deserialize, Serialize};

use super::{State, table::Row};
use crate::error::{Code, Problem};

/// An entry of the allow-list or of the block-list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Restriction {
    pub(crate) id: String,
    /// An address, `*@a.domain`, a number or a wallet.
    pub(crate) identifier: String,
    pub(crate) kind: String,
    pub(crate) invitation_id: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Row for Restriction {}

impl Restriction {
    fn covers(&self, address: &str) -> bool {
        let address = address.to_lowercase();
        match self.identifier.strip_prefix('*') {
            Some(domain) => address.ends_with(domain),
            None => address == self.identifier,
        }
    }
}

impl State {
    /// Refuses a sign-up that the lists do not allow.
    pub(crate) fn check_allowed(&self, address: &str) -> Result<(), Problem> {
        let local = address.split_once('@').map(|(local, _)| local);
        if self.settings.block_email_subaddresses && local.is_some_and(|local| local.contains('+')) {
            return Err(not_allowed());
        }
        self.check_lists(address)
    }

    fn check_lists(&self, address: &str) -> Result<(), Problem> {
        let settings = &self.settings;
        let is_blocked = settings.blocklist && self.data.blocklist.values().any(|row| row.covers(address));
        let is_unlisted = settings.allowlist && !self.data.allowlist.values().any(|row| row.covers(address));
        if is_blocked || is_unlisted { Err(not_allowed()) } else { Ok(()) }
    }

    /// Refuses a sign-in that the lists do not allow, unless they are for sign-ups alone.
    pub(crate) fn check_still_allowed(&self, identifier: &str) -> Result<(), Problem> {
        let is_listed = self.settings.allowlist || self.settings.blocklist;
        match is_listed && !self.settings.allowlist_blocklist_disabled_on_sign_in {
            true => self.check_lists(identifier),
            false => Ok(()),
        }
    }
}

fn not_allowed() -> Problem {
    Problem::new(Code::NotAllowedAccess, "Access not allowed.")
}

/// What an identifier is, if it is one.
pub(crate) fn kind_of(identifier: &str) -> Option<&'static str> {
    let digits = |text: &str| text.len() > 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    match identifier {
        text if text.strip_prefix('+').is_some_and(digits) => Some("phone_number"),
        text if text.strip_prefix("0x").is_some_and(|hex| hex.len() == 40) => Some("web3_wallet"),
        text if text.split_once('@').is_some_and(|(local, host)| !local.is_empty() && host.contains('.')) => {
            Some("email_address")
        }
        _ => None,
    }
}
