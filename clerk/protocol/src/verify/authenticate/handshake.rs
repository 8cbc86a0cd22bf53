//! What the Frontend API sends back: a nonce or a token that stands for cookies (section "Finishing a handshake").

use super::context::Context;
use super::verify::{find_key, verify};
use super::{Refusal, Stop, signed_in, signed_out};
use crate::verify::facts::Need;
use crate::verify::handshake_cookies::{Directives, SessionToken, is_allowed};
use crate::verify::json::Json;
use crate::verify::jwt::{Jwt, decode};
use crate::verify::query;
use crate::verify::reason::{Reason, TokenReason};
use crate::verify::state::RequestState;
use crate::verify::strict::is_nonce;
use crate::verify::token::{Failure, TokenError, check_header, check_signature};

/// On development instances a session token up to a day off is accepted out of a handshake.
const DEVELOPMENT_SKEW_MS: f64 = 86_400_000.0;

/// Row 1 of the decision table. `None`: there is no handshake to resolve, or it failed and the normal rows decide.
pub(super) fn resolve(context: &Context<'_>, warnings: &mut Vec<String>) -> Result<Option<RequestState>, Stop> {
    if context.handshake_nonce.is_none() && context.handshake_token.is_none() {
        return Ok(None);
    }
    let outcome = match directives(context) {
        Ok(directives) => finish(context, directives),
        Err(refusal) => Err(refusal),
    };
    match outcome {
        Ok(state) => Ok(Some(state)),
        Err(Unresolved::Stop(stop)) => Err(stop),
        Err(Unresolved::Token(error)) if context.is_development => Err(development_error(&error)),
        Err(Unresolved::Token(TokenError { message, .. })) => {
            warnings.push(format!("Clerk: unable to resolve handshake: {message}"));
            Ok(None)
        }
        Err(Unresolved::Other(message)) => {
            warnings.push(format!("Clerk: unable to resolve handshake: {message}"));
            Ok(None)
        }
    }
}

/// Why a handshake was not resolved.
enum Unresolved {
    Stop(Stop),
    /// The handshake token is refused: a developer who switched keys must hear of it, a production app must go on
    /// (the cookie may be of a sibling app on the same domain).
    Token(TokenError),
    /// Anything else: logged, and the normal rows decide.
    Other(String),
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
    let illegal = || Unresolved::Other("a directive is not a header value".to_owned());
    let directives = Directives::read(&lines, None).ok_or_else(illegal)?;
    if !context.options.strict() {
        return Ok(directives);
    }
    let suffix = context.options.suffix.as_str();
    let host = context.clerk_url.host_str().unwrap_or_default();
    let allowed: Vec<String> = lines.into_iter().filter(|line| is_allowed(line, suffix, host)).collect();
    Directives::read(&allowed, Some(suffix)).ok_or_else(illegal)
}

fn lines_of_nonce(context: &Context<'_>, nonce: &str) -> Result<Vec<String>, Unresolved> {
    if context.options.strict() && !is_nonce(nonce) {
        return Ok(Vec::new());
    }
    match &context.facts.handshake_payload {
        Some(payload) => Ok(payload.clone().unwrap_or_default()),
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

/// Cookies go out as they are, and the session token among them is verified.
fn finish(context: &Context<'_>, directives: Directives) -> Result<RequestState, Unresolved> {
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
    RequestState { set_cookies: lines, location, handshake_resolved: true, ..state }
}
