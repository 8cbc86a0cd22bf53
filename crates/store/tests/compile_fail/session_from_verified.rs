//! The verifier's constructor is its own.

use clerk_protocol::{Session, SessionState};

fn forge(state: SessionState) -> Session {
    Session::from_verified(state, serde_json::Value::Null)
}

fn main() {}
