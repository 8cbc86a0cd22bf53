//! Links that prove an address. They are followed in any browser; the one that asked goes on where it waits.

use serde::{Deserialize, Serialize};

use super::{
    State,
    code::{LINK, Mail, Verification},
    settings::Factor,
    table::Row,
};
use crate::error::{Code, Problem};

const LIFE_MS: i64 = 10 * 60 * 1_000;

/// What a link proves an address for: an attempt, by its id, or an address that somebody adds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Purpose {
    SignIn(String),
    SignUp(String),
    Address { user_id: String, id: String },
}

/// A link on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct EmailLink {
    pub(crate) token: String,
    pub(crate) purpose: Purpose,
    /// Of the browser that asked.
    pub(crate) client_id: Option<String>,
    pub(crate) redirect_url: String,
    pub(crate) expire_at: i64,
}

impl Row for EmailLink {}

/// What came of following a link.
#[derive(Debug)]
pub(crate) struct Followed {
    pub(crate) redirect_url: String,
    /// Clerk's word for it: `verified`, `expired`, `failed`, `client_mismatch` or `transferable`.
    pub(crate) status: &'static str,
    pub(crate) session_id: Option<String>,
}

type Outcome = Result<(&'static str, Option<String>), Problem>;

const FAILED: Outcome = Ok(("failed", None));

impl Purpose {
    /// Clerk's name of the message.
    fn template(&self) -> &'static str {
        match self {
            Self::SignIn(_) => "magic_link_sign_in",
            Self::SignUp(_) => "magic_link_sign_up",
            Self::Address { .. } => "magic_link_user_profile",
        }
    }
}

impl State {
    /// A new link. It is not sent yet.
    pub(crate) fn new_link(&self, purpose: Purpose, client_id: Option<String>, redirect_url: String) -> EmailLink {
        let expire_at = self.now_ms() + LIFE_MS;
        EmailLink { token: self.random.text(48), purpose, client_id, redirect_url, expire_at }
    }

    /// Sends a link to an address; what waits for it is the verification.
    pub(crate) fn send_link(&mut self, address: &str, link: EmailLink, url: String) -> Verification {
        let (template, token, expire_at) = (link.purpose.template(), link.token.clone(), link.expire_at);
        self.data.email_links.insert(token.clone(), link);
        self.send(Mail::link(address, template, url));
        Verification::by_link(token, expire_at)
    }

    /// Does what a link says, for the browser that asked for it.
    pub(crate) fn follow_link(&mut self, token: &str, follower: Option<&str>) -> Result<Followed, Problem> {
        let unknown = || Problem::new(Code::TicketInvalid, "This link is not valid.");
        let link = self.data.email_links.get(token).cloned().ok_or_else(unknown)?;
        let is_elsewhere = self.settings.email_link_same_client && follower != link.client_id.as_deref();
        let (status, session_id) = match &link.purpose {
            _ if self.now_ms() >= link.expire_at => ("expired", None),
            _ if is_elsewhere => ("client_mismatch", None),
            Purpose::SignIn(id) => self.follow_to_sign_in(id, &link)?,
            Purpose::SignUp(id) => self.follow_to_sign_up(id, &link)?,
            Purpose::Address { user_id, id } => self.follow_to_address(user_id, id, token)?,
        };
        Ok(Followed { redirect_url: link.redirect_url, status, session_id })
    }

    /// Whether a browser still waits for an attempt: it may have begun anew.
    pub(super) fn is_current(&self, client_id: &str, id: &str) -> bool {
        let client = self.data.clients.get(client_id);
        client
            .is_some_and(|client| [&client.sign_in_id, &client.sign_up_id].iter().any(|own| own.as_deref() == Some(id)))
    }

    fn follow_to_sign_in(&mut self, id: &str, link: &EmailLink) -> Outcome {
        let (Some(mut attempt), Some(client_id)) = (self.data.sign_ins.get(id).cloned(), &link.client_id) else {
            return FAILED;
        };
        // Links may be off by now.
        let is_on = match attempt.waits_for {
            None => self.settings.has(Factor::EmailLink),
            Some(_) => self.second_way(&attempt, LINK, None).is_ok(),
        };
        if !is_on {
            return FAILED;
        }
        if !self.is_current(client_id, id) || !attempt.waiting_proof().is_some_and(|sent| sent.prove(&link.token)) {
            return FAILED;
        }
        match attempt.waits_for {
            None => self.complete_sign_in(client_id, &mut attempt)?,
            Some(_) => self.finish_sign_in(client_id, &mut attempt)?,
        }
        // The browser that waits asks for it until it hears that it is complete.
        if let Some(client) = self.data.clients.get_mut(client_id) {
            client.sign_in_id = Some(id.to_owned());
        }
        self.data.sign_ins.insert(id.to_owned(), attempt.clone());
        Ok(("verified", attempt.created_session_id))
    }

    /// Somebody who took the address meanwhile signs in with it instead.
    fn follow_to_sign_up(&mut self, id: &str, link: &EmailLink) -> Outcome {
        let (Some(mut attempt), Some(client_id)) = (self.data.sign_ups.get(id).cloned(), &link.client_id) else {
            return FAILED;
        };
        if attempt.address.as_deref().is_some_and(|address| self.user_by_email(address).is_some()) {
            return Ok(("transferable", None));
        }
        // The instance may be closed by now.
        if self.check_sign_up(&attempt).is_err() {
            return FAILED;
        }
        if !self.is_current(client_id, id) || !attempt.verification.as_mut().is_some_and(|sent| sent.prove(&link.token))
        {
            return FAILED;
        }
        if attempt.is_ready(&self.settings) {
            self.complete_sign_up(client_id, &mut attempt)?;
            if let Some(client) = self.data.clients.get_mut(client_id) {
                client.sign_up_id = Some(id.to_owned());
            }
        }
        self.data.sign_ups.insert(id.to_owned(), attempt.clone());
        Ok(("verified", attempt.created_session_id))
    }

    fn follow_to_address(&mut self, user_id: &str, id: &str, token: &str) -> Outcome {
        let Ok(mut user) = self.user(user_id).cloned() else { return FAILED };
        let Ok(email) = user.email_mut(id) else { return FAILED };
        let is_taken = self.user_by_email(&email.address).is_some_and(|owner| owner.id != user_id);
        if is_taken || !email.verification.as_mut().is_some_and(|sent| sent.prove(token)) {
            return FAILED;
        }
        email.verified = true;
        self.keep_user(user);
        self.enroll(user_id)?;
        Ok(("verified", None))
    }

    /// Attempts that are complete are over once their session is in use.
    pub(crate) fn forget_complete(&mut self, client_id: &str) {
        let Some(client) = self.data.clients.get(client_id) else { return };
        let sign_in = client.sign_in_id.as_ref().and_then(|id| self.data.sign_ins.get(id));
        let sign_up = client.sign_up_id.as_ref().and_then(|id| self.data.sign_ups.get(id));
        let signed_in = sign_in.is_some_and(|attempt| attempt.created_session_id.is_some());
        let signed_up = sign_up.is_some_and(|attempt| attempt.created_session_id.is_some());
        let Some(client) = self.data.clients.get_mut(client_id).filter(|_| signed_in || signed_up) else { return };
        client.sign_in_id.take_if(|_| signed_in);
        client.sign_up_id.take_if(|_| signed_up);
    }
}
