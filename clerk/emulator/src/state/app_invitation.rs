//! Invitations into the application itself.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    State,
    table::{Key, Row},
};
use crate::error::{Code, Problem};

/// So long an invitation can be accepted.
pub(crate) const LIFE_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// An address that may sign up.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct AppInvitation {
    pub(crate) id: String,
    pub(crate) address: String,
    pub(crate) public_metadata: Map<String, Value>,
    /// `pending`, `accepted` or `revoked`.
    pub(crate) status: String,
    /// A page of the app that the mail leads to.
    pub(crate) redirect_url: Option<String>,
    /// What the mail's link carries.
    pub(crate) ticket: String,
    pub(crate) expires_at: i64,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Row for AppInvitation {
    fn keys(&self) -> Vec<Key> {
        vec![("email", self.address.clone()), ("ticket", self.ticket.clone())]
    }
}

impl AppInvitation {
    /// The status at a moment: what is pending may have expired.
    pub(crate) fn standing(&self, now_ms: i64) -> &str {
        if self.status == "pending" && now_ms >= self.expires_at { "expired" } else { &self.status }
    }
}

impl State {
    /// One that is not yet in the table.
    pub(crate) fn new_app_invitation(&self, address: &str, life_ms: i64) -> AppInvitation {
        let now = self.now_ms();
        AppInvitation {
            id: self.random.id("inv"),
            address: address.to_lowercase(),
            status: "pending".to_owned(),
            ticket: self.random.text(48),
            expires_at: now + life_ms,
            created_at: now,
            updated_at: now,
            ..AppInvitation::default()
        }
    }

    /// Refuses an address that somebody has, or that is invited already.
    pub(crate) fn refuse_known(&self, address: &str) -> Result<(), Problem> {
        if self.user_by_email(address).is_some() {
            let message = "That email address is taken. Please try another.";
            return Err(Problem::field("email_address", Code::FormIdentifierExists, message));
        }
        let (now, mut all) = (self.now_ms(), self.data.app_invitations.with("email", &address.to_lowercase()));
        if all.any(|row| row.standing(now) == "pending") {
            let message = "There is a pending invitation for this address already.";
            return Err(Problem::field("email_address", Code::DuplicateRecord, message));
        }
        Ok(())
    }
}
