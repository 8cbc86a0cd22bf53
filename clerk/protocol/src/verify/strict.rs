//! The strict rules, the product's default. None lets anybody in whom upstream would not, by the same cookies; this list
//! is complete, and `docs/clerk-deviations.md` has the reason of each.
//!
//! | rule | demand | where |
//! |---|---|---|
//! | S1 | `redirect_url` from the public origin; without one from `Host`; `X-Forwarded-*` only from trusted proxies; a `//host` path never changes the origin | [`clerk_url`](super) |
//! | S2 | `iss` present and among the issuers, by default `https://<host of the key>` | [`super::verify_token`] |
//! | S3 | where authorized parties are configured `azp` is present and among them; a live key without any does not start | [`super::verify_token`], [`super::Options::ready`] |
//! | S4 | `sub` is `user_…`, `sid` is `sess_…`, `o.id` is `org_…` | [`super::verify_token`] |
//! | S5 | finite numbers, unique keys, depth ≤ 32, token ≤ 16 KB, strict base64url, no `crit` | [`super::jwt::decode`] |
//! | S6 | with a live key handshake parameters come from cookies only; a nonce is `[A-Za-z0-9_-]{1,128}` | [`is_nonce`] |
//! | S7 | only Clerk's own cookies come out of a handshake or a refresh | [`super::is_allowed_handshake_cookie`] |
//! | S8 | a third handshake in a row ends in a page, also when the counter is above 3; the counter outlives the slowest round trip and is cleared by the answer | [`super::RequestState::loop_broken`], [`super::RequestState::own_cookies`] |
//! | S9 | only RSA keys of 2048 to 4096 bits with an odd exponent from 65537 on, for signatures, with a `kid` of their own | [`super::KeySet::from_jwks`] |
//! | S10 | where upstream throws: `signed-out`, `unexpected-error` | [`super::authenticate()`] |
//! | S11 | `__clerk_redirect_url` only to a configured satellite | [`super::authenticate()`] |
//! | S12 | `x-clerk-auth-reason` and `x-clerk-auth-message` only on development instances | [`super::RequestState::headers`] |
//! | S13 | a nonce that brings nothing decides nothing, and a handshake that fails is expired | [`super::RequestState::own_cookies`] |
//! | S14 | `sts` is `active`, `pending` or absent | [`super::verify_token`] |
//! | S15 | `exp`, `iat` and `nbf` are there, whole seconds; `exp` is at most a day after `iat` | [`super::verify_token`] |
//! | S16 | what Clerk did not activate for a session is not asked for again for five minutes | [`super::RequestState::own_cookies`] |

use super::json::{Json, Limits};

/// S5: the largest token, in bytes, checked before any decoding.
pub const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// S6: a nonce as Clerk makes them; anything else counts as a failed lookup and reaches no URL.
pub fn is_nonce(nonce: &str) -> bool {
    (1..=128).contains(&nonce.len())
        && nonce.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

/// S4: the first id that is not of its kind, `None` when all are.
pub(super) fn misnamed_id(payload: &Json) -> Option<&'static str> {
    let is = |value: Option<&Json>, prefix: &str| value.and_then(Json::as_str).is_some_and(|id| id.starts_with(prefix));
    if !is(payload.get("sub"), "user_") {
        Some("sub")
    } else if !is(payload.get("sid"), "sess_") {
        Some("sid")
    } else if payload.get("o").is_some_and(|o| !o.is_null() && !is(o.get("id"), "org_")) {
        Some("o.id")
    } else {
        None
    }
}

/// S14: a status that is neither of the two Clerk has.
pub(super) fn unknown_status(payload: &Json) -> Option<&Json> {
    payload.get("sts").filter(|status| !matches!(status.as_str(), Some("active" | "pending")))
}

/// S15: the longest a session token may live, in seconds. Clerk's live for a minute.
const LONGEST_LIFE: f64 = 86_400.0;
/// S15: the last second a date can hold.
const LAST_SECOND: f64 = 8_640_000_000_000.0;

/// S15: the first time that is absent, is no whole number of seconds, or makes the token live for too long.
pub(super) fn odd_time(payload: &Json) -> Option<&'static str> {
    let seconds = |name: &str| match payload.get(name) {
        Some(Json::Number(seconds)) => {
            Some(*seconds).filter(|seconds| seconds.fract() == 0.0 && (0.0..=LAST_SECOND).contains(seconds))
        }
        _ => None,
    };
    let Some(expiry) = seconds("exp") else { return Some("exp") };
    let Some(issue) = seconds("iat") else { return Some("iat") };
    if seconds("nbf").is_none() {
        return Some("nbf");
    }
    (expiry - issue > LONGEST_LIFE).then_some("exp")
}

/// S5: which JSON a token may carry.
pub(super) fn json_limits(strict: bool, lenient_depth: usize) -> Limits {
    if strict { Limits::STRICT } else { Limits { depth: lenient_depth, ..Limits::LENIENT } }
}
