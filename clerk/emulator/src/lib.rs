//! The local Clerk: Clerk's Frontend API and Backend API on this machine, so that the real ClerkJS, and an app's own
//! session checks, run with no account and no network. For development and tests: passwords and codes are known to all.

mod bapi;
mod config;
mod context;
mod control;
mod cookies;
mod courier;
mod coverage;
mod custom_claims;
mod emulator;
mod environment;
mod error;
mod fapi;
mod faults;
mod fields;
mod files;
mod import;
mod keys;
mod limits;
mod origin;
mod password;
mod random;
mod requests;
mod resources;
mod roles;
mod routes;
mod samples;
mod scripts;
mod seed;
mod signature;
mod state;
mod system;
mod tokens;
mod totp;
mod upload;
mod visitor;
mod webauthn;

pub use config::Config;
pub use coverage::{Coverage, coverage};
pub use emulator::Emulator;
pub use files::{FileProblem, FileProblems};
pub use import::{Imported, NotTaken};
pub use roles::Roles;
pub use seed::{PASSWORD, PEOPLE, PRIVATE_NOTE, Person, Seed, organization_id};
pub use state::{
    State,
    endpoint::Webhook,
    settings::{Factor, Profile, Settings, SignUpMode},
};
pub use tokens::{SessionToken, TokenOrganization};

/// Starts a local Clerk in this process; any number of them run beside each other.
///
/// # Errors
/// When the state folder cannot be used or the address is taken.
pub async fn start(config: Config) -> anyhow::Result<Emulator> {
    Emulator::start(config).await
}

/// The whole service without a socket, for tests. The control API wants `ConnectInfo<SocketAddr>` in the request.
pub fn router(config: &Config, state: State) -> axum::Router {
    routes::router(context::Context::new(config, state))
}

/// Found in every binary that can run the local Clerk. A release binary must not hold it.
pub const MARKER: &str = "LOCAL CLERK: NOT FOR PRODUCTION";

/// Where the Frontend API lies, here and at the app.
pub const MOUNT: &str = "/__clerk";

/// Where the control API lies.
const CONTROL: &str = "/__control";
