//! The signature layer alone, without claims: what Wycheproof's vectors test.
//!
//! Steps 5 and 6 of [Token verification](crate#token-verification); RFC 7515 section 5.2, RFC 8017 section 8.2.2, RFC
//! 8725 sections 3.1 and 3.2.

use super::base64url;
use super::json::{Json, Limits};
use super::reason::TokenReason;
use super::token::TokenError;
use super::verifying_key::{Algorithm, VerifyingKey};

/// Checks a compact JWS under one RSA key and gives back its payload, whatever that is. Always strict (S5): the header
/// is an object with a supported `alg`, without `crit` (so also without `b64: false`); other key material in it is
/// ignored.
///
/// # Errors
/// Where the form, the algorithm or the signature is wrong.
pub fn verify_compact(token: &str, key: &VerifyingKey) -> Result<Vec<u8>, TokenError> {
    let invalid = || TokenError::new(TokenReason::Invalid, "Invalid JWS form.");
    let (signed, signature) = token.rsplit_once('.').ok_or_else(invalid)?;
    let (header, payload) = signed.split_once('.').ok_or_else(invalid)?;
    let header = base64url::decode(header, true).and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(invalid)?;
    let header = Json::parse(&header, Limits::STRICT).ok_or_else(invalid)?;
    if header.get("crit").is_some() || header.get("b64").is_some() {
        return Err(invalid());
    }
    let payload = base64url::decode(payload, true).ok_or_else(invalid)?;
    let signature = base64url::decode(signature, true).ok_or_else(invalid)?;
    verify_signature(header.get("alg"), signed, &signature, key)?;
    Ok(payload)
}

/// Steps 5 and 6: the algorithm, then RSASSA-PKCS1-v1_5 over the text as received.
pub(super) fn verify_signature(
    algorithm: Option<&Json>,
    signed: &str,
    signature: &[u8],
    key: &VerifyingKey,
) -> Result<(), TokenError> {
    let algorithm = supported_algorithm(algorithm)?;
    match key.verify(algorithm, signed.as_bytes(), signature) {
        None => {
            Err(TokenError::new(TokenReason::VerificationFailed, "Error verifying JWT signature.").ensure_clerk_jwt())
        }
        Some(false) => Err(TokenError::new(TokenReason::InvalidSignature, "JWT signature is invalid.")),
        Some(true) => Ok(()),
    }
}

/// RS256, RS384 and RS512 by their exact names; never PSS, ECDSA, EdDSA, HMAC or `none`.
pub(super) fn supported_algorithm(algorithm: Option<&Json>) -> Result<Algorithm, TokenError> {
    algorithm.and_then(Json::as_str).and_then(Algorithm::parse).ok_or_else(|| {
        let received = algorithm.map_or_else(|| "undefined".to_owned(), Json::stringify);
        let message = format!("Invalid JWT algorithm {received}. Supported: RS256,RS384,RS512.");
        TokenError::new(TokenReason::InvalidAlgorithm, message).ensure_clerk_jwt()
    })
}
