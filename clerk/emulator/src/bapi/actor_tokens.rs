//! `/actor_tokens`: making and revoking them.

use axum::{
    Json, Router,
    extract::{Path, State},
    routing::post,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    context::Context,
    error::Problem,
    state::actor_token::{ActorToken, LIFE_SECONDS},
};

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/actor_tokens", post(create)).route("/actor_tokens/{id}/revoke", post(revoke))
}

#[derive(Debug, Deserialize)]
struct Wanted {
    user_id: String,
    actor: Value,
    expires_in_seconds: Option<i64>,
}

async fn create(State(context): State<Context>, Json(wanted): Json<Wanted>) -> Result<Json<Value>, Problem> {
    let life = wanted.expires_in_seconds.unwrap_or(LIFE_SECONDS);
    let token = context.change(|state| state.create_actor_token(&wanted.user_id, wanted.actor, life))?;
    Ok(Json(view(&token, context.app_origin())))
}

async fn revoke(State(context): State<Context>, Path(id): Path<String>) -> Result<Json<Value>, Problem> {
    let token = context.change(|state| state.revoke_actor_token(&id))?;
    Ok(Json(view(&token, context.app_origin())))
}

/// The address of Clerk's leads to the app's sign-in page with the ticket; ours is that page at once.
fn view(token: &ActorToken, origin: &str) -> Value {
    let is_pending = token.status == "pending";
    json!({
        "object": "actor_token",
        "id": token.id,
        "status": token.status,
        "user_id": token.user_id,
        "actor": token.actor,
        "token": is_pending.then_some(&token.ticket),
        "url": is_pending.then(|| format!("{origin}/sign-in?__clerk_ticket={}", token.ticket)),
        "created_at": token.created_at,
        "updated_at": token.created_at,
    })
}
