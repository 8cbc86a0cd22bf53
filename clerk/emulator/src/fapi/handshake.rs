//! `GET /client/handshake`: an app's server sends a browser here to learn who is signed in, and gets cookies to set.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use clerk_protocol::verify::suffix::cookie_suffix;
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use url::Url;

use super::call::Call;
use crate::{
    context::Context,
    cookies,
    error::{Code, Problem},
    origin,
    state::{State as Clerk, session::Session},
    tokens::SessionToken,
};

const NONCE_LIFE_MS: i64 = 60_000;

/// The cookies of a handshake, until the app's server fetches them.
#[derive(Debug)]
pub(crate) struct Handshake {
    directives: Vec<String>,
    expire_at: i64,
}

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/client/handshake", get(handshake))
}

async fn handshake(State(context): State<Context>, call: Call) -> Response {
    let outcome = redirect_url(&call, context.app_origin()).and_then(|mut back| {
        let (name, value) = context.change(|state| Ok(answer(state, &call, &back)))?;
        back.query_pairs_mut().append_pair(name, &value);
        Ok(back)
    });
    let location = outcome.and_then(|back| HeaderValue::from_str(back.as_str()).map_err(|_| invalid_url()));
    match location {
        Ok(location) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, location)]).into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// Session tokens ride on this redirect: it goes to the app and to this machine, nowhere else.
pub(super) fn redirect_url(call: &Call, app_origin: &str) -> Result<Url, Problem> {
    let url = call.query.filled("redirect_url").and_then(|url| Url::parse(url).ok()).ok_or_else(invalid_url)?;
    let is_ours = origin::is_trusted(&url.origin().ascii_serialization(), app_origin);
    if is_ours { Ok(url) } else { Err(invalid_url()) }
}

fn invalid_url() -> Problem {
    Problem::new(Code::ProhibitedRedirectUrl, "redirect_url must be a page of the app.")
}

/// The query parameter that carries the cookies: a nonce to redeem at the Backend API, or a signed token.
fn answer(state: &mut Clerk, call: &Call, back: &Url) -> (&'static str, String) {
    let directives = directives(state, call, back);
    if call.query.get("format") == Some("nonce") {
        let nonce = state.random.text(32);
        let expire_at = state.now_ms() + NONCE_LIFE_MS;
        state.handshakes.insert(nonce.clone(), Handshake { directives, expire_at });
        return ("__clerk_handshake_nonce", nonce);
    }
    let header = SessionToken::header(state.signing.kid(), state.now_ms().div_euclid(1_000));
    ("__clerk_handshake", state.signing.sign(&header, &json!({ "handshake": directives })))
}

/// The `Set-Cookie` values, each in its plain and its suffixed name.
fn directives(state: &mut Clerk, call: &Call, back: &Url) -> Vec<String> {
    let (dev_browser, client_id) = identify(state, call);
    let (suffix, secure) = (cookie_suffix(&state.publishable_key()), back.scheme() == "https");
    let mut all = cookies::updated_at(state.updated_at_seconds(client_id.as_deref()), &suffix, secure);
    let session = client_id.and_then(|id| active_session(state, &id, call.query.get("organization_id")));
    let origin = back.origin().ascii_serialization();
    let token = session.and_then(|session| state.token(&session, session.organization_id.as_deref(), &origin).ok());
    match token {
        Some(token) => all.extend(cookies::session(&token, &suffix, secure)),
        None => all.extend(cookies::no_session(&suffix)),
    }
    all.extend(cookies::dev_browser(&dev_browser, &suffix, secure));
    all
}

/// The dev browser's token (a new one when none came that we know) and the client behind it.
fn identify(state: &mut Clerk, call: &Call) -> (String, Option<String>) {
    let token = call.query.filled("__clerk_db_jwt");
    if let Some((token, browser)) = token.and_then(|token| Some((token, state.dev_browser_of(token)?))) {
        return (token.to_owned(), browser.client_id.clone());
    }
    let client_id = call.client_cookie.as_deref().and_then(|cookie| state.client_of(cookie));
    let browser = state.create_dev_browser(client_id.clone());
    (state.dev_browser_token(&browser.id), client_id)
}

/// The client's session, in the organization asked for where its person belongs to it.
fn active_session(state: &mut Clerk, client_id: &str, organization: Option<&str>) -> Option<Session> {
    let last_active = state.data.clients.get(client_id)?.last_active_session_id.clone()?;
    let id = state.session(&last_active).ok()?.id.clone();
    if let Some(Err(problem)) = organization.map(|organization| state.activate(&id, organization)) {
        tracing::debug!("handshake: the organization stays, {}", problem.code);
    }
    state.session(&id).ok().cloned()
}

/// Redeems a nonce, once.
pub(crate) fn redeem(state: &mut Clerk, nonce: &str) -> Result<Value, Problem> {
    let now = state.now_ms();
    state.handshakes.retain(|_, handshake| now < handshake.expire_at);
    let handshake = state.handshakes.remove(nonce).ok_or_else(|| Problem::not_found("The handshake"))?;
    Ok(json!({ "nonce": nonce, "directives": handshake.directives }))
}
