//! The loop around the protocol's pure decision: ask, find out what is needed, ask again.

use std::{borrow::Cow, time::Duration};

use axum::response::{IntoResponse, Response};
use clerk_protocol::{AuthenticateError, RequestParts, RequestState, Step, authenticate};
use http::{HeaderName, HeaderValue, Method, StatusCode, header, request::Parts};

use super::{
    inquiry::{Inquiry, NoAnswer},
    nonce,
    outcome::{AuthOutcome, Lines, Verdict},
};
use crate::{clerk::Clerk, page, peer::Peer, problem::problem};

/// Two keys, a handshake payload and a refresh are four turns; more means a mistake of ours.
const TURNS: usize = 8;
/// For everything that is asked of Clerk together: no visitor waits longer.
const TIME_LIMIT: Duration = Duration::from_secs(2);
/// In bytes: what a browser keeps of a cookie's name and value.
const LARGEST_COOKIE: usize = 4096;
/// For the log.
const TOO_LARGE: &str = "the session token does not fit into a cookie, so browsers drop it: take claims out of the session \
                         token (Clerk's dashboard, Sessions, Customize session token) or make them smaller";

pub(super) async fn decide(clerk: &Clerk, parts: &Parts, peer: &Peer) -> Verdict {
    let verdict = tokio::time::timeout(TIME_LIMIT, turns(clerk, parts, peer)).await;
    verdict.unwrap_or_else(|_| {
        tracing::warn!("Clerk did not answer in time");
        unavailable(parts, NoAnswer::default().retry_after, None)
    })
}

async fn turns(clerk: &Clerk, parts: &Parts, peer: &Peer) -> Verdict {
    let url = received_url(parts, peer);
    let request = request_parts(parts, &url);
    let mut inquiry = Inquiry::new(clerk, peer.limit_key());
    for _ in 0..TURNS {
        match authenticate(&request, clerk.options(), inquiry.facts(), clerk.now_ms()) {
            Ok(Step::Done(state)) => return verdict(parts, *state, inquiry.retry_after()),
            Ok(Step::Need(need)) => inquiry.find_out(need).await,
            Err(error) => return failed(&error),
        }
    }
    tracing::error!("the session check does not come to an end");
    answer(problem(StatusCode::INTERNAL_SERVER_ERROR), None, Lines::new())
}

/// What the server received, as an absolute URL. The public one is the protocol's to derive.
fn received_url(parts: &Parts, peer: &Peer) -> String {
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    let target = if nonce::is_document_load(parts) { Cow::Borrowed(target) } else { nonce::without_parameter(target) };
    format!("http://{}{target}", peer.host_received.as_deref().unwrap_or("localhost"))
}

fn request_parts<'a>(parts: &'a Parts, url: &'a str) -> RequestParts<'a> {
    let is_document_load = nonce::is_document_load(parts);
    let mut request = RequestParts::new(parts.method.as_str(), url);
    for (name, value) in &parts.headers {
        let is_cookie = *name == header::COOKIE && !is_document_load;
        match is_cookie.then(|| nonce::without_cookie(value.as_bytes())).flatten() {
            Some(rest) => request.push_text(name.as_str(), rest),
            None => request.push_header(name.as_str(), value.as_bytes()),
        }
    }
    request
}

fn verdict(parts: &Parts, state: RequestState, retry_after: Duration) -> Verdict {
    for warning in &state.warnings {
        tracing::warn!(?warning, "Clerk");
    }
    if let Some(reason) = &state.reason {
        tracing::debug!(%reason, message = ?state.message, "not signed in");
    }
    let outcome = AuthOutcome { status: Some(state.status), reason: state.reason.clone() };
    if state.keys_unavailable || state.handshake_unanswered {
        return unavailable(parts, retry_after, Some(outcome));
    }
    let headers = lines(&state);
    if state.loop_broken {
        return answer(page::redirect_loop(), Some(outcome), headers);
    }
    if let Some(bytes) = oversized_for_a_page(parts, &state) {
        return answer(page::session_too_large(bytes), Some(outcome), without_large_cookies(headers));
    }
    match state.location {
        Some(_) => answer(StatusCode::TEMPORARY_REDIRECT.into_response(), Some(outcome), headers),
        None => Verdict::GoOn { auth: state.auth, outcome, headers },
    }
}

/// The state's headers. Upstream also allows the origin `null` to read the answer to a handshake; no browser needs that.
fn lines(state: &RequestState) -> Lines {
    let legal = |(name, value): (&'static str, String)| {
        Some((HeaderName::from_static(name), HeaderValue::try_from(value).ok()?))
    };
    let wanted =
        |(name, _): &(&str, String)| !name.starts_with("access-control-") && *name != header::CACHE_CONTROL.as_str();
    state.headers().into_iter().filter(wanted).filter_map(legal).collect()
}

/// The size of a session cookie that the browser will not keep, where it is a page that can say so. Whatever else was asked
/// is done: this time the session is there.
fn oversized_for_a_page(parts: &Parts, state: &RequestState) -> Option<usize> {
    let bytes = state.oversized_cookie?;
    tracing::error!(bytes, limit = LARGEST_COOKIE, "{TOO_LARGE}");
    let is_read = matches!(parts.method, Method::GET | Method::HEAD);
    (is_read && page::is_page_request(&parts.headers)).then_some(bytes)
}

/// For the page that says so: no redirect, and of the cookies those that a browser takes.
fn without_large_cookies(lines: Lines) -> Lines {
    let stays = |(name, value): &(HeaderName, HeaderValue)| {
        *name != header::LOCATION && (*name != header::SET_COOKIE || value.len() <= LARGEST_COOKIE)
    };
    lines.into_iter().filter(stays).collect()
}

/// 503: whether the visitor is signed in cannot be told, so neither is claimed.
fn unavailable(parts: &Parts, retry_after: Duration, outcome: Option<AuthOutcome>) -> Verdict {
    answer(page::unavailable(&parts.headers, retry_after), outcome, Lines::new())
}

fn answer(response: Response, outcome: Option<AuthOutcome>, headers: Lines) -> Verdict {
    let outcome = outcome.unwrap_or(AuthOutcome { status: None, reason: None });
    Verdict::Answer { response, outcome, headers }
}

fn failed(error: &AuthenticateError) -> Verdict {
    tracing::error!(%error, "the session check is not configured for this request");
    answer(problem(StatusCode::INTERNAL_SERVER_ERROR), None, Lines::new())
}
