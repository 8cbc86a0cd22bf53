//! `verifyToken`: the order of checks and the reason of each, with S2 to S5 where they belong.
//!
//! Section [Token verification](crate#token-verification); from `src/tokens/verify.ts` and `src/jwt/verifyJwt.ts` of
//! `@clerk/backend`, and Clerk's guide to manual verification.

use std::borrow::Cow;

use super::json::Json;
use super::jws::{supported_algorithm, verify_signature};
use super::jwt::{CATEGORY_MACHINE, DecodeRules, Jwt, decode};
use super::keyset::{Key, KeySet};
use super::reason::TokenReason;
use super::verifying_key::VerifyingKey;

mod claims;

const ENSURE_CLERK_JWT: &str = "Make sure that this is a valid Clerk-generated JWT.";

/// Upstream's `TokenVerificationError` (`src/errors.ts`).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TokenError {
    /// Why.
    pub reason: TokenReason,
    /// For the log; never for the answer to a request (S12).
    pub message: Cow<'static, str>,
    /// What to do about it.
    pub action: Option<&'static str>,
}

impl TokenError {
    pub(super) fn new(reason: TokenReason, message: impl Into<Cow<'static, str>>) -> Self {
        Self { reason, message: message.into(), action: None }
    }

    pub(super) fn with_action(self, action: &'static str) -> Self {
        Self { action: Some(action), ..self }
    }

    pub(super) fn ensure_clerk_jwt(self) -> Self {
        self.with_action(ENSURE_CLERK_JWT)
    }

    /// `<message>[ <action>] (reason=<reason>, token-carrier=<header|cookie>)`.
    /// As `getFullMessage` of `src/errors.ts`.
    pub fn full_message(&self, carrier: &str) -> String {
        let action = self.action.map(|action| format!(" {action}")).unwrap_or_default();
        format!("{}{action} (reason={}, token-carrier={carrier})", self.message, self.reason.as_str())
    }
}

/// What a token is checked against. [`super::Options`] holds one; others build it with [`Verification::lenient`].
/// The options of `verifyToken`, from Clerk's reference of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Verification {
    /// S2, S4 and S5.
    pub strict: bool,
    /// Deepest nesting when not strict.
    pub lenient_depth: usize,
    /// Where not empty and the token has an `aud`, one of it must be here.
    pub audience: Vec<String>,
    /// Where not empty, `azp` must be here: exact origins.
    pub authorized_parties: Vec<String>,
    /// S3: without authorized parties nothing passes (a live key).
    pub requires_authorized_parties: bool,
    /// Where not empty, `iss` must be here.
    pub issuers: Vec<String>,
    /// Tolerated difference of clocks, in milliseconds; upstream's default is 5,000.
    pub clock_skew_ms: f64,
}

impl Verification {
    /// Upstream's defaults: no audience, party or issuer is asked for.
    pub fn lenient() -> Self {
        Self {
            strict: false,
            lenient_depth: super::json::Limits::LENIENT.depth,
            audience: Vec::new(),
            authorized_parties: Vec::new(),
            requires_authorized_parties: false,
            issuers: Vec::new(),
            clock_skew_ms: 5_000.0,
        }
    }

    /// How tokens are decoded.
    pub fn decode_rules(&self) -> DecodeRules {
        DecodeRules { strict: self.strict, lenient_depth: self.lenient_depth }
    }
}

/// Why a token did not verify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// With a reason of Clerk's.
    Token(TokenError),
    /// Upstream trips over the token (a header or payload that is `null`): `unexpected-error`.
    Unexpected,
}

impl From<TokenError> for Failure {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

/// Verifies a session token against a key set and gives back its claims: for callers outside a request, such as tests.
/// Section [Token verification](crate#token-verification), from `src/tokens/verify.ts`.
///
/// # Errors
/// The first failing step's reason; a key that is not in the set is `jwk-kid-mismatch`.
pub fn verify_token(
    token: &str,
    keys: &KeySet,
    verification: &Verification,
    now_ms: i64,
) -> Result<serde_json::Value, TokenError> {
    let jwt = decode(token, verification.decode_rules())?;
    let outcome = check_category(&jwt)
        .and_then(|()| find_key(keys, &kid_of(&jwt)))
        .and_then(|key| verify_with_key(&jwt, key, verification, verification.clock_skew_ms, now_ms));
    match outcome {
        Ok(()) => Ok(jwt.payload.to_value()),
        Err(Failure::Token(error)) => Err(error),
        Err(Failure::Unexpected) => Err(TokenError::new(TokenReason::Invalid, "Header or payload is null.")),
    }
}

/// Step 2: machine tokens are refused before any key is asked for.
pub(super) fn check_category(jwt: &Jwt) -> Result<(), Failure> {
    if jwt.header.is_null() {
        return Err(Failure::Unexpected);
    }
    if jwt.header.get("cat").and_then(Json::as_str) == Some(CATEGORY_MACHINE) {
        return Err(TokenError::new(TokenReason::Invalid, "Invalid session token category.").ensure_clerk_jwt().into());
    }
    Ok(())
}

/// The property name upstream looks for.
pub(super) fn kid_of(jwt: &Jwt) -> String {
    match jwt.header.get("kid") {
        None => "undefined".to_owned(),
        Some(kid) => kid.to_text(),
    }
}

/// Step 3, remote: `None` in the entry is a key that fits no RSA signature.
pub(super) fn find_key<'a>(keys: &'a KeySet, kid: &str) -> Result<Option<&'a VerifyingKey>, Failure> {
    match keys.get(kid) {
        Some(Key::Usable(key)) => Ok(Some(key)),
        Some(Key::Unusable) => Ok(None),
        None => Err(kid_mismatch(kid).into()),
    }
}

pub(super) fn kid_mismatch(kid: &str) -> TokenError {
    TokenError::new(TokenReason::JwkKidMismatch, format!("Unable to find a signing key in JWKS that matches the kid='{kid}' of the provided session token. Please make sure that the __session cookie or the HTTP authorization header contain a Clerk-generated session JWT."))
        .with_action("Go to your Dashboard and validate your secret and public keys are correct. Contact support@clerk.com if the issue persists.")
}

/// Steps 4 to 13.
pub(super) fn verify_with_key(
    jwt: &Jwt,
    key: Option<&VerifyingKey>,
    verification: &Verification,
    clock_skew_ms: f64,
    now_ms: i64,
) -> Result<(), Failure> {
    check_header(jwt)?;
    check_signature(jwt, key)?;
    if jwt.payload.is_null() {
        return Err(Failure::Unexpected);
    }
    claims::check(&jwt.payload, verification, clock_skew_ms, now_ms).map_err(Failure::Token)
}

/// Steps 4 and 5: `typ` absent or exactly `JWT`, then the algorithm.
pub(super) fn check_header(jwt: &Jwt) -> Result<(), TokenError> {
    if let Some(typ) = jwt.header.get("typ").filter(|typ| typ.as_str() != Some("JWT")) {
        let message = format!("Invalid JWT type {}. Expected \"JWT\".", typ.stringify());
        return Err(TokenError::new(TokenReason::Invalid, message).ensure_clerk_jwt());
    }
    supported_algorithm(jwt.header.get("alg")).map(|_| ())
}

/// Step 6, before any claim is looked at, so that errors tell nothing about forged tokens.
pub(super) fn check_signature(jwt: &Jwt, key: Option<&VerifyingKey>) -> Result<(), TokenError> {
    let Some(key) = key else {
        return Err(
            TokenError::new(TokenReason::VerificationFailed, "Error verifying JWT signature.").ensure_clerk_jwt()
        );
    };
    verify_signature(jwt.header.get("alg"), jwt.signed_text(), &jwt.signature, key)
}
