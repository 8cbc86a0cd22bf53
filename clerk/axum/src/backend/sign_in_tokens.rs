//! Tickets that sign somebody in.

use super::{
    BackendClient, Call, Redacted,
    common::TokenStatus,
    macros::{params, resource},
    path::Segment::{self, Fixed, Id},
};

const SIGN_IN_TOKENS: Segment<'static> = Fixed("sign_in_tokens");

resource! {
    /// A ticket.
    pub struct SignInToken {
        /// `sit_…`.
        pub id: String,
        /// `user_…`.
        pub user_id: String,
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
    /// Parameters of [`SignInTokens::create`].
    pub struct CreateSignInToken {
        /// `user_…`.
        pub user_id: String,
        /// `org_…`.
        pub org_id: Option<String>,
        /// 30 days where it is not given.
        pub expires_in_seconds: Option<u64>,
    }
}

/// [`BackendClient::sign_in_tokens`].
#[derive(Clone, Copy, Debug)]
pub struct SignInTokens<'a>(&'a BackendClient);

impl BackendClient {
    /// Tickets that sign somebody in.
    pub fn sign_in_tokens(&self) -> SignInTokens<'_> {
        SignInTokens(self)
    }
}

impl SignInTokens<'_> {
    /// `POST /sign_in_tokens`.
    pub fn create(self, parameters: &CreateSignInToken) -> Call<SignInToken> {
        self.0.post(&[SIGN_IN_TOKENS]).body(parameters)
    }

    /// `POST /sign_in_tokens/{id}/revoke`.
    pub fn revoke(self, sign_in_token_id: &str) -> Call<SignInToken> {
        self.0.post(&[SIGN_IN_TOKENS, Id(sign_in_token_id), Fixed("revoke")])
    }
}
