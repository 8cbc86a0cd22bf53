//! Tickets that sign one person in as another.

use super::{
    BackendClient, Call, Metadata, Redacted,
    common::TokenStatus,
    macros::{params, resource},
    path::Segment::{self, Fixed, Id},
};

const ACTOR_TOKENS: Segment<'static> = Fixed("actor_tokens");

resource! {
    /// A ticket.
    pub struct ActorToken {
        /// `act_…`.
        pub id: String,
        /// `user_…`: who is acted for.
        pub user_id: String,
        /// Who acts: `{"sub": "user_…"}`.
        pub actor: Metadata,
        /// Where it stands.
        pub status: TokenStatus,
        /// The ticket. Whoever has it is signed in.
        pub token: Option<Redacted>,
        /// Where it is used.
        pub url: Option<Redacted>,
        /// Unix milliseconds.
        pub created_at: i64,
        /// Unix milliseconds.
        pub updated_at: i64,
    }
}

params! {
    /// Parameters of [`ActorTokens::create`].
    pub struct CreateActorToken {
        /// `user_…`: who is acted for.
        pub user_id: String,
        /// Who acts: `{"sub": "user_…"}`.
        pub actor: Option<Metadata>,
        /// An hour where it is not given.
        pub expires_in_seconds: Option<u64>,
        /// How long the session lasts; half an hour where it is not given.
        pub session_max_duration_in_seconds: Option<u64>,
    }
}

/// [`BackendClient::actor_tokens`].
#[derive(Clone, Copy, Debug)]
pub struct ActorTokens<'a>(&'a BackendClient);

impl BackendClient {
    /// Tickets that sign one person in as another.
    pub fn actor_tokens(&self) -> ActorTokens<'_> {
        ActorTokens(self)
    }
}

impl ActorTokens<'_> {
    /// `POST /actor_tokens`.
    pub fn create(self, parameters: &CreateActorToken) -> Call<ActorToken> {
        self.0.post(&[ACTOR_TOKENS]).body(parameters)
    }

    /// `POST /actor_tokens/{id}/revoke`.
    pub fn revoke(self, actor_token_id: &str) -> Call<ActorToken> {
        self.0.post(&[ACTOR_TOKENS, Id(actor_token_id), Fixed("revoke")])
    }
}
