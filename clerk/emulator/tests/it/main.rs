//! The local Clerk from outside: every flow as ClerkJS, an app's server or a test would drive it, over the router.

mod actor_tokens;
mod backend;
mod browser;
mod control;
mod coverage;
mod crash;
mod email_links;
mod handshake;
mod load;
mod organizations;
mod persistence;
mod profile;
mod program;
mod reverification;
mod running;
mod sessions;
mod settings;
mod several_sessions;
mod sign_in;
mod sign_up;
mod stage;
mod tokens;
mod webhooks;
