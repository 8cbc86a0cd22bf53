//! What the Frontend API sends back: a nonce or a token that stands for cookies (section "Finishing a handshake").

use super::context::Context;
use super::verify::{find_key, verify};
use super::{Refusal, Stop, signed_in, signed_out};
use crate::verify::facts::{Need, Payload};
use crate::verify::handshake_cookies::{Directives, SessionToken, is_allowed, oversized};
use crate::verify::json::Json;
use crate::verify::jwt::{Jwt, decode};
use crate::verify::query;
use crate::verify::reason::{Reason, TokenReason};
use crate::verify::state::RequestState;
use crate::verify::strict::is_nonce;
use crate::verify::token::{Failure, TokenError, check_header, check_signature};

/// On development instances a session token up to a day off is accepted out of a handshake.
const DEVELOPMENT_SKEW_MS: f64 = 86_400_000.0;

/// What row 1 of the decision table came to. In all cases but the last the normal rows decide.
pub(super) enum Resolution {
    /// There is no handshake.
    Absent,
    /// S13: the nonce stands for nothing.
    Nothing,
    /// Clerk does not say what the nonce stands for.
    Unanswered,
    /// It failed.
    Failed,
    /// It decides.
    Done(Box<RequestState>),
}

/// Row 1 of the decision table.
pub(super) fn resolve(context: &Context<'_>, warnings: &mut Vec<String>) -> Result<Resolution, Stop> {
    if context.handshake_nonce.is_none() && context.handshake_token.is_none() {
        return Ok(Resolution::Absent);
    }
    let outcome = match directives(context) {
        Ok(directives) => finish(context, directives),
        Err(refusal) => Err(refusal),
    };
    let message = match outcome {
        Ok(state) => return Ok(Resolution::Done(Box::new(state))),
        Err(Unresolved::Stop(stop)) => return Err(stop),
        Err(Unresolved::Nothing) => return Ok(Resolution::Nothing),
        Err(Unresolved::Unanswered) => return Ok(Resolution::Unanswered),
        Err(Unresolved::Token(error)) if context.is_development => return Err(development_error(&error)),
        Err(Unresolved::Token(TokenError { message, .. })) => message.into_owned(),
        Err(Unresolved::Other(message)) => message,
    };
    warnings.push(format!("Clerk: unable to resolve handshake: {message}"));
    Ok(Resolution::Failed)
}

/// Why a handshake was not resolved.
enum Unresolved {
    Stop(Stop),
    /// The handshake token is refused: a developer who switched keys must hear of it, a production app must go on
    /// (the cookie may be of a sibling app on the same domain).
    Token(TokenError),
    /// Anything else: logged, and the normal rows decide.
    Other(String),
    /// See [`Resolution::Nothing`].
    Nothing,
    /// See [`Resolution::Unanswered`].
    Unanswered,
}

impl From<Refusal> for Unresolved {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Stop(stop) => Self::Stop(stop),
            Refusal::Failure(Failure::Token(error)) => Self::Token(error),
            Refusal::Failure(Failure::Unexpected) => Self::Other("unexpected token".to_owned()),
        }
    }
}

impl From<Stop> for Unresolved {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl From<TokenError> for Unresolved {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

fn development_error(error: &TokenError) -> Stop {
    Stop::Thrown(if error.reason == TokenReason::InvalidSignature {
        "Clerk: Handshake token verification failed due to an invalid signature. If you have switched Clerk keys locally, clear your cookies and try again.".to_owned()
    } else {
        format!("Clerk: Handshake token verification failed: {}.", error.full_message("undefined"))
    })
}

/// The `Set-Cookie` lines. A nonce wins over a token; any error of its lookup counts as an empty list.
fn directives(context: &Context<'_>) -> Result<Directives, Unresolved> {
    let lines = match (&context.handshake_nonce, &context.handshake_token) {
        (Some(nonce), _) => lines_of_nonce(context, nonce)?,
        (None, Some(token)) => lines_of_token(context, token)?,
        (None, None) => Vec::new(),
    };
    allowed(context, &lines).ok_or_else(|| Unresolved::Other("a directive is not a header value".to_owned()))
}

/// The lines that may go out (S7) and the token in them. `None` where one of them is no header value.
pub(super) fn allowed(context: &Context<'_>, lines: &[String]) -> Option<Directives> {
    let directives = Directives::read(lines, None)?;
    if !context.options.strict() {
        return Some(directives);
    }
    let suffix = context.options.suffix.as_str();
    let host = context.clerk_url.host_str().unwrap_or_default();
    let allowed: Vec<String> = lines.iter().filter(|line| is_allowed(line, suffix, host)).cloned().collect();
    Directives::read(&allowed, Some(suffix))
}

fn lines_of_nonce(context: &Context<'_>, nonce: &str) -> Result<Vec<String>, Unresolved> {
    if context.options.strict() && !is_nonce(nonce) {
        return Ok(Vec::new());
    }
    match &context.facts.handshake_payload {
        Some(Payload::Lines(lines)) => Ok(lines.clone()),
        Some(Payload::Unanswered) => Err(Unresolved::Unanswered),
        None => Err(Stop::Need(Need::HandshakePayload { nonce: nonce.to_owned() }).into()),
    }
}

/// `verifyHandshakeToken`: type, algorithm, category and signature; no time and no claim is checked.
fn lines_of_token(context: &Context<'_>, token: &str) -> Result<Vec<String>, Unresolved> {
    let jwt = decode(token, context.options.verification.decode_rules())?;
    if jwt.header.is_null() {
        return Err(Unresolved::Other("the header of the handshake token is null".to_owned()));
    }
    let key = find_key(context, &jwt)?;
    check_header(&jwt)?;
    if jwt.has_other_category() {
        let message = "Invalid handshake token category.";
        return Err(TokenError::new(TokenReason::Invalid, message).ensure_clerk_jwt().into());
    }
    check_signature(&jwt, key).map_err(in_handshake)?;
    let Some(Json::Array(items)) = jwt.payload.get("handshake") else { return Ok(Vec::new()) };
    let lines: Option<Vec<String>> = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
    lines.ok_or_else(|| Unresolved::Other("a directive is not a string".to_owned()))
}

fn in_handshake(error: TokenError) -> TokenError {
    let message = match error.reason {
        TokenReason::InvalidSignature => "Handshake signature is invalid.",
        _ => "Error verifying handshake token.",
    };
    TokenError::new(error.reason, message)
}

/// S13: a nonce that Clerk does not know (any more) tells nothing about the session, and a sibling domain can set one. In
/// the query of a development instance upstream's way out is kept: the page without it.
fn stands_for_nothing(context: &Context<'_>, directives: &Directives) -> bool {
    let is_in_query = context.is_development
        && query::get(&context.clerk_url, "__clerk_handshake_nonce").is_some_and(|nonce| !nonce.is_empty());
    context.options.strict() && context.handshake_nonce.is_some() && directives.lines.is_empty() && !is_in_query
}

/// Cookies go out as they are, and the session token among them is verified.
fn finish(context: &Context<'_>, directives: Directives) -> Result<RequestState, Unresolved> {
    if stands_for_nothing(context, &directives) {
        return Err(Unresolved::Nothing);
    }
    let token = match &directives.session_token {
        SessionToken::Empty => {
            let state = signed_out(context.options, Reason::SessionTokenMissing, "");
            return Ok(with_headers(context, state, directives.lines));
        }
        SessionToken::Value(token) => token.as_str(),
        SessionToken::Undefined => "",
    };
    let jwt = decode(token, context.options.verification.decode_rules()).map_err(|error| plain(&error))?;
    verify_session(context, &jwt)?;
    let state = signed_in(context.options, &jwt)?;
    Ok(with_headers(context, state, directives.lines))
}

/// On development instances once more with a day's tolerance, where the clock is to blame.
fn verify_session(context: &Context<'_>, jwt: &Jwt) -> Result<(), Unresolved> {
    let error = match verify(context, jwt, context.options.verification.clock_skew_ms) {
        Ok(()) => return Ok(()),
        Err(Refusal::Stop(stop)) => return Err(stop.into()),
        Err(Refusal::Failure(Failure::Unexpected)) => return Err(Unresolved::Other("unexpected token".to_owned())),
        Err(Refusal::Failure(Failure::Token(error))) => error,
    };
    let is_clock =
        matches!(error.reason, TokenReason::Expired | TokenReason::NotActiveYet | TokenReason::IatInTheFuture);
    if !context.is_development || !is_clock {
        return Err(plain(&error));
    }
    match verify(context, jwt, DEVELOPMENT_SKEW_MS) {
        Ok(()) => Ok(()),
        Err(Refusal::Failure(Failure::Token(error))) => Err(plain(&error)),
        Err(refusal) => Err(refusal.into()),
    }
}

/// Upstream throws a plain `Error` for the session token's faults: never the development message.
fn plain(error: &TokenError) -> Unresolved {
    Unresolved::Other(error.message.clone().into_owned())
}

/// Development: 307 to the URL without the handshake's parameters. Production: the page itself, with the cookies.
fn with_headers(context: &Context<'_>, state: RequestState, lines: Vec<String>) -> RequestState {
    let location = context.is_development.then(|| {
        let mut url = context.clerk_url.clone();
        query::delete(&mut url, &["__clerk_handshake", "__clerk_help", "__clerk_db_jwt", "__clerk_handshake_nonce"]);
        url.into()
    });
    RequestState {
        oversized_cookie: oversized(&lines),
        set_cookies: lines,
        location,
        handshake_resolved: true,
        ..state
    }
}
