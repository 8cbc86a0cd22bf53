//! The decision table: the cookies, row by row.

use super::context::Context;
use super::handshake::{Resolution, resolve};
use super::maybe_handshake::maybe_handshake;
use super::organization_sync::organization_handshake;
use super::own_cookies::{expire_handshakes, settle};
use super::referrer::needs_cross_origin_sync;
use super::suffixed::compare;
use super::token_error::{Carrier, handle};
use super::verify::verify;
use super::{Refusal, Stop, satellite, signed_in, signed_out};
use crate::auth::Auth;
use crate::verify::json::Json;
use crate::verify::jwt::Jwt;
use crate::verify::query;
use crate::verify::reason::Reason;
use crate::verify::state::{RequestState, Status};
use crate::verify::token::Failure;

pub(super) fn authenticate(context: &mut Context<'_>) -> Result<RequestState, Stop> {
    let mut warnings = Vec::new();
    let mut state = match resolve(context, &mut warnings) {
        Ok(Resolution::Done(state)) => return Ok(settle(context, *state)),
        Ok(Resolution::Absent) => decide(context)?,
        Ok(Resolution::Unanswered) => without_answer(decide(context)?),
        Ok(Resolution::Nothing) => {
            context.forget_handshake();
            RequestState { own_cookies: expire_handshakes(context), ..decide(context)? }
        }
        Ok(Resolution::Failed) => RequestState { own_cookies: expire_handshakes(context), ..decide(context)? },
        // S10, and the next page begins without the handshake.
        Err(Stop::Thrown(_)) if context.options.strict() => RequestState {
            own_cookies: expire_handshakes(context),
            ..signed_out(context.options, Reason::UnexpectedError, "")
        },
        Err(stop) => return Err(stop),
    };
    warnings.append(&mut state.warnings);
    Ok(settle(context, RequestState { warnings, ..state }))
}

/// The nonce may be good: whoever is nobody without it must wait.
fn without_answer(state: RequestState) -> RequestState {
    RequestState { handshake_unanswered: state.status != Status::SignedIn, ..state }
}

/// Rows 2 to 11.
fn decide(context: &Context<'_>) -> Result<RequestState, Stop> {
    if let Some(state) = satellite::satellite(context)? {
        return Ok(state);
    }
    if let Some(state) = satellite::primary(context)? {
        return Ok(state);
    }
    let handshake = |reason| maybe_handshake(context, reason, String::new(), None);
    if context.is_development && query::get(&context.clerk_url, "__clerk_db_jwt").is_some() {
        return handshake(Reason::DevBrowserSync);
    }
    if context.is_development && context.dev_browser_token.is_none() {
        return handshake(Reason::DevBrowserMissing);
    }
    match (&context.session_cookie, context.client_uat != 0.0) {
        (None, false) => Ok(signed_out(context.options, Reason::SessionTokenAndUatMissing, "")),
        (Some(_), false) => handshake(Reason::SessionTokenWithoutClientUat),
        (None, true) => handshake(Reason::ClientUatWithoutSessionToken),
        (Some(cookie), true) => match &cookie.decoded {
            Err(error) => handle(context, Failure::Token(error.clone()), Carrier::Cookie),
            Ok(jwt) => check_token(context, jwt),
        },
    }
}

/// Rows 13 to 15. No signature is checked for the first two: they let nobody in.
fn check_token(context: &Context<'_>, jwt: &Jwt) -> Result<RequestState, Stop> {
    if jwt.is_machine_token() || jwt.has_other_category() {
        return Ok(signed_out(context.options, Reason::TokenTypeMismatch, ""));
    }
    if jwt.payload.is_null() {
        return Err(Stop::thrown("the payload of the session cookie is null"));
    }
    let is_older = jwt
        .payload
        .get("iat")
        .is_some_and(|iat| compare(iat, &Json::Number(context.client_uat)).is_some_and(std::cmp::Ordering::is_lt));
    if is_older {
        return maybe_handshake(context, Reason::SessionTokenIatBeforeClientUat, String::new(), None);
    }
    match verify(context, jwt, context.options.verification.clock_skew_ms) {
        Ok(()) => with_session(context, jwt),
        Err(Refusal::Stop(stop)) => Err(stop),
        Err(Refusal::Failure(failure)) => handle(context, failure, Carrier::Cookie),
    }
}

/// Rows 16 to 18. What throws in here is caught upstream too.
fn with_session(context: &Context<'_>, jwt: &Jwt) -> Result<RequestState, Stop> {
    match synchronized(context, jwt) {
        Err(Stop::Thrown(_)) => Ok(signed_out(context.options, Reason::UnexpectedError, "")),
        decided => decided,
    }
}

fn synchronized(context: &Context<'_>, jwt: &Jwt) -> Result<RequestState, Stop> {
    if needs_cross_origin_sync(context) {
        let message = "Cross-origin request from satellite domain requires handshake".to_owned();
        return maybe_handshake(context, Reason::PrimaryDomainCrossOriginSync, message, None);
    }
    let state = signed_in(context.options, jwt)?;
    if let (Auth::SignedIn(session), Some(object)) = (&state.auth, &state.auth_object)
        && !session.user_id().is_empty()
        && let Some(handshake) = organization_handshake(context, object)?
    {
        return Ok(handshake);
    }
    Ok(state)
}
