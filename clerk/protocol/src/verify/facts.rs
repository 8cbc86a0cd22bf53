//! The conversation with the caller: what the decision lacks ([`Need`]) and what was found out since ([`Facts`]).
//!
//! Upstream calls the Backend API in the middle of its decision (`src/tokens/keys.ts`, `src/tokens/handshake.ts`,
//! `src/api/endpoints/SessionApi.ts`); here the caller does.

use std::sync::Arc;

use super::keyset::KeySet;
use super::options::ConfigError;
use super::state::RequestState;

/// One turn of [`super::authenticate()`]. Upstream has no such thing: it fetches in the middle of its decision.
#[derive(Clone, Debug)]
pub enum Step {
    /// Decided.
    Done(Box<RequestState>),
    /// Find this out, put it into the [`Facts`], and ask again.
    Need(Need),
}

/// What the decision lacks. At most a handful of turns: two keys, one handshake payload, one refresh.
/// Where upstream calls the Backend API: `src/tokens/keys.ts`, `src/tokens/handshake.ts`, `src/tokens/request.ts`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// The key of this `kid`: answer with [`Facts::key_set`] or [`Facts::key_set_failed`].
    Key {
        /// As the token has it. Never put it into a URL or a log unescaped.
        kid: String,
    },
    /// `GET /v1/clients/handshake_payload?nonce=`: answer with [`Facts::handshake_payload`].
    HandshakePayload {
        /// Escape it, where strict mode is off.
        nonce: String,
    },
    /// `POST /v1/sessions/{id}/refresh`: answer with [`Facts::refresh`].
    Refresh(Box<RefreshRequest>),
}

/// The refresh call, section [Refresh](crate#refresh): body `{format: "cookie", expired_token, refresh_token,
/// request_origin, request_headers}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshRequest {
    /// `sid` of the expired token, as the token has it: check or escape it before it becomes part of a path.
    pub session_id: String,
    /// Adds `?suffixed_cookies=true`; false is left out.
    pub suffixed_cookies: bool,
    /// The expired session token.
    pub expired_token: String,
    /// The suffixed `__refresh` cookie.
    pub refresh_token: String,
    /// The origin of the request's public URL.
    pub request_origin: String,
    /// Every header of the request, lower-case; sent as one-element lists.
    pub request_headers: Vec<(String, String)>,
}

/// What the refresh call gave. Section [Refresh](crate#refresh).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefreshOutcome {
    /// 200: the `cookies` of the answer.
    Cookies(Vec<String>),
    /// The first error's code; `unexpected_error` for a network failure; `None` for an answer without errors.
    Failed(Option<String>),
}

/// What became of a nonce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Payload {
    /// Its `Set-Cookie` lines; none where the lookup failed.
    Lines(Vec<String>),
    /// Nobody knows yet.
    Unanswered,
}

/// Why there is no key set: section [Key sets](crate#key-sets).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JwksFailure {
    /// 200, but no keys in it.
    Empty,
    /// The Backend API's code `clerk_key_invalid`: the secret key is wrong.
    SecretKeyInvalid {
        /// Its message.
        message: String,
    },
    /// Another status.
    Status {
        /// The endpoint.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// Unreachable, too slow, or not JSON. Upstream calls this `unexpected-error`.
    Unreachable,
}

/// What has been found out for one request so far. Starts with the key set in the cache, if there is one.
/// Each is found out at most once for a request.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub(super) keys: Option<Arc<KeySet>>,
    pub(super) looked_up: Vec<String>,
    pub(super) keys_failed: Option<JwksFailure>,
    pub(super) handshake_payload: Option<Payload>,
    pub(super) refresh: Option<RefreshOutcome>,
}

impl Facts {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts with the cached key set: an unknown `kid` is then asked for.
    pub fn with_cached_keys(keys: Arc<KeySet>) -> Self {
        Self { keys: Some(keys), ..Self::default() }
    }

    /// Answers [`Need::Key`]: the newest set, whether or not it has the `kid`.
    pub fn key_set(&mut self, kid: String, keys: Arc<KeySet>) {
        self.keys = Some(keys);
        self.looked_up.push(kid);
    }

    /// Answers [`Need::Key`]: there is no key set to be had. Keys known before stay in use.
    pub fn key_set_failed(&mut self, failure: JwksFailure) {
        self.keys_failed = Some(failure);
    }

    /// Answers [`Need::HandshakePayload`]: the `directives`, or `None` for any error.
    pub fn handshake_payload(&mut self, directives: Option<Vec<String>>) {
        self.handshake_payload = Some(Payload::Lines(directives.unwrap_or_default()));
    }

    /// Answers [`Need::HandshakePayload`]: Clerk does not say at the moment, and the nonce may be good. Whoever is signed
    /// in without it goes on; for all others see [`super::RequestState::handshake_unanswered`]. Strict mode only.
    pub fn handshake_unanswered(&mut self) {
        self.handshake_payload = Some(Payload::Unanswered);
    }

    /// Answers [`Need::Refresh`].
    pub fn refresh(&mut self, outcome: RefreshOutcome) {
        self.refresh = Some(outcome);
    }
}

/// No decision, because the configuration or the request is not fit for one.
/// Upstream throws, which its middlewares answer with 500.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthenticateError {
    /// Section [Configuration errors](crate#configuration-errors).
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Upstream throws here. Only where strict mode is off: with it, S10 makes this a signed-out state.
    #[error("{0}")]
    Thrown(String),
}
