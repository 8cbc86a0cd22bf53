//! The control API: how tests turn the local Clerk. For programs on this machine only, never for a page in a browser.

mod identity_tokens;
mod webhooks;

use std::net::SocketAddr;

use axum::{
    Json, Router,
    extract::{ConnectInfo, DefaultBodyLimit, Request, State, rejection::ExtensionRejection},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use http::{StatusCode, Uri, header};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use crate::{
    Roles,
    context::Context,
    coverage::{Coverage, coverage},
    error::Problem,
    faults::Fault,
    fields::Fields,
    origin,
    requests::Entry,
    resources::View,
    routes,
    state::{
        State as Clerk,
        export::Export,
        settings::{self, Settings, SettingsChange},
    },
};

pub(crate) fn router() -> Router<Context> {
    Router::new()
        .route("/settings", get(show_settings).patch(change_settings))
        .route("/rotate-key", post(rotate_key))
        .route("/reset", post(reset))
        .route("/faults", get(list_faults).post(order_fault).delete(clear_faults))
        .route("/users", get(list_users))
        .route("/crowd", post(add_crowd))
        .route("/roles", put(change_roles))
        .route("/keys", get(show_keys))
        .route("/outbox", get(list_mails))
        .route("/identity-tokens", post(identity_tokens::mint))
        .route("/clock", get(show_clock).post(move_clock))
        .route("/requests", get(list_requests))
        .route("/coverage", get(list_coverage))
        .route("/export", get(export))
        .route("/import", post(import).layer(DefaultBodyLimit::disable()))
        .merge(webhooks::routes())
        .fallback(routes::not_implemented)
        .method_not_allowed_fallback(routes::not_implemented)
        .layer(middleware::from_fn(require_local_program))
}

/// The peer must be this machine, and no browser: those send `Origin` or `Sec-Fetch-Site`, and a rebound name as `Host`.
async fn require_local_program(
    peer: Result<ConnectInfo<SocketAddr>, ExtensionRejection>,
    request: Request,
    next: Next,
) -> Response {
    let is_local = peer.is_ok_and(|ConnectInfo(address)| address.ip().is_loopback());
    let headers = request.headers();
    let is_browser = headers.contains_key(header::ORIGIN) || headers.contains_key("sec-fetch-site");
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let is_local_name =
        host.is_none_or(|host| Url::parse(&format!("http://{host}")).is_ok_and(|url| origin::is_loopback(url.host())));
    if is_local && is_local_name && !is_browser {
        return next.run(request).await;
    }
    Problem::own(StatusCode::FORBIDDEN, "local_programs_only", "The control API is for programs on this machine.")
        .into_response()
}

async fn show_settings(State(context): State<Context>) -> Json<Settings> {
    Json(context.look(|state| state.settings.clone()))
}

async fn change_settings(
    State(context): State<Context>,
    Json(mut change): Json<SettingsChange>,
) -> Result<Json<Settings>, Problem> {
    if let Some(nonsense) = settings::check(&change).first() {
        let message = nonsense.to_string();
        return Err(Problem::own(StatusCode::UNPROCESSABLE_ENTITY, "settings_invalid", message));
    }
    context.change(|state| {
        if let Some(roles) = change.organization_roles.take() {
            state.change_roles(roles);
        }
        state.change_settings(change.apply(&state.settings));
        state.plant_templates();
        state.plant_webhooks();
        Ok(Json(state.settings.clone()))
    })
}

/// How far the clock can be moved on: a hundred years. Times further away overflow somewhere.
const FURTHEST_MS: i64 = 100 * 366 * 24 * 60 * 60 * 1_000;

/// Moves the clock on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockChange {
    advance_ms: u64,
}

async fn show_clock(State(context): State<Context>) -> Json<Value> {
    Json(context.look(clock))
}

async fn move_clock(
    State(context): State<Context>,
    Json(ClockChange { advance_ms }): Json<ClockChange>,
) -> Result<Json<Value>, Problem> {
    context.change(|state| {
        let clock_offset_ms = state.settings.clock_offset_ms.saturating_add_unsigned(advance_ms);
        if clock_offset_ms > FURTHEST_MS {
            return Err(Problem::invalid("advance_ms"));
        }
        state.change_settings(Settings { clock_offset_ms, ..state.settings.clone() });
        Ok(Json(clock(state)))
    })
}

fn clock(state: &Clerk) -> Value {
    json!({ "now_ms": state.now_ms(), "offset_ms": state.settings.clock_offset_ms })
}

/// Calls of the two APIs that were answered; `?since=` leaves out those up to that number.
async fn list_requests(State(context): State<Context>, uri: Uri) -> Result<Json<Vec<Entry>>, Problem> {
    Ok(Json(context.requests().since(since(&uri)?)))
}

/// The number that was seen last; 0 without one.
fn since(uri: &Uri) -> Result<u64, Problem> {
    Fields::of_query(uri).filled("since").map_or(Ok(0), str::parse).map_err(|_| Problem::invalid("since"))
}

async fn list_coverage() -> Json<Vec<Coverage>> {
    Json(coverage().collect())
}

async fn export(State(context): State<Context>) -> Result<Json<Export>, Problem> {
    context.look(Clerk::export).map(Json)
}

async fn import(State(context): State<Context>, Json(document): Json<Export>) -> Result<StatusCode, Problem> {
    context.change(|state| {
        state
            .import(document)
            .map_err(|error| Problem::own(StatusCode::UNPROCESSABLE_ENTITY, "import_invalid", format!("{error:#}")))
    })?;
    Ok(StatusCode::NO_CONTENT)
}

async fn rotate_key(State(context): State<Context>) -> Result<Json<Value>, Problem> {
    context.change(|state| {
        state.rotate_key().map_err(|error| {
            Problem::own(StatusCode::INTERNAL_SERVER_ERROR, "key_not_rotated", format!("{error:#}"))
        })?;
        Ok(Json(json!({ "kid": state.signing.kid() })))
    })
}

/// Back to the seed: data, settings, faults.
async fn reset(State(context): State<Context>) -> Result<StatusCode, Problem> {
    context.faults().clear();
    context.change(|state| {
        state.reset();
        Ok(StatusCode::NO_CONTENT)
    })
}

async fn list_faults(State(context): State<Context>) -> Json<Vec<Fault>> {
    Json(context.faults().list())
}

async fn order_fault(State(context): State<Context>, Json(fault): Json<Fault>) -> StatusCode {
    context.faults().order(fault);
    StatusCode::NO_CONTENT
}

async fn clear_faults(State(context): State<Context>) -> StatusCode {
    context.faults().clear();
    StatusCode::NO_CONTENT
}

async fn list_users(State(context): State<Context>) -> Json<Vec<Value>> {
    Json(context.look(|state| {
        let view = View { state, origin: context.app_origin() };
        state.data.users.values().map(|user| view.user(user)).collect()
    }))
}

/// What an app's server is configured with. The secret key of a local Clerk is none: it opens nothing elsewhere.
async fn show_keys(State(context): State<Context>) -> Json<Value> {
    Json(context.look(|state| json!({ "publishable_key": state.publishable_key(), "secret_key": state.secret_key() })))
}

/// So many more members of an organization.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Crowd {
    organization: String,
    role: String,
    count: usize,
}

async fn add_crowd(State(context): State<Context>, Json(crowd): Json<Crowd>) -> Result<StatusCode, Problem> {
    context.change(|state| state.add_crowd(&crowd.organization, &crowd.role, crowd.count))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Other roles, in the form of the roles file; members keep the keys of theirs.
async fn change_roles(State(context): State<Context>, roles: String) -> Result<StatusCode, Problem> {
    let roles = Roles::from_json(&roles)
        .map_err(|error| Problem::own(StatusCode::UNPROCESSABLE_ENTITY, "roles_invalid", format!("{error:#}")))?;
    context.change(|state| {
        state.change_roles(roles);
        Ok(StatusCode::NO_CONTENT)
    })
}

/// E-mails that were "sent", newest last; `?to=` picks one address.
async fn list_mails(State(context): State<Context>, uri: Uri) -> Json<Value> {
    let query = Fields::of_query(&uri);
    let wanted = query.filled("to");
    Json(context.look(|state| {
        let mails = state.data.mails.values().filter(|mail| wanted.is_none_or(|to| mail.to.eq_ignore_ascii_case(to)));
        json!(mails.collect::<Vec<_>>())
    }))
}
