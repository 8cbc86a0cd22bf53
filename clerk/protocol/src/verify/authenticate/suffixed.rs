//! Cookies with the instance's suffix or without (section "Which cookies count"): one verdict for all of a request's.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::Stop;
use super::context::{SessionCookie, original_frontend_api};
use crate::verify::cookies::Cookies;
use crate::verify::javascript::{number, to_int32};
use crate::verify::json::Json;
use crate::verify::jwt::{Jwt, decode};
use crate::verify::options::Options;
use crate::verify::token::TokenError;

/// The verdict and the session cookie it picks.
pub(super) struct Chosen {
    pub(super) suffixed: bool,
    pub(super) session_cookie: Option<SessionCookie>,
}

/// `usesSuffixedCookies`. The first rule that fits decides; no signature is checked here.
pub(super) fn choose(cookies: &Cookies<'_>, options: &Options, now_ms: i64) -> Result<Chosen, Stop> {
    let candidates = Candidates::read(cookies, options);
    let suffixed = candidates.are_suffixed(options, now_ms)?;
    let (text, decoded) = if suffixed && !candidates.is_same {
        (candidates.suffixed_text, candidates.suffixed)
    } else {
        (candidates.plain_text, candidates.plain)
    };
    let session_cookie = text.zip(decoded).map(|(text, decoded)| SessionCookie { text: text.into_owned(), decoded });
    Ok(Chosen { suffixed, session_cookie })
}

struct Candidates<'a> {
    suffixed_uat: Option<Cow<'a, str>>,
    plain_uat: Option<Cow<'a, str>>,
    suffixed_text: Option<Cow<'a, str>>,
    plain_text: Option<Cow<'a, str>>,
    suffixed: Option<Result<Jwt, TokenError>>,
    plain: Option<Result<Jwt, TokenError>>,
    /// ClerkJS writes both cookies with one token, which is then decoded once.
    is_same: bool,
}

impl<'a> Candidates<'a> {
    fn read(cookies: &Cookies<'a>, options: &Options) -> Self {
        let suffixed_text = cookies.suffixed("__session", &options.suffix);
        let plain_text = cookies.get("__session");
        let rules = options.verification.decode_rules();
        let is_same = suffixed_text.is_some() && suffixed_text == plain_text;
        Self {
            suffixed_uat: cookies.suffixed("__client_uat", &options.suffix),
            plain_uat: cookies.get("__client_uat"),
            suffixed: suffixed_text.as_deref().filter(|_| !is_same).map(|text| decode(text, rules)),
            plain: plain_text.as_deref().map(|text| decode(text, rules)),
            suffixed_text,
            plain_text,
            is_same,
        }
    }

    fn suffixed(&self) -> Option<&Result<Jwt, TokenError>> {
        if self.is_same { self.plain.as_ref() } else { self.suffixed.as_ref() }
    }

    fn are_suffixed(&self, options: &Options, now_ms: i64) -> Result<bool, Stop> {
        if let Some(plain) = &self.plain {
            let Some(payload) = payload(Some(plain))? else { return Ok(false) };
            match payload.get("iss").filter(|iss| iss.is_truthy()) {
                None => return Ok(false),
                Some(iss) if !is_own(iss, options) => return Ok(true),
                Some(_) => {}
            }
        }
        if self.suffixed_uat.is_none() && self.suffixed_text.is_none() {
            return Ok(false);
        }
        self.are_suffixed_newer(!options.key.is_development(), now_ms)
    }

    /// Rules 4 to 8: both kinds may be there and the plain ones are of this instance.
    fn are_suffixed_newer(&self, is_production: bool, now_ms: i64) -> Result<bool, Stop> {
        let (plain, suffixed) = (payload(self.plain.as_ref())?, payload(self.suffixed())?);
        let suffixed_is_out = self.suffixed_uat.as_deref() == Some("0");
        let plain_is_out = self.plain_uat.as_deref() == Some("0");
        if !suffixed_is_out && !plain_is_out && is_newer(plain, suffixed) {
            return Ok(false);
        }
        if suffixed_is_out && !plain_is_out {
            return Ok(false);
        }
        if !is_production && !suffixed_is_out && plain_is_out && is_expired(suffixed, now_ms) {
            return Ok(false);
        }
        Ok(!(self.suffixed_uat.is_none() && self.suffixed_text.is_some()))
    }
}

/// A payload that is `null` throws upstream; one that cannot be decoded is absent.
fn payload(decoded: Option<&Result<Jwt, TokenError>>) -> Result<Option<&Json>, Stop> {
    match decoded {
        Some(Ok(jwt)) if jwt.payload.is_null() => Err(Stop::thrown("the payload of a session cookie is null")),
        Some(Ok(jwt)) => Ok(Some(&jwt.payload)),
        Some(Err(_)) | None => Ok(None),
    }
}

/// `iss` without any `http://` and `https://` is the instance's host, exactly.
fn is_own(iss: &Json, options: &Options) -> bool {
    let Some(iss) = iss.as_str() else { return false };
    without_schemes(iss) == original_frontend_api(options).as_ref()
}

fn without_schemes(iss: &str) -> String {
    let mut rest = iss;
    let mut kept = String::with_capacity(iss.len());
    while let Some(character) = rest.chars().next() {
        let scheme = ["https://", "http://"]
            .into_iter()
            .find(|scheme| rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        let length = scheme.map_or(character.len_utf8(), str::len);
        if scheme.is_none() {
            kept.push(character);
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    kept
}

/// `(plain.iat || 0) > (suffixed.iat || 0)`.
fn is_newer(plain: Option<&Json>, suffixed: Option<&Json>) -> bool {
    let iat = |payload: Option<&'_ Json>| {
        payload
            .and_then(|payload| payload.get("iat"))
            .filter(|iat| iat.is_truthy())
            .cloned()
            .unwrap_or(Json::Number(0.0))
    };
    compare(&iat(plain), &iat(suffixed)) == Some(Ordering::Greater)
}

/// Rule 6: `exp <= floor(now)`, without tolerance.
fn is_expired(suffixed: Option<&Json>, now_ms: i64) -> bool {
    let now = f64::from(to_int32(now_ms.div_euclid(1_000)));
    let exp = suffixed.and_then(|payload| payload.get("exp"));
    exp.is_some_and(|exp| matches!(compare(exp, &Json::Number(now)), Some(Ordering::Less | Ordering::Equal)))
}

/// JavaScript's `<` and `>`: two strings by their text, anything else as numbers.
pub(super) fn compare(left: &Json, right: &Json) -> Option<Ordering> {
    if let (Some(left), Some(right)) = (primitive_text(left), primitive_text(right)) {
        return Some(left.encode_utf16().cmp(right.encode_utf16()));
    }
    to_number(left).partial_cmp(&to_number(right))
}

fn primitive_text(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Array(_) | Json::Object(_) => Some(value.to_text()),
        _ => None,
    }
}

fn to_number(value: &Json) -> f64 {
    match value {
        Json::Null => 0.0,
        Json::Bool(boolean) => f64::from(u8::from(*boolean)),
        Json::Number(value) => *value,
        Json::String(text) => number(text),
        Json::Array(_) | Json::Object(_) => number(&value.to_text()),
    }
}
