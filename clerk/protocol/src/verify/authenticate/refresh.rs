//! An expired token is exchanged for a fresh one, without a redirect (section "Refresh").

use super::context::Context;
use super::handshake::allowed;
use super::verify::verify;
use super::{Refusal, Stop, signed_in};
use crate::verify::facts::{Need, RefreshOutcome, RefreshRequest};
use crate::verify::handshake_cookies::{SessionToken, oversized};
use crate::verify::javascript::decode_uri_component;
use crate::verify::jwt::decode;
use crate::verify::reason::RefreshFailure;
use crate::verify::state::RequestState;

/// How often upstream decodes a session id before it gives up on it.
const MAX_ENCODINGS: usize = 10;

pub(super) enum Refreshed {
    Session(Box<RequestState>),
    Failed(RefreshFailure),
}

pub(super) fn refresh(context: &Context<'_>, refresh_token: &str) -> Result<Refreshed, Stop> {
    let request = match request(context, refresh_token) {
        Ok(request) => request,
        Err(failure) => return Ok(Refreshed::Failed(failure)),
    };
    match &context.facts.refresh {
        None => Err(Stop::Need(Need::Refresh(Box::new(request)))),
        Some(RefreshOutcome::Failed(code)) => Ok(Refreshed::Failed(failure_of(code.as_deref()))),
        Some(RefreshOutcome::Cookies(cookies)) if cookies.is_empty() => {
            Ok(Refreshed::Failed(RefreshFailure::UnexpectedSdkError))
        }
        Some(RefreshOutcome::Cookies(cookies)) => with_cookies(context, cookies),
    }
}

/// The token of the cookie comes first, even when the header's has expired.
fn request(context: &Context<'_>, refresh_token: &str) -> Result<RefreshRequest, RefreshFailure> {
    let expired_token = context.session_token().unwrap_or_default();
    let jwt = decode(expired_token, context.options.verification.decode_rules())
        .map_err(|_| RefreshFailure::ExpiredSessionTokenDecodeFailed)?;
    let sid = jwt.payload.get("sid").filter(|sid| sid.is_truthy());
    let session_id = sid.ok_or(RefreshFailure::ExpiredSessionTokenMissingSid)?.to_text();
    if has_dot_segment(&session_id) {
        return Err(RefreshFailure::UnexpectedBapiError);
    }
    Ok(RefreshRequest {
        session_id,
        suffixed_cookies: context.suffixed,
        expired_token: expired_token.to_owned(),
        refresh_token: refresh_token.to_owned(),
        request_origin: context.origin(),
        request_headers: context.parts.joined_headers(),
    })
}

/// The id goes into a path, and a cookie's token need not be verified here. Upstream refuses `.` and `..` in any of ten
/// layers of percent-encoding, and more layers than that.
fn has_dot_segment(id: &str) -> bool {
    let mut candidate = id.to_owned();
    for _ in 0..MAX_ENCODINGS {
        if candidate.split(['/', '\\']).any(|segment| matches!(segment, "." | "..")) {
            return true;
        }
        match decode_uri_component(&candidate) {
            Some(decoded) if decoded != candidate => candidate = decoded,
            _ => return false,
        }
    }
    true
}

fn failure_of(code: Option<&str>) -> RefreshFailure {
    match code {
        None => RefreshFailure::UnexpectedBapiError,
        Some("") => RefreshFailure::UnexpectedSdkError,
        Some("unexpected_error") => RefreshFailure::FetchError,
        Some(code) => RefreshFailure::Code(code.to_owned()),
    }
}

fn with_cookies(context: &Context<'_>, cookies: &[String]) -> Result<Refreshed, Stop> {
    let directives =
        allowed(context, cookies).ok_or_else(|| Stop::thrown("a refreshed cookie is not a header value"))?;
    let options = context.options;
    let SessionToken::Value(token) = directives.session_token else {
        return Ok(Refreshed::Failed(RefreshFailure::InvalidSessionToken));
    };
    let Ok(jwt) = decode(&token, options.verification.decode_rules()) else {
        return Ok(Refreshed::Failed(RefreshFailure::InvalidSessionToken));
    };
    if jwt.header.is_null() {
        return Err(Stop::thrown("the header of the refreshed token is null"));
    }
    match verify(context, &jwt, options.verification.clock_skew_ms) {
        Ok(()) => {
            let state = signed_in(options, &jwt)?;
            let oversized_cookie = oversized(&directives.lines);
            Ok(Refreshed::Session(Box::new(RequestState { set_cookies: directives.lines, oversized_cookie, ..state })))
        }
        Err(Refusal::Stop(stop)) => Err(stop),
        Err(Refusal::Failure(_)) => Ok(Refreshed::Failed(RefreshFailure::InvalidSessionToken)),
    }
}
