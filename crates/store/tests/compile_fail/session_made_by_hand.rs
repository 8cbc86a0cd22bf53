//! A session comes from the verifier.

use clerk_protocol::{Session, SessionState};

fn forge(state: SessionState) -> Session {
    Session(state.into())
}

fn main() {}
