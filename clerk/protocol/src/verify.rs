//! What a server needs to decide about a request: the parts of the protocol that are never shipped to a browser.
//!
//! [`authenticate()`] is the whole; each module names the section of the [specification](crate#the-specification) it
//! keeps.

mod authenticate;
mod base64url;
mod clerk_url;
mod cookies;
mod facts;
mod good_signatures;
mod handshake_cookies;
mod javascript;
pub mod json;
pub mod jws;
pub mod jwt;
pub mod keyset;
mod options;
pub mod path_pattern;
mod query;
pub mod reason;
pub mod redirect;
mod request;
mod state;
pub mod strict;
pub mod suffix;
mod token;
mod verifying_key;
pub mod webhook;

pub use authenticate::authenticate;
pub use facts::{AuthenticateError, Facts, JwksFailure, Need, RefreshOutcome, RefreshRequest, Step};
pub use handshake_cookies::is_allowed as is_allowed_handshake_cookie;
pub use keyset::KeySet;
pub use options::{Config, ConfigError, Options};
pub use reason::{Reason, RefreshFailure, TokenReason};
pub use request::RequestParts;
pub use state::{RequestState, Status};
pub use token::{TokenError, Verification, verify_token};
pub use verifying_key::{Algorithm, VerifyingKey};
pub use webhook::{WebhookError, WebhookSecret, verify_webhook};
