//! Tokens that let tests past the protection against bots.

use super::{BackendClient, Call, Redacted, macros::resource, path::Segment::Fixed};

resource! {
    /// A token.
    pub struct TestingToken {
        /// Goes into the query of calls to the Frontend API, as `__clerk_testing_token`.
        pub token: Redacted,
        /// In Unix seconds.
        pub expires_at: i64,
    }
}

/// [`BackendClient::testing_tokens`].
#[derive(Clone, Copy, Debug)]
pub struct TestingTokens<'a>(&'a BackendClient);

impl BackendClient {
    /// Tokens for tests.
    pub fn testing_tokens(&self) -> TestingTokens<'_> {
        TestingTokens(self)
    }
}

impl TestingTokens<'_> {
    /// `POST /testing_tokens`.
    pub fn create(self) -> Call<TestingToken> {
        self.0.post(&[Fixed("testing_tokens")])
    }
}
