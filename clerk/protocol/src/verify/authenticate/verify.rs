//! `verifyToken` within a request: the same checks, with the key asked for when it is not there.

use super::context::Context;
use super::{Refusal, Stop};
use crate::verify::facts::{JwksFailure, Need};
use crate::verify::jwt::Jwt;
use crate::verify::keyset::Key;
use crate::verify::options::KeySource;
use crate::verify::reason::TokenReason;
use crate::verify::token::{Failure, TokenError, check_category, kid_mismatch, kid_of, verify_with_key};
use crate::verify::verifying_key::VerifyingKey;

/// All steps after decoding.
pub(super) fn verify(context: &Context<'_>, jwt: &Jwt, clock_skew_ms: f64) -> Result<(), Refusal> {
    check_category(jwt)?;
    let key = find_key(context, jwt)?;
    verify_with_key(jwt, key, &context.options.verification, clock_skew_ms, context.now_ms)?;
    Ok(())
}

/// Step 3. `None`: there is a key, but none that fits.
pub(super) fn find_key<'a>(context: &Context<'a>, jwt: &Jwt) -> Result<Option<&'a VerifyingKey>, Refusal> {
    if let KeySource::Local(key) = &context.options.key_source {
        return Ok(key.as_deref());
    }
    let kid = kid_of(jwt);
    let facts = context.facts;
    match facts.keys.as_ref().and_then(|keys| keys.get(&kid)) {
        Some(Key::Usable(key)) => Ok(Some(key)),
        Some(Key::Unusable) => Ok(None),
        None => match &facts.keys_failed {
            Some(failure) => Err(load_failure(failure).into()),
            None if facts.looked_up.contains(&kid) => Err(kid_mismatch(&kid).into()),
            None => Err(Stop::Need(Need::Key { kid }).into()),
        },
    }
}

/// Why a load of keys failed, in upstream's words.
fn load_failure(failure: &JwksFailure) -> Failure {
    const ACTION: &str = "Contact support@clerk.com";
    let failed = |message: String| {
        Failure::Token(TokenError::new(TokenReason::RemoteJwkFailedToLoad, message).with_action(ACTION))
    };
    match failure {
        JwksFailure::Empty => {
            failed("The JWKS endpoint did not contain any signing keys. Contact support@clerk.com.".to_owned())
        }
        JwksFailure::Status { url, status } => {
            failed(format!("Error loading Clerk JWKS from {url} with code={status}"))
        }
        JwksFailure::SecretKeyInvalid { message } => {
            Failure::Token(TokenError::new(TokenReason::SecretKeyInvalid, message.clone()).with_action(ACTION))
        }
        JwksFailure::Unreachable => Failure::Unexpected,
    }
}
