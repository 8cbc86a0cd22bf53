//! Clerk's session protocol without I/O.
//!
//! The default build is wasm-safe: keys, claims, [`has`](Authorization::has) and the [`Auth`] a request carries.
//! Feature `verify` adds what a server needs: cookies, signature check, the `authenticate` state machine, the handshake.

pub mod auth;
pub mod authorization;

pub use auth::{ActiveOrganization, Actor, Auth, AuthState, Session, SessionState, SessionStatus};
pub use authorization::{Authorization, Level, Reverification};
