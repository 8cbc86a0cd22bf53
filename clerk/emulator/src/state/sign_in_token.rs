//! Sign-in tokens: how an app's server lets somebody in without a password.

use serde::{Deserialize, Serialize};

use super::{
    State,
    session::Session,
    table::{Key, Row},
};
use crate::error::{Code, Problem};

/// A ticket that signs one browser in, once.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct SignInToken {
    pub(crate) id: String,
    pub(crate) user_id: String,
    /// The organization to act in.
    pub(crate) organization_id: Option<String>,
    /// What the browser brings.
    pub(crate) ticket: String,
    /// `pending`, `accepted` or `revoked`.
    pub(crate) status: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) expires_at: i64,
}

impl Row for SignInToken {
    fn keys(&self) -> Vec<Key> {
        vec![("ticket", self.ticket.clone())]
    }
}

impl State {
    /// Signs somebody in who was invited and has an account already; the organization they join is the active one.
    fn use_invitation(&mut self, client_id: &str, ticket: &str) -> Result<Session, Problem> {
        let address = self.invited_address(ticket)?;
        let unknown = || self.no_account(ticket);
        let user_id = self.user_by_email(&address).ok_or_else(unknown)?.id.clone();
        self.check_ticket(ticket, Some(&user_id))?;
        let session = self.start_session(client_id, &user_id)?;
        let joined = self.accept_ticket(ticket, &user_id)?;
        self.activate(&session.id, joined.as_deref().unwrap_or_default())?;
        self.session(&session.id).cloned()
    }

    /// Signs a browser in with a ticket of any kind: an actor's, an invitation's, or a person's own.
    pub(crate) fn use_ticket(&mut self, client_id: &str, ticket: &str) -> Result<Session, Problem> {
        let own = self.data.sign_in_tokens.with("ticket", ticket).next().cloned();
        let Some(mut token) = own else {
            return if self.is_invitation(ticket) {
                self.use_invitation(client_id, ticket)
            } else {
                self.use_actor_token(client_id, ticket)
            };
        };
        let now = self.now_ms();
        match token.status.as_str() {
            "pending" if now < token.expires_at => {}
            "pending" => return Err(Problem::new(Code::SignInTokenCannotBeUsed, "It has expired.")),
            "revoked" => return Err(Problem::new(Code::SignInTokenRevoked, "It was revoked.")),
            _ => return Err(Problem::new(Code::SignInTokenAlreadyUsed, "It was used already.")),
        }
        let session = self.start_session(client_id, &token.user_id)?;
        if let Some(organization) = &token.organization_id {
            // Whoever has left the organization since acts for themselves.
            let _ = self.activate(&session.id, organization);
        }
        (token.status, token.updated_at) = ("accepted".to_owned(), now);
        self.data.sign_in_tokens.insert(token.id.clone(), token);
        self.session(&session.id).cloned()
    }
}
