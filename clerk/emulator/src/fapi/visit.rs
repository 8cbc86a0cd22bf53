//! A call with the browser it came from: who is signed in there, and the answer in Clerk's envelope.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use clerk_protocol::verify::suffix::cookie_suffix;
use http::{HeaderValue, header};
use serde_json::{Value, json};
use url::Url;

use super::call::Call;
use crate::{
    MOUNT,
    context::Context,
    cookies,
    error::{Code, Problem},
    origin,
    resources::View,
    state::{State, code::Verification, email_link::Purpose, organization::Membership, session::Session, user::User},
};

/// A call being answered.
pub(crate) struct Visit<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) call: &'a Call,
    pub(crate) client_id: Option<String>,
    dev_browser_id: Option<String>,
    cookies: Vec<String>,
}

/// Answers in the envelope `{"response", "client"}`; refusals carry the client in `meta`.
pub(crate) fn answer(
    context: &Context,
    call: &Call,
    act: impl FnOnce(&mut Visit<'_>) -> Result<Value, Problem>,
) -> Response {
    respond(context, call, |visit| {
        let outcome = act(visit);
        let client = visit.client_view();
        match outcome {
            Ok(response) => Json(json!({ "response": response, "client": client })).into_response(),
            Err(problem) => problem.answer(Some(client)),
        }
    })
}

/// Answers without the envelope.
pub(crate) fn answer_bare(
    context: &Context,
    call: &Call,
    act: impl FnOnce(&mut Visit<'_>) -> Result<Value, Problem>,
) -> Response {
    respond(context, call, |visit| match act(visit) {
        Ok(body) => Json(body).into_response(),
        Err(problem) => problem.answer(Some(visit.client_view())),
    })
}

/// A refusal is an answer here, and what came before it is kept: a wrong code counts.
pub(crate) fn respond(context: &Context, call: &Call, act: impl FnOnce(&mut Visit<'_>) -> Response) -> Response {
    let answered = context.change(|state| {
        let mut visit = Visit::new(state, call)?;
        let response = act(&mut visit);
        Ok(with_cookies(response, &visit.cookies))
    });
    answered.into_response()
}

fn with_cookies(mut response: Response, cookies: &[String]) -> Response {
    for cookie in cookies.iter().filter_map(|cookie| HeaderValue::from_str(cookie).ok()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

impl<'a> Visit<'a> {
    /// The dev browser token leads; the cookie serves where there is none.
    fn new(state: &'a mut State, call: &'a Call) -> Result<Self, Problem> {
        let (dev_browser_id, client_id) = match call.query.filled("__clerk_db_jwt") {
            Some(token) => {
                let browser = state.dev_browser_of(token).ok_or_else(Problem::unknown_dev_browser)?;
                (Some(browser.id.clone()), browser.client_id.clone())
            }
            None => (None, call.client_cookie.as_deref().and_then(|cookie| state.client_of(cookie))),
        };
        let client_id = client_id.filter(|id| state.data.clients.contains_key(id));
        Ok(Self { state, call, client_id, dev_browser_id, cookies: Vec::new() })
    }

    pub(crate) fn view(&self) -> View<'_> {
        View { state: self.state, origin: &self.call.origin }
    }

    /// Where the Frontend API is for links of mails: at the app, unless the browser calls the instance's own host.
    pub(crate) fn frontend(&self) -> String {
        let host = &self.state.instance.frontend_host;
        let is_direct = self.call.host.as_ref() == Some(host);
        if is_direct { format!("https://{host}") } else { format!("{}{MOUNT}", self.call.origin) }
    }

    pub(crate) fn ticket_link(&self, ticket: &str) -> String {
        format!("{}/v1/tickets/accept?ticket={ticket}", self.frontend())
    }

    /// Sends a link that proves an address and leads to a page of the app.
    pub(crate) fn send_link(&mut self, address: &str, purpose: Purpose) -> Result<Verification, Problem> {
        let page = self.page("redirect_url")?.ok_or_else(|| Problem::missing("redirect_url"))?;
        let link = self.state.new_link(purpose, self.client_id.clone(), page);
        let url = format!("{}/v1/verify?token={}", self.frontend(), link.token);
        Ok(self.state.send_link(address, link, url))
    }

    /// A page of the app that the call names.
    pub(crate) fn page(&self, name: &str) -> Result<Option<String>, Problem> {
        let Some(page) = self.call.form.filled(name) else { return Ok(None) };
        let page =
            Url::parse(&self.call.origin).and_then(|base| base.join(page)).map_err(|_| Problem::invalid(name))?;
        match origin::is_trusted(&page.origin().ascii_serialization(), &self.call.origin) {
            true => Ok(Some(page.into())),
            false => {
                let message = format!("{name} must be a page of the app.");
                Err(Problem::new(Code::ProhibitedRedirectUrl, message))
            }
        }
    }

    pub(crate) fn client_view(&self) -> Value {
        self.client_id.as_deref().map_or(Value::Null, |id| self.view().client(id))
    }

    /// The client of this browser, made when it is needed first.
    pub(crate) fn ensure_client(&mut self) -> String {
        if let Some(id) = &self.client_id {
            return id.clone();
        }
        let id = self.state.create_client(self.dev_browser_id.as_deref());
        self.client_id = Some(id.clone());
        self.cookies.push(cookies::client(&self.state.client_token(&id), self.call.secure));
        id
    }

    /// Has the browser bring its client along where it brings no token: on its way back from another site.
    pub(crate) fn keep_cookie(&mut self) {
        if let Some(id) = &self.client_id {
            self.cookies.push(cookies::client(&self.state.client_token(id), self.call.secure));
        }
    }

    /// Tells the browser that it signed in or out.
    pub(crate) fn announce(&mut self) {
        let suffix = cookie_suffix(&self.state.publishable_key());
        if let Some(id) = &self.client_id {
            self.cookies.push(cookies::client(&self.state.client_token(id), self.call.secure));
        }
        let seconds = self.state.updated_at_seconds(self.client_id.as_deref());
        self.cookies.extend(cookies::updated_at(seconds, &suffix, self.call.secure));
    }

    /// Single session mode: who is signed in signs out first.
    pub(crate) fn refuse_second_session(&self) -> Result<(), Problem> {
        if !self.state.settings.single_session {
            return Ok(());
        }
        let signed_in = self.client_id.as_deref().is_some_and(|id| !self.state.sessions_of(id).is_empty());
        let refusal = || Problem::new(Code::SessionExists, "You're already signed in.");
        if signed_in { Err(refusal()) } else { Ok(()) }
    }

    /// A live session of this client.
    pub(crate) fn session(&self, id: &str) -> Result<Session, Problem> {
        let session = self.state.session(id)?;
        let is_ours = self.client_id.as_deref() == Some(session.client_id.as_str());
        if is_ours { Ok(session.clone()) } else { Err(Problem::unauthenticated()) }
    }

    /// The session a call outside `/client` acts for.
    pub(crate) fn acting_session(&self) -> Result<Session, Problem> {
        let client = self.client_id.as_deref().and_then(|id| self.state.data.clients.get(id));
        let last_active = client.and_then(|client| client.last_active_session_id.as_deref());
        let id = self.call.query.filled("_clerk_session_id").or(last_active).ok_or_else(Problem::unauthenticated)?;
        self.session(id)
    }

    /// The session of somebody who has proven who they are a moment ago, where the instance asks for that.
    pub(crate) fn proven_session(&self) -> Result<Session, Problem> {
        let session = self.acting_session()?;
        self.state.require_fresh_proof(&session)?;
        Ok(session)
    }

    /// The person a call outside `/client` acts for.
    pub(crate) fn acting_user(&self) -> Result<User, Problem> {
        Ok(self.state.user(&self.acting_session()?.user_id)?.clone())
    }

    /// The acting person's membership in an organization, if its role has one of the permissions, or none are needed.
    pub(crate) fn member(&self, organization: &str, permissions: &[&str]) -> Result<Membership, Problem> {
        let user_id = self.acting_session()?.user_id;
        self.require_organizations()?;
        let membership = self.state.membership_at(&user_id, organization)?;
        if !permissions.is_empty() && !permissions.iter().any(|permission| self.state.may(membership, permission)) {
            return Err(Problem::forbidden("Your role does not allow this."));
        }
        Ok(membership.clone())
    }

    /// Refuses where the instance has no organizations.
    pub(crate) fn require_organizations(&self) -> Result<(), Problem> {
        let message = "The organizations feature is not enabled for this instance.";
        match self.state.settings.organizations_enabled {
            true => Ok(()),
            false => Err(Problem::new(Code::OrganizationNotEnabled, message)),
        }
    }
}
