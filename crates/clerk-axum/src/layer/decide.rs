//! The loop around the protocol's pure decision: ask, find out what is needed, ask again.

use std::time::Duration;

use axum::response::{IntoResponse, Response};
use clerk_protocol::{
    AuthenticateError, Facts, Need, RefreshRequest, RequestParts, RequestState, Step, authenticate,
    verify::{JwksFailure, RefreshOutcome},
};
use http::{HeaderName, HeaderValue, StatusCode, header, request::Parts};

use super::outcome::{AuthOutcome, Lines, Verdict};
use crate::{backend::BackendError, clerk::Clerk, jwks::Lookup, page, peer::Peer, problem::problem};

/// Two keys, a handshake payload and a refresh are four turns; more means a mistake of ours.
const TURNS: usize = 8;
/// Where the cache names no better time.
const RETRY_AFTER: Duration = Duration::from_secs(1);

pub(super) async fn decide(clerk: &Clerk, parts: &Parts, peer: &Peer) -> Verdict {
    let url = received_url(parts, peer);
    let request = request_parts(parts, &url);
    let mut inquiry = Inquiry::new(clerk);
    for _ in 0..TURNS {
        match authenticate(&request, clerk.options(), &inquiry.facts, clerk.now_ms()) {
            Ok(Step::Done(state)) => return verdict(parts, *state, inquiry.retry_after),
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
    format!("http://{}{target}", peer.host_received.as_deref().unwrap_or("localhost"))
}

fn request_parts<'a>(parts: &'a Parts, url: &'a str) -> RequestParts<'a> {
    let mut request = RequestParts::new(parts.method.as_str(), url);
    for (name, value) in &parts.headers {
        request.push_header(name.as_str(), value.as_bytes());
    }
    request
}

/// The facts so far, and how long a visitor should wait if they are not enough.
struct Inquiry<'a> {
    clerk: &'a Clerk,
    facts: Facts,
    retry_after: Duration,
}

impl<'a> Inquiry<'a> {
    fn new(clerk: &'a Clerk) -> Self {
        let facts = clerk.keys().fresh().map_or_else(Facts::new, Facts::with_cached_keys);
        Self { clerk, facts, retry_after: RETRY_AFTER }
    }

    async fn find_out(&mut self, need: Need) {
        match need {
            Need::Key { kid } => self.find_key(kid).await,
            Need::HandshakePayload { nonce } => {
                let directives = self.find_handshake_payload(&nonce).await;
                self.facts.handshake_payload(directives);
            }
            Need::Refresh(request) => {
                let outcome = self.refresh(&request).await;
                self.facts.refresh(outcome);
            }
        }
    }

    async fn find_key(&mut self, kid: String) {
        match self.clerk.keys().key(&kid).await {
            Lookup::Found(keys) | Lookup::Absent(keys) => self.facts.key_set(kid, keys),
            Lookup::Unavailable { retry_after } => {
                self.retry_after = retry_after;
                self.facts.key_set_failed(JwksFailure::Unreachable);
            }
        }
    }

    async fn find_handshake_payload(&self, nonce: &str) -> Option<Vec<String>> {
        if !self.clerk.spend_nonce(nonce) {
            return None;
        }
        let payload = self.clerk.backend().handshake_payload(nonce).await;
        payload.inspect_err(|error| log(error, "a handshake payload cannot be had")).ok()
    }

    async fn refresh(&self, request: &RefreshRequest) -> RefreshOutcome {
        match self.clerk.backend().refresh_session(request).await {
            Ok(cookies) => RefreshOutcome::Cookies(cookies),
            Err(error) => {
                log(&error, "a session cannot be refreshed");
                RefreshOutcome::Failed(match error {
                    BackendError::Unreachable(_) => Some("unexpected_error".to_owned()),
                    error => error.answer().and_then(|answer| answer.code()).map(str::to_owned),
                })
            }
        }
    }
}

fn log(error: &BackendError, what: &'static str) {
    tracing::warn!(error = error as &dyn std::error::Error, what);
}

fn verdict(parts: &Parts, state: RequestState, retry_after: Duration) -> Verdict {
    for warning in &state.warnings {
        tracing::warn!(?warning, "Clerk");
    }
    if let Some(reason) = &state.reason {
        tracing::debug!(%reason, message = ?state.message, "not signed in");
    }
    let outcome = AuthOutcome { status: Some(state.status), reason: state.reason.clone() };
    if state.keys_unavailable {
        return answer(page::unavailable(&parts.headers, retry_after), Some(outcome), Lines::new());
    }
    if state.loop_broken {
        return answer(page::redirect_loop(), Some(outcome), Lines::new());
    }
    let headers = lines(&state);
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
    let wanted = |(name, _): &(&str, String)| !name.starts_with("access-control-") && *name != header::CACHE_CONTROL.as_str();
    state.headers().into_iter().filter(wanted).filter_map(legal).collect()
}

fn answer(response: Response, outcome: Option<AuthOutcome>, headers: Lines) -> Verdict {
    let outcome = outcome.unwrap_or(AuthOutcome { status: None, reason: None });
    Verdict::Answer { response, outcome, headers }
}

fn failed(error: &AuthenticateError) -> Verdict {
    tracing::error!(%error, "the session check is not configured for this request");
    answer(problem(StatusCode::INTERNAL_SERVER_ERROR), None, Lines::new())
}
