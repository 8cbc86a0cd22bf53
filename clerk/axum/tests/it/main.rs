//! The crate from outside: real sockets, the local Clerk as library, a stand-in where Clerk must misbehave.

mod backend;
mod browser;
mod flood;
mod gate;
mod keys;
mod local_clerk;
mod proxy;
mod raw_paths;
mod rounds;
mod session;
mod sign_in;
mod upstream;

/// Tests end with the first thing that goes wrong.
type Outcome = Result<(), Box<dyn std::error::Error>>;
