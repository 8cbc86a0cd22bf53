//! Support staff who are signed in as somebody else (the claim `act` of a session): they are named wherever the person
//! they act for is named, and cannot do what cannot be undone.

use std::{fmt, str::FromStr};

use clerk_protocol::Session;
use serde::{Deserialize, Serialize};

use crate::id::{InvalidId, spelled};

/// Most letters that are kept of an impersonator's id.
const LONGEST: usize = 255;

/// Who really acts: the `sub` of `act`, a user id of this or of another Clerk instance, or an agent's.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Impersonator(String);

impl Impersonator {
    /// The one behind a session. An `act` that names nobody is one all the same.
    pub fn of(session: &Session) -> Option<Self> {
        let actor = session.state().actor.as_ref()?;
        let named: String = actor.sub.trim().chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
        Some(named.parse().unwrap_or_else(|_| Self("unknown".to_owned())))
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Impersonator {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let is_valid = (1..=LONGEST).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if is_valid { Ok(Self(text.to_owned())) } else { Err(InvalidId { expected: "id of an impersonator" }) }
    }
}

spelled!(Impersonator);

impl fmt::Display for Impersonator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What impersonators may do (`CLERK_IMPERSONATION`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Impersonation {
    /// Everything but deleting, restoring and changing who belongs to an organization.
    #[default]
    Limited,
    /// Everything that the person may whom they act for.
    Full,
}

/// The session is an impersonator's, who may not do this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not while somebody else acts in this session")]
pub struct Impersonating;
