//! Clerk for axum: who is asking ([`ClerkLayer`]), what they may do ([`Protection`]), and Clerk's two APIs
//! ([`BackendClient`], [`proxy`]).
//!
//! The rules are clerk-protocol's; this crate does the input and output they ask for. From outside to inside:
//! [`path_filter::PathFilterLayer`], then [`ClerkLayer`], then the router with guards at every resource.
//!
//! Nothing here logs a token, a cookie, a secret key or a `Location`.

pub mod backend;
mod calls;
mod clerk;
mod clock;
mod config;
mod extract;
mod forgotten;
pub mod gate;
mod http_client;
mod jwks;
mod layer;
pub mod limiter;
mod matcher;
mod memory;
mod nonces;
mod page;
pub mod path_filter;
mod peer;
mod problem;
mod protect;
pub mod proxy;
#[cfg(any(test, feature = "testing"))]
pub mod spellings;
mod trusted_proxies;
mod visitor;

pub use backend::{BackendClient, BackendConfig, BackendError};
pub use calls::CallRates;
pub use clerk::Clerk;
pub use clock::SystemClock;
pub use config::{ClerkConfig, ConfigError, DEFAULT_PROXY_PATH};
pub use extract::{CurrentAuth, CurrentUser, NoClient, SignedIn, SignedOut, UserUnknown};
pub use forgotten::forgotten_tokens;
pub use gate::Gate;
pub use layer::{AuthOutcome, ClerkLayer, ClerkService};
pub use matcher::{MalformedPath, RouteMatcher};
pub use page::is_page_request;
pub use path_filter::{NotCanonical, PathFilterLayer};
pub use protect::{Protection, Refusal};
pub use trusted_proxies::{InvalidNetwork, TrustedProxies};
pub use visitor::{NoLayer, Visitor};
