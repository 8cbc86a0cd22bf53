//! The decision about a request: `authenticateRequest` of `@clerk/backend` 3.25 (`src/tokens/request.ts`), without I/O.
//!
//! ```text
//! loop {
//!     match authenticate(&parts, &options, &facts, now_ms)? {
//!         Step::Done(state) => break state,
//!         Step::Need(need) => facts.add(find_out(need).await),
//!     }
//! }
//! ```
//!
//! Every turn decides from the beginning: nothing is kept between turns but the facts.

use crate::auth::{Auth, Session};
use crate::claims::AuthObject;

use super::facts::{AuthenticateError, Facts, Need, Step};
use super::jwt::Jwt;
use super::options::Options;
use super::reason::Reason;
use super::request::RequestParts;
use super::state::{RequestState, Status};
use super::token::{Failure, TokenError};

mod context;
mod cookie;
mod handshake;
mod header;
mod maybe_handshake;
mod organization_sync;
mod own_cookies;
mod referrer;
mod refresh;
mod satellite;
mod suffixed;
mod token_error;
mod verify;

use context::Context;

/// Decides, or says what is lacking. Only session tokens are accepted (`acceptsToken: 'session_token'`).
///
/// A token in `Authorization` always beats the cookies: sections [A token in
/// Authorization](crate#a-token-in-authorization) and [The decision table](crate#the-decision-table). From Clerk's
/// reference of `authenticateRequest`.
///
/// # Errors
/// On a [configuration error](crate#configuration-errors); where strict mode is off also where upstream throws.
pub fn authenticate(
    parts: &RequestParts<'_>,
    options: &Options,
    facts: &Facts,
    now_ms: i64,
) -> Result<Step, AuthenticateError> {
    options.check_request(parts)?;
    match decide(parts, options, facts, now_ms) {
        Ok(state) => Ok(Step::Done(Box::new(state))),
        Err(Stop::Need(need)) => Ok(Step::Need(need)),
        Err(Stop::Thrown(_)) if options.strict() => {
            Ok(Step::Done(Box::new(empty_state(options, Status::SignedOut, Some(Reason::UnexpectedError)))))
        }
        Err(Stop::Thrown(what)) => Err(AuthenticateError::Thrown(what)),
    }
}

fn decide(parts: &RequestParts<'_>, options: &Options, facts: &Facts, now_ms: i64) -> Result<RequestState, Stop> {
    let mut context = Context::new(parts, options, facts, now_ms)?;
    match &context.token_in_header {
        Some(token) => header::authenticate(&context, token),
        None => cookie::authenticate(&mut context),
    }
}

/// Why a decision ends early.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stop {
    /// Something must be found out first.
    Need(Need),
    /// Upstream throws here (S10).
    Thrown(String),
}

impl Stop {
    fn thrown(what: &str) -> Self {
        Self::Thrown(what.to_owned())
    }
}

/// Why a token gave no session.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Refusal {
    /// The token's own fault, or the key set's.
    Failure(Failure),
    /// A key is needed first.
    Stop(Stop),
}

impl From<Stop> for Refusal {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<TokenError> for Refusal {
    fn from(error: TokenError) -> Self {
        Self::Failure(Failure::Token(error))
    }
}

fn empty_state(options: &Options, status: Status, reason: Option<Reason>) -> RequestState {
    RequestState {
        status,
        reason,
        message: String::new(),
        location: None,
        set_cookies: Vec::new(),
        own_cookies: Vec::new(),
        auth: Auth::SignedOut,
        auth_object: None,
        token: None,
        handshake_resolved: false,
        loop_broken: false,
        keys_unavailable: false,
        handshake_unanswered: false,
        oversized_cookie: None,
        warnings: Vec::new(),
        instance_type: options.key.instance_type(),
        strict: options.strict(),
    }
}

fn signed_out(options: &Options, reason: Reason, message: impl Into<String>) -> RequestState {
    RequestState { message: message.into(), ..empty_state(options, Status::SignedOut, Some(reason)) }
}

/// A verified token becomes a session. Upstream reads the claims only when asked for the auth object, and throws then.
fn signed_in(options: &Options, jwt: &Jwt) -> Result<RequestState, Stop> {
    let claims = jwt.payload.to_value();
    let object = AuthObject::from_claims(&claims).map_err(|malformed| Stop::Thrown(malformed.to_string()))?;
    let session = Session::from_verified(object.session_state(&claims), claims);
    let is_pending = object.session_status == "pending";
    Ok(RequestState {
        auth: if is_pending { Auth::Pending(session) } else { Auth::SignedIn(session) },
        auth_object: Some(object),
        token: Some(jwt.text.clone()),
        ..empty_state(options, Status::SignedIn, None)
    })
}
