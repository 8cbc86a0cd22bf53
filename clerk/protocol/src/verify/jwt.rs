//! A token taken apart, before anything about it is believed.
//!
//! Step 1 of [Token verification](crate#token-verification); RFC 7519 section 7.2, and `decodeJwt`
//! (`src/jwt/verifyJwt.ts`), `src/tokens/jwtCategories.ts` and `src/tokens/machine.ts` of `@clerk/backend`.

use super::base64url;
use super::json::Json;
use super::reason::TokenReason;
use super::strict::{MAX_TOKEN_BYTES, json_limits};
use super::token::TokenError;

/// `cat` of session and handshake tokens. From `src/tokens/jwtCategories.ts`.
pub const CATEGORY_SESSION: &str = "cl_B7d4PD111AAA";
/// `cat` of tokens from a JWT template: the customer chose their claims.
/// From `src/tokens/jwtCategories.ts`.
pub const CATEGORY_TEMPLATE: &str = "cl_B7d4PD222AAA";
/// `cat` of machine-to-machine tokens. From `src/tokens/jwtCategories.ts`.
pub const CATEGORY_MACHINE: &str = "cl_B7d4PD333AAA";
/// `cat` of instances that do not use categories. From `src/tokens/jwtCategories.ts`.
pub const CATEGORY_IGNORE: &str = "cl_I7d4PD111III";

/// How a token is read: strictly (S5) or as upstream does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeRules {
    /// S5.
    pub strict: bool,
    /// Deepest nesting when not strict.
    pub lenient_depth: usize,
}

/// A decoded token. Nothing in it is verified. RFC 7519, in the compact form of RFC 7515 section 7.1.
#[derive(Clone, Debug)]
pub struct Jwt {
    /// The token as received.
    pub text: String,
    /// The JOSE header.
    pub header: Json,
    /// The claims.
    pub payload: Json,
    /// The signature's bytes.
    pub signature: Vec<u8>,
    signed_length: usize,
}

impl Jwt {
    /// What the signature is over: header and payload as received.
    pub fn signed_text(&self) -> &str {
        self.text.get(..self.signed_length).unwrap_or_default()
    }

    /// Whether `cat` marks it as something other than a session token. Absent is a session token; unknown is not.
    /// `hasNonSessionJwtCategory` of `src/tokens/jwtCategories.ts`.
    pub fn has_other_category(&self) -> bool {
        match self.header.get("cat") {
            None => false,
            Some(category) => !matches!(category.as_str(), Some(CATEGORY_SESSION | CATEGORY_IGNORE)),
        }
    }

    /// An OAuth access token (`typ` `at+jwt`) or a machine token (`sub` `mch_…`). Upstream asks only tokens of
    /// base64url characters, so a padded token is none.
    pub fn is_machine_token(&self) -> bool {
        if self.header.is_null() {
            return false;
        }
        let is_part = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        let oauth = matches!(self.header.get("typ").and_then(Json::as_str), Some("at+jwt" | "application/at+jwt"));
        let machine = self.payload.get("sub").and_then(Json::as_str).is_some_and(|sub| sub.starts_with("mch_"));
        (oauth || machine) && self.text.split('.').all(is_part)
    }
}

/// Takes a token apart: three parts, base64url, JSON. In strict mode S5 first, so that refusing garbage is cheap.
///
/// # Errors
/// `token-invalid`.
pub fn decode(token: &str, rules: DecodeRules) -> Result<Jwt, TokenError> {
    if rules.strict && token.len() > MAX_TOKEN_BYTES {
        return Err(TokenError::new(TokenReason::Invalid, "Invalid JWT form. The JWT is larger than 16 KB."));
    }
    let mut parts = token.split('.');
    let (Some(header), Some(payload), Some(signature), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        let message = "Invalid JWT form. A JWT consists of three parts separated by dots.";
        return Err(TokenError::new(TokenReason::Invalid, message));
    };
    let undecodable = || {
        let message = "Invalid JWT form. The header, payload, or signature could not be decoded.";
        TokenError::new(TokenReason::Invalid, message)
    };
    let jwt = Jwt {
        header: decode_json(header, rules).ok_or_else(undecodable)?,
        payload: decode_json(payload, rules).ok_or_else(undecodable)?,
        signature: base64url::decode(signature, rules.strict).ok_or_else(undecodable)?,
        signed_length: header.len() + 1 + payload.len(),
        text: token.to_owned(),
    };
    if rules.strict && jwt.header.get("crit").is_some() {
        return Err(TokenError::new(TokenReason::Invalid, "Invalid JWT form. Critical extensions are not supported."));
    }
    Ok(jwt)
}

/// base64url, then UTF-8 as `TextDecoder` reads it (a byte order mark is dropped, bad bytes become U+FFFD), then JSON.
fn decode_json(part: &str, rules: DecodeRules) -> Option<Json> {
    let bytes = base64url::decode(part, rules.strict)?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    Json::parse(&String::from_utf8_lossy(bytes), json_limits(rules.strict, rules.lenient_depth))
}
