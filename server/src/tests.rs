//! The whole router in one process, with the local Clerk on a loopback port: real tokens, the real session check.

mod activity;
mod addresses;
mod api_tenant;
mod canaries;
mod document;
mod flood;
mod hosts;
mod impersonation;
mod inside;
mod instance;
mod kinds;
mod log;
mod nodes;
mod policies;
mod probes;
mod protection;
mod proxied;
mod rate_limit;
mod raw_paths;
mod refusals;
mod removal;
mod replay;
mod reports;
mod statements;
mod trail;
mod unavailable;
