//! The whole router in one process, with the local Clerk on a loopback port: real tokens, the real session check.

mod api;
mod document;
mod harness;
mod instance;
mod log;
mod matrix;
mod policies;
mod protection;
mod raw_paths;
mod server_functions;
