//! Webhooks in the hands of a test: endpoints, what was delivered, sending again, events on order.

use axum::{
    Json, Router,
    extract::{Path, State},
    routing::{get, patch, post},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{StatusCode, Uri};
use serde::Deserialize;
use serde_json::{Value, json};

use super::since;
use crate::{
    context::Context,
    error::Problem,
    resources::{View, extend},
    samples,
    signature::Secret,
    state::{
        State as Clerk,
        endpoint::{Endpoint, Webhook},
        event,
        settings::Settings,
        webhook::{Delivery, Message},
    },
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/webhooks", get(list).post(add))
        .route("/webhooks/{id}", patch(change).delete(remove))
        .route("/messages", get(list_messages))
        .route("/deliveries", get(list_deliveries))
        .route("/deliveries/{svix_id}/replay", post(replay))
        .route("/replay", post(replay_range))
        .route("/trigger", post(trigger))
        .route("/retry-scale", get(show_scale).post(set_scale))
        .route("/idle", get(wait_until_idle))
}

fn refused(message: impl Into<String>) -> Problem {
    Problem::own(StatusCode::UNPROCESSABLE_ENTITY, "webhook_invalid", message)
}

fn draw(endpoint: &Endpoint) -> Value {
    json!({
        "id": endpoint.id,
        "url": endpoint.url,
        "secret": endpoint.secret,
        "events": endpoint.events,
        "disabled": endpoint.disabled,
        "failing_since_ms": endpoint.failing_since,
        "created_at_ms": endpoint.created_at,
    })
}

async fn list(State(context): State<Context>) -> Json<Value> {
    Json(context.look(|state| state.data.endpoints.values().map(draw).collect()))
}

async fn add(
    State(context): State<Context>,
    Json(webhook): Json<Webhook>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    if let Some((field, error)) = webhook.fault() {
        return Err(refused(format!("{field}: {error}")));
    }
    let endpoint = context.change(|state| Ok(draw(&state.add_endpoint(webhook, false))))?;
    Ok((StatusCode::CREATED, Json(endpoint)))
}

/// What to change of an endpoint.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EndpointChange {
    url: Option<String>,
    secret: Option<String>,
    events: Option<Vec<String>>,
    disabled: Option<bool>,
}

async fn change(
    State(context): State<Context>,
    Path(id): Path<String>,
    Json(change): Json<EndpointChange>,
) -> Result<Json<Value>, Problem> {
    context.change(|state| {
        let found = state.data.endpoints.get(&id).ok_or_else(|| Problem::not_found("The endpoint"))?;
        let webhook = Webhook {
            url: change.url.unwrap_or_else(|| found.url.clone()),
            secret: change.secret.or_else(|| Some(found.secret.clone().into())),
            events: change.events.unwrap_or_else(|| found.events.clone()),
        };
        if let Some((field, error)) = webhook.fault() {
            return Err(refused(format!("{field}: {error}")));
        }
        let Webhook { url, secret, events } = webhook;
        let secret = secret.and_then(|secret| Secret::try_from(secret).ok()).unwrap_or_else(|| found.secret.clone());
        let disabled = change.disabled.unwrap_or(found.disabled);
        let endpoint = Endpoint { url, secret, events, disabled, failing_since: None, ..found.clone() };
        state.data.endpoints.insert(id, endpoint.clone());
        Ok(Json(draw(&endpoint)))
    })
}

async fn remove(State(context): State<Context>, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    context.change(|state| state.remove_endpoint(&id))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Events that were published, oldest first; `?since=` leaves out those up to that number.
async fn list_messages(State(context): State<Context>, uri: Uri) -> Result<Json<Vec<Value>>, Problem> {
    let since = since(&uri)?;
    let draw = |(seq, row): (u64, &Message)| json!({ "seq": seq, "svix_id": row.svix_id, "type": row.kind, "at_ms": row.created_at, "body": row.body });
    Ok(Json(context.look(|state| state.messages(since).map(draw).collect())))
}

/// Attempts that were made, oldest first; `?since=` leaves out those up to that number.
async fn list_deliveries(State(context): State<Context>, uri: Uri) -> Result<Json<Vec<Value>>, Problem> {
    let since = since(&uri)?;
    Ok(Json(context.look(|state| state.deliveries(since).map(|(row, body)| draw_delivery(row, body)).collect())))
}

fn draw_delivery(row: &Delivery, body: &str) -> Value {
    let mut drawn = json!(row);
    extend(&mut drawn, json!({ "body_base64": STANDARD.encode(body) }));
    drawn
}

async fn replay(State(context): State<Context>, Path(svix_id): Path<String>) -> Result<Json<Value>, Problem> {
    context.change(|state| Ok(Json(json!({ "replayed": state.replay(&svix_id)? }))))
}

/// A time, by the clock of the local Clerk; without an end it lasts until now.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Range {
    #[serde(default)]
    from_ms: i64,
    to_ms: Option<i64>,
    #[serde(default)]
    only: Only,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Only {
    #[default]
    All,
    Failed,
}

async fn replay_range(State(context): State<Context>, Json(range): Json<Range>) -> Result<Json<Value>, Problem> {
    context.change(|state| {
        let to_ms = range.to_ms.unwrap_or_else(|| state.now_ms());
        Ok(Json(json!({ "replayed": state.replay_range(range.from_ms, to_ms, range.only == Only::Failed) })))
    })
}

/// An event on order, with a sample's data where none is given.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    #[serde(rename = "type")]
    kind: String,
    data: Option<Value>,
}

async fn trigger(
    State(context): State<Context>,
    Json(Order { kind, data }): Json<Order>,
) -> Result<Json<Value>, Problem> {
    if !event::TYPES.contains(&kind.as_str()) {
        return Err(refused(format!("type: there is no event {kind}")));
    }
    context.change(|state| {
        let data = data.unwrap_or_else(|| samples::sample(View { state, origin: &state.app_origin }, &kind));
        let message = state.publish(&kind, data);
        Ok(Json(json!({ "svix_id": message.svix_id, "type": message.kind, "body": message.body })))
    })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scale {
    factor: f64,
}

async fn show_scale(State(context): State<Context>) -> Json<Value> {
    Json(json!({ "factor": context.look(|state| state.settings.webhook_retry_scale) }))
}

async fn set_scale(
    State(context): State<Context>,
    Json(Scale { factor }): Json<Scale>,
) -> Result<Json<Value>, Problem> {
    if !(0.0..=1_000.0).contains(&factor) {
        return Err(refused("factor: a scale is between 0 and 1000"));
    }
    context.change(|state| {
        state.change_settings(Settings { webhook_retry_scale: factor, ..state.settings.clone() });
        Ok(Json(json!({ "factor": factor })))
    })
}

/// Answers when every attempt that is due has been made. Those that are due later do not count.
async fn wait_until_idle(State(context): State<Context>) -> Json<Value> {
    let mut changes = context.changes();
    loop {
        changes.borrow_and_update();
        let (due, next) = context.look(|state| (state.due(), next_at(state)));
        if due == 0 || !context.delivers() || changes.changed().await.is_err() {
            return Json(json!({ "idle": due == 0, "due": due, "next_at_ms": next }));
        }
    }
}

fn next_at(state: &Clerk) -> Option<i64> {
    state.next_attempts().into_iter().map(|due| due.at_ms).min()
}
