//! `/actor_tokens`: making and revoking them.

use axum::{Router, extract::Path, routing::post};
use serde_json::{Value, json};

use super::call::{Answer, Call};
use crate::{
    context::Context,
    error::Problem,
    resources::View,
    state::actor_token::{ActorToken, LIFE_SECONDS, SESSION_SECONDS},
};

/// A year: longer than any token should live.
const MOST_SECONDS: i64 = 365 * 24 * 60 * 60;

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/actor_tokens", post(create)).route("/actor_tokens/{id}/revoke", post(revoke))
}

async fn create(call: Call) -> Answer {
    let body = &call.body;
    body.only(&["user_id", "actor", "expires_in_seconds", "session_max_duration_in_seconds"])?;
    let (user_id, actor) = (body.required("user_id")?, body.object("actor")?);
    let actor = actor.ok_or_else(|| Problem::missing("actor"))?;
    let life = body.integer("expires_in_seconds", 1, MOST_SECONDS)?.unwrap_or(LIFE_SECONDS);
    let session = body.integer("session_max_duration_in_seconds", 1, MOST_SECONDS)?.unwrap_or(SESSION_SECONDS);
    call.change(|state| {
        let token = state.create_actor_token(&user_id, Value::Object(actor), life, session)?;
        Ok(draw(call.view(state), &token))
    })
}

async fn revoke(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let token = state.revoke_actor_token(&id)?;
        Ok(draw(call.view(state), &token))
    })
}

/// The address of Clerk's leads to the app's sign-in page with the ticket; ours is that page at once.
fn draw(view: View<'_>, token: &ActorToken) -> Value {
    let is_pending = token.status == "pending";
    json!({
        "object": "actor_token",
        "id": token.id,
        "status": token.status,
        "user_id": token.user_id,
        "actor": token.actor,
        "token": is_pending.then_some(&token.ticket),
        "url": is_pending.then(|| view.ticket_page(&token.ticket)),
        "created_at": token.created_at,
        "updated_at": token.created_at,
    })
}
