//! The way of a browser to a provider's page and back: begun by an attempt or by a profile, ended by what the page says.

use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    State,
    attempt::{SignIn, SignUp},
    code::Verification,
    external_account::Identity,
    outside::Fault,
    social::ENTERPRISE,
    table::Row,
};
use crate::error::{Code, Problem};

const LIFE_MS: i64 = 10 * 60 * 1_000;

/// What a detour is for, by its id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Errand {
    SignIn(String),
    SignUp(String),
    /// An account that somebody connects to their own.
    Account {
        user_id: String,
        id: String,
    },
}

/// A browser on its way to a provider.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Detour {
    /// `state`, which the provider brings back.
    pub(crate) token: String,
    pub(crate) errand: Errand,
    pub(crate) client_id: String,
    pub(crate) strategy: String,
    pub(crate) connection_id: Option<String>,
    /// Address that the person gave already.
    pub(crate) hint: Option<String>,
    pub(crate) scopes: Vec<String>,
    /// Where the Frontend API is for this browser.
    pub(crate) frontend: String,
    /// The page of the app that goes on.
    pub(crate) redirect_url: String,
    /// The page for whoever is signed in then.
    pub(crate) complete_url: Option<String>,
    pub(crate) expire_at: i64,
}

impl Row for Detour {}

/// What the provider's page said.
pub(crate) type Said = Result<Identity, Problem>;

impl State {
    /// Keeps a detour; answers what waits for it.
    pub(crate) fn begin_detour(&mut self, detour: Detour) -> Verification {
        let expire_at = self.now_ms() + LIFE_MS;
        let base = self.own_origin.as_ref().map(|origin| format!("{origin}{}", crate::MOUNT));
        let page = format!("{}/local_provider?state={}", base.as_ref().unwrap_or(&detour.frontend), detour.token);
        let verification = Verification::at_page(&detour.strategy, page, expire_at);
        self.data.detours.insert(detour.token.clone(), Detour { expire_at, ..detour });
        verification
    }

    /// A detour that is not over.
    pub(crate) fn detour(&self, token: &str) -> Result<&Detour, Problem> {
        let detour = self.data.detours.get(token).filter(|detour| self.now_ms() < detour.expire_at);
        detour.ok_or_else(|| Problem::new(Code::OAuthCallbackInvalid, "This sign-in is over. Begin anew in the app."))
    }

    /// Refuses another browser than the one that went, and one where the person is not signed in any more.
    pub(crate) fn check_way_back(&self, token: &str, client_id: Option<&str>) -> Result<(), Problem> {
        let detour = self.detour(token)?;
        let is_there = match &detour.errand {
            Errand::Account { user_id, .. } => {
                self.sessions_of(&detour.client_id).iter().any(|session| session.user_id == *user_id)
            }
            Errand::SignIn(_) | Errand::SignUp(_) => true,
        };
        let message = "This browser did not begin here. Begin anew in the app.";
        let refusal = || Problem::new(Code::OAuthCallbackInvalid, message);
        (is_there && client_id == Some(&detour.client_id)).then_some(()).ok_or_else(refusal)
    }

    /// Ends a detour with what the page said; answers the page of the app to go to.
    pub(crate) fn end_detour(&mut self, token: &str, said: Said) -> Result<String, Problem> {
        let detour = self.detour(token)?.clone();
        self.data.detours.remove(token);
        let said = said.and_then(|identity| self.check_identity(&detour, identity));
        let (verification, is_complete) = match &detour.errand {
            Errand::SignIn(id) => self.end_sign_in(&detour, id, said)?,
            Errand::SignUp(id) => self.end_sign_up(&detour, id, said)?,
            Errand::Account { user_id, id } => (self.end_account(&detour, user_id, id, said)?, false),
        };
        let complete = detour.complete_url.as_deref().filter(|_| is_complete);
        landing(complete.unwrap_or(&detour.redirect_url), verification.as_ref())
    }

    /// A company vouches for its own people only.
    fn check_identity(&self, detour: &Detour, identity: Identity) -> Said {
        let connection = identity.connection_id.as_deref().and_then(|id| self.settings.connection(id));
        let is_theirs = connection.zip(identity.email.as_deref()).is_some_and(|(company, email)| company.covers(email));
        if detour.strategy == ENTERPRISE && !is_theirs {
            let message = "The address is of none of this company's domains.";
            return Err(Problem::new(Code::EnterpriseSsoDomainMismatch, message));
        }
        Ok(identity)
    }

    fn end_sign_in(&mut self, detour: &Detour, id: &str, said: Said) -> Ended {
        let mut attempt = self.waiting_sign_in(detour, id)?;
        attempt.check_first_turn()?;
        if let Err(problem) = said.and_then(|identity| self.settle_sign_in(&detour.client_id, &mut attempt, identity)) {
            attempt.verification = Some(self.failed(&detour.strategy, problem));
        }
        self.data.sign_ins.insert(id.to_owned(), attempt.clone());
        let is_complete = attempt.created_session_id.is_some();
        // The page that goes on reads there that it is complete.
        let is_read = is_complete && detour.complete_url.is_none();
        if let Some(client) = self.data.clients.get_mut(&detour.client_id).filter(|_| is_read) {
            client.sign_in_id = Some(id.to_owned());
        }
        Ok((attempt.verification, is_complete))
    }

    fn end_sign_up(&mut self, detour: &Detour, id: &str, said: Said) -> Ended {
        let mut attempt = self.waiting_sign_up(detour, id)?;
        if let Err(problem) = said.and_then(|identity| self.settle_sign_up(&detour.client_id, &mut attempt, identity)) {
            attempt.external = Some(self.failed(&detour.strategy, problem));
        }
        self.data.sign_ups.insert(id.to_owned(), attempt.clone());
        let is_complete = attempt.created_session_id.is_some();
        let is_read = is_complete && detour.complete_url.is_none();
        if let Some(client) = self.data.clients.get_mut(&detour.client_id).filter(|_| is_read) {
            client.sign_up_id = Some(id.to_owned());
        }
        Ok((attempt.external, is_complete))
    }

    /// A browser that began anew does not wait any more.
    fn waiting_sign_in(&self, detour: &Detour, id: &str) -> Result<SignIn, Problem> {
        let found = self.data.sign_ins.get(id).filter(|attempt| attempt.created_session_id.is_none());
        found.filter(|_| self.is_current(&detour.client_id, id)).cloned().ok_or_else(nobody_waits)
    }

    fn waiting_sign_up(&self, detour: &Detour, id: &str) -> Result<SignUp, Problem> {
        let found = self.data.sign_ups.get(id).filter(|attempt| attempt.created_session_id.is_none());
        found.filter(|_| self.is_current(&detour.client_id, id)).cloned().ok_or_else(nobody_waits)
    }

    fn end_account(
        &mut self,
        detour: &Detour,
        user_id: &str,
        id: &str,
        said: Said,
    ) -> Result<Option<Verification>, Problem> {
        let outcome = said.and_then(|identity| self.settle_account(user_id, id, identity, &detour.scopes));
        let Err(problem) = outcome else { return Ok(None) };
        let failed = self.failed(&detour.strategy, problem);
        self.user_mut(user_id)?.external_account_mut(id)?.verification.ask_again(failed.clone());
        Ok(Some(failed))
    }

    fn failed(&self, strategy: &str, problem: Problem) -> Verification {
        Verification::failed(strategy, Fault::from(problem), self.now_ms())
    }
}

type Ended = Result<(Option<Verification>, bool), Problem>;

fn nobody_waits() -> Problem {
    Problem::new(Code::OAuthCallbackInvalid, "Nobody waits for this any more. Begin anew in the app.")
}

/// The page, which is told in its address what went wrong.
fn landing(page: &str, verification: Option<&Verification>) -> Result<String, Problem> {
    let mut url = Url::parse(page).map_err(|_| Problem::invalid("redirect_url"))?;
    let fault = verification.and_then(|verification| verification.outside.as_ref()?.fault.as_ref());
    if let Some(fault) = fault {
        url.query_pairs_mut().append_pair("__clerk_status", "failed").append_pair("__clerk_error_code", &fault.code);
    }
    Ok(url.into())
}
