//! Where the links of mails lead: `GET /tickets/accept` with the ticket of an invitation, `GET /verify` with what proves an
//! address. Whoever is signed in as the invited person joins at once; anybody else is sent to the app's forms with the
//! ticket, which say what became of it.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderValue, StatusCode, header};
use url::Url;

use super::{
    call::Call,
    visit::{Visit, respond},
};
use crate::{
    context::Context,
    error::{Code, Problem},
};

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/tickets/accept", get(accept)).route("/verify", get(verify))
}

async fn accept(State(context): State<Context>, call: Call) -> Response {
    let app = context.app_origin().to_owned();
    lead(&context, &call, |visit| {
        let ticket = call.query.filled("ticket").ok_or_else(|| Problem::missing("ticket"))?;
        destination(visit, ticket, &app)
    })
}

async fn verify(State(context): State<Context>, call: Call) -> Response {
    lead(&context, &call, |visit| {
        let token = call.query.filled("token").ok_or_else(|| Problem::missing("token"))?;
        let follower = visit.client_id.clone();
        let followed = visit.state.follow_link(token, follower.as_deref())?;
        let session = followed.session_id.as_deref().map(|id| ("__clerk_created_session", id));
        with_status(&followed.redirect_url, session, followed.status)
    })
}

/// Sends a browser on, or says why not.
fn lead(context: &Context, call: &Call, to: impl FnOnce(&mut Visit<'_>) -> Result<String, Problem>) -> Response {
    respond(context, call, |visit| match to(visit).map(|location| HeaderValue::from_str(&location)) {
        Ok(Ok(location)) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Ok(Err(_)) => Problem::invalid("redirect_url").into_response(),
        Err(problem) => problem.into_response(),
    })
}

/// The page that goes on with a ticket.
fn destination(visit: &mut Visit<'_>, ticket: &str, app: &str) -> Result<String, Problem> {
    if visit.state.is_sign_in_ticket(ticket) {
        return Ok(format!("{app}/sign-in?__clerk_ticket={ticket}"));
    }
    let address = visit.state.ticket_address(ticket).map(str::to_owned);
    let address = address.ok_or_else(|| Problem::new(Code::TicketInvalid, "This ticket is not valid."))?;
    let page = visit.state.ticket_page(ticket);
    if join(visit, ticket, &address)? {
        return with_status(&page.unwrap_or_else(|| format!("{app}/")), None, "complete");
    }
    let status = if visit.state.user_by_email(&address).is_some() { "sign_in" } else { "sign_up" };
    let form = format!("{app}/{}", status.replace('_', "-"));
    with_status(&page.unwrap_or(form), Some(("__clerk_ticket", ticket)), status)
}

/// Whether somebody is signed in here to whom the ticket was sent, and is in now.
fn join(visit: &mut Visit<'_>, ticket: &str, address: &str) -> Result<bool, Problem> {
    let invited = visit.state.user_by_email(address).map(|user| user.id.clone());
    let sessions = visit.client_id.as_deref().map(|client| visit.state.sessions_of(client)).unwrap_or_default();
    let session = sessions.into_iter().find(|session| Some(&session.user_id) == invited.as_ref()).cloned();
    let Some(session) = session.filter(|_| visit.state.invited_address(ticket).is_ok()) else { return Ok(false) };
    let joined = visit.state.accept_ticket(ticket, &session.user_id)?;
    if let Some(organization) = joined {
        visit.state.activate(&session.id, &organization)?;
    }
    Ok(true)
}

fn with_status(page: &str, detail: Option<(&str, &str)>, status: &str) -> Result<String, Problem> {
    let mut url = Url::parse(page).map_err(|_| Problem::invalid("redirect_url"))?;
    if let Some((name, value)) = detail {
        url.query_pairs_mut().append_pair(name, value);
    }
    url.query_pairs_mut().append_pair("__clerk_status", status);
    Ok(url.into())
}
