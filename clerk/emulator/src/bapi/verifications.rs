//! Codes that an app's server sends to an address or a number, and checks: each check stands by itself, and what comes of
//! it is a status, not an error.

use serde_json::{Value, json};

use crate::{
    error::{Code, Problem},
    state::{State, code::Check},
};

/// So many wrong codes, and the check has failed.
const ATTEMPTS: u32 = 3;

/// Sends a code.
pub(super) fn start(state: &mut State, identifier_id: &str, to: &str, strategy: &str) -> Value {
    let (id, code) = (state.random.id("ver"), state.send_code(to, strategy));
    let check = Check { id: id.clone(), identifier_id: identifier_id.to_owned(), code };
    state.data.checks.insert(id, check.clone());
    view(&check, state.now_ms())
}

/// Checks what was typed.
pub(super) fn attempt(state: &mut State, identifier_id: &str, id: &str, typed: &str) -> Result<Check, Problem> {
    let now = state.now_ms();
    let found = state.data.checks.get(id).filter(|check| check.identifier_id == identifier_id);
    let mut check = found.ok_or_else(|| Problem::not_found("The verification"))?.clone();
    if check.code.verified {
        return Err(Problem::new(Code::VerificationAlreadyVerified, "This code was accepted already."));
    }
    if check.code.attempts < ATTEMPTS {
        // The status tells what came of it.
        let _ = check.code.attempt(typed, now);
        state.data.checks.insert(id.to_owned(), check.clone());
    }
    Ok(check)
}

pub(super) fn view(check: &Check, now_ms: i64) -> Value {
    let status = match &check.code {
        code if code.verified => "verified",
        code if now_ms >= code.expire_at => "expired",
        code if code.attempts >= ATTEMPTS => "failed",
        _ => "unverified",
    };
    let by_phone = check.code.strategy == "phone_code";
    json!({
        "object": "verification_otp",
        "id": check.id,
        "status": status,
        "strategy": check.code.strategy,
        "attempts": check.code.attempts,
        "expire_at": check.code.expire_at,
        "channel": by_phone.then_some("sms"),
    })
}
