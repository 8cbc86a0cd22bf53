//! Finds out what the protocol asks for: a key, the payload of a handshake, a refreshed session.

use std::time::Duration;

use clerk_protocol::{
    Facts, Need, RefreshRequest,
    verify::{JwksFailure, RefreshOutcome},
};

use crate::{
    backend::{BackendError, log},
    clerk::Clerk,
    jwks::Lookup,
    limiter::{Address, Exhausted},
};

/// The facts so far, and how long a visitor should wait if they are not enough.
pub(super) struct Inquiry<'a> {
    clerk: &'a Clerk,
    visitor: Address,
    facts: Facts,
    unanswered: NoAnswer,
}

/// Clerk has no answer now, and no decision should be made without it.
#[derive(Clone, Copy, Debug)]
pub(super) struct NoAnswer {
    /// When to try again.
    pub(super) retry_after: Duration,
}

impl Default for NoAnswer {
    fn default() -> Self {
        Self { retry_after: Duration::from_secs(1) }
    }
}

impl From<Exhausted> for NoAnswer {
    fn from(exhausted: Exhausted) -> Self {
        Self { retry_after: Duration::from_secs(exhausted.retry_after_s().into()) }
    }
}

impl NoAnswer {
    /// Clerk was asked, or was not to be asked.
    fn to(error: &BackendError) -> Self {
        error.retry_after().map_or_else(Self::default, |wait| Exhausted { wait }.into())
    }
}

impl<'a> Inquiry<'a> {
    /// Starts with the cached keys, if they are young enough.
    pub(super) fn new(clerk: &'a Clerk, visitor: Address) -> Self {
        let facts = clerk.keys().fresh().map_or_else(Facts::new, Facts::with_cached_keys);
        Self { clerk, visitor, facts, unanswered: NoAnswer::default() }
    }

    pub(super) fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What to say with a 503.
    pub(super) fn retry_after(&self) -> Duration {
        self.unanswered.retry_after
    }

    /// One turn of the conversation.
    pub(super) async fn find_out(&mut self, need: Need) {
        match need {
            Need::Key { kid } => self.find_key(kid).await,
            Need::HandshakePayload { nonce } => match self.find_handshake_payload(&nonce).await {
                Ok(directives) => self.facts.handshake_payload(directives),
                Err(unanswered) => {
                    self.unanswered = unanswered;
                    self.facts.handshake_unanswered();
                }
            },
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
                self.unanswered = NoAnswer { retry_after };
                self.facts.key_set_failed(JwksFailure::Unreachable);
            }
        }
    }

    /// Upstream takes an outage for an empty payload: signed out, then the next handshake. A failure that may pass is none
    /// of ours to decide by, and the nonce stays good: whoever needs it hears 503 and comes back with it.
    async fn find_handshake_payload(&self, nonce: &str) -> Result<Option<Vec<String>>, NoAnswer> {
        let Some(claim) = self.clerk.claim_nonce(nonce) else { return Ok(None) };
        self.clerk.calls().look_up(self.visitor)?;
        let answer = self.clerk.backend().handshake_payload(nonce).await;
        if let Err(error) = &answer {
            log(error, "a handshake payload cannot be had");
            if error.is_temporary() {
                return if self.clerk.options().strict() { Err(NoAnswer::to(error)) } else { Ok(None) };
            }
        }
        claim.spend();
        Ok(answer.ok())
    }

    async fn refresh(&self, request: &RefreshRequest) -> RefreshOutcome {
        let (calls, session_id) = (self.clerk.calls(), request.session_id.as_str());
        if let Some(code) = calls.refused(self.visitor, session_id) {
            return RefreshOutcome::Failed(code);
        }
        if calls.refresh(self.visitor, session_id).is_err() {
            return RefreshOutcome::Failed(Some(NOT_FETCHED.to_owned()));
        }
        match self.clerk.backend().refresh_session(request).await {
            Ok(cookies) => RefreshOutcome::Cookies(cookies),
            Err(error) => {
                log(&error, "a session cannot be refreshed");
                let code = code_of(&error);
                if !error.is_temporary() {
                    calls.remember_refusal(self.visitor, session_id, code.clone());
                }
                RefreshOutcome::Failed(code)
            }
        }
    }
}

/// Upstream's word for an answer that could not be had: the browser is sent to Clerk itself, a program is signed out.
const NOT_FETCHED: &str = "unexpected_error";

fn code_of(error: &BackendError) -> Option<String> {
    match error {
        BackendError::Held(_) | BackendError::TimedOut | BackendError::Unreachable(_) => Some(NOT_FETCHED.to_owned()),
        error => error.answer().and_then(|answer| answer.code()).map(str::to_owned),
    }
}
