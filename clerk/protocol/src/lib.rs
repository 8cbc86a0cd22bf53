//! Clerk's session protocol without I/O.
//!
//! The default build is wasm-safe: [`keys`], [`claims`], [`has`](Authorization::allows) and the [`Auth`] a request
//! carries. Feature `verify` adds what a server needs: cookies, signature check, the `authenticate` state machine, the
//! handshake. The crate reads no clock, opens no socket and has no global state: what it lacks (a key, a handshake
//! payload, a refreshed token) it asks for, and decides again with the answer.
//!
//! Every rule is that of npm `@clerk/backend` 3.25, unless the strict rules are on, which is the default and only ever
//! refuses more. Items name the section below that has their rule, and where the rule comes from.
#![cfg_attr(feature = "verify", doc = "")]
#![cfg_attr(feature = "verify", doc = include_str!("../specification.md"))]

pub mod auth;
pub mod authorization;
pub mod claims;
pub mod clock;
pub mod condition;
pub mod keys;
pub mod permissions;
pub mod scope;
mod text;

pub use auth::{ActiveOrganization, Actor, Auth, AuthState, Session, SessionState, SessionStatus};
pub use authorization::{Authorization, Level, Reverification};
pub use claims::{AuthObject, MalformedClaims};
pub use clock::Clock;
pub use condition::Condition;
pub use keys::{InstanceType, PublishableKey, PublishableKeyError, SecretKey};

#[cfg(feature = "verify")]
pub mod verify;
#[cfg(feature = "verify")]
pub use verify::{
    AuthenticateError, Config, ConfigError, Facts, KeySet, Need, Options, Reason, RefreshRequest, RequestParts,
    RequestState, Status, Step, WebhookError, WebhookSecret, authenticate, strict, verify_webhook,
};
