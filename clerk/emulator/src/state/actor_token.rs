//! Actor tokens: how somebody of an app's support is signed in as somebody else.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    State,
    session::Session,
    table::{Key, Row},
};
use crate::error::{Code, Problem};

/// Clerk's default.
pub(crate) const LIFE_SECONDS: i64 = 60 * 60;

/// Clerk's default for the session.
pub(crate) const SESSION_SECONDS: i64 = 30 * 60;

/// A ticket that signs one browser in, once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ActorToken {
    pub(crate) id: String,
    /// Who is impersonated.
    pub(crate) user_id: String,
    /// Who impersonates, `{ "sub": … }`: the claim `act` of the session.
    pub(crate) actor: Value,
    /// What the browser brings.
    pub(crate) ticket: String,
    /// `pending`, `accepted` or `revoked`.
    pub(crate) status: String,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
    /// How long the session lasts that it starts.
    #[serde(default = "half_an_hour")]
    pub(crate) session_seconds: i64,
}

fn half_an_hour() -> i64 {
    SESSION_SECONDS
}

impl Row for ActorToken {
    fn keys(&self) -> Vec<Key> {
        vec![("ticket", self.ticket.clone())]
    }
}

impl State {
    /// A new one. The person must exist, and the actor have a name.
    pub(crate) fn create_actor_token(
        &mut self,
        user_id: &str,
        actor: Value,
        life_seconds: i64,
        session_seconds: i64,
    ) -> Result<ActorToken, Problem> {
        self.user(user_id)?;
        if actor.get("sub").and_then(Value::as_str).is_none_or(str::is_empty) {
            return Err(Problem::missing("actor"));
        }
        let now = self.now_ms();
        let token = ActorToken {
            id: self.random.id("act"),
            user_id: user_id.to_owned(),
            actor,
            ticket: self.random.text(48),
            status: "pending".to_owned(),
            created_at: now,
            expires_at: now + life_seconds * 1_000,
            session_seconds,
        };
        self.data.actor_tokens.insert(token.id.clone(), token.clone());
        Ok(token)
    }

    /// Takes back one that nobody has used.
    pub(crate) fn revoke_actor_token(&mut self, id: &str) -> Result<ActorToken, Problem> {
        let token = self.data.actor_tokens.get_mut(id).ok_or_else(|| Problem::not_found("The actor token"))?;
        if token.status != "pending" {
            return Err(Problem::new(Code::ActorTokenCannotBeRevoked, "It is no longer pending."));
        }
        token.status = "revoked".to_owned();
        Ok(token.clone())
    }

    /// Signs a browser in with one.
    pub(crate) fn use_actor_token(&mut self, client_id: &str, ticket: &str) -> Result<Session, Problem> {
        let now = self.now_ms();
        let found = self.data.actor_tokens.with("ticket", ticket).next().cloned();
        let mut token = found.ok_or_else(|| Problem::new(Code::ActorTokenCannotBeUsed, "Nobody made it."))?;
        match token.status.as_str() {
            "pending" if now < token.expires_at => {}
            "pending" => return Err(Problem::new(Code::ActorTokenCannotBeUsed, "It has expired.")),
            "revoked" => return Err(Problem::new(Code::ActorTokenRevoked, "It was revoked.")),
            _ => return Err(Problem::new(Code::ActorTokenAlreadyUsed, "It was used already.")),
        }
        let (actor, end) = (token.actor.clone(), now + token.session_seconds * 1_000);
        let session = self.start_session(client_id, &token.user_id)?;
        let started = self.session_mut(&session.id)?;
        (started.actor, started.expire_at) = (Some(actor), end);
        token.status = "accepted".to_owned();
        self.data.actor_tokens.insert(token.id.clone(), token);
        Ok(session)
    }
}
