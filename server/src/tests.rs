//! The whole router in one process, with the local Clerk on a loopback port: real tokens, the real session check.

mod api;
mod api_activity;
mod api_changes;
mod api_lists;
mod api_tasks;
mod attack;
mod canaries;
pub(crate) mod control;
mod document;
mod flood;
pub(crate) mod harness;
mod hosts;
mod instance;
mod log;
mod matrix;
mod nodes;
mod policies;
mod probes;
mod protection;
mod proxied;
mod purge;
mod rate_limit;
mod raw_paths;
mod refusals;
mod reports;
mod server_functions;
mod unavailable;
