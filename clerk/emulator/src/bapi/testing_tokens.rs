//! `/testing_tokens`: what Clerk's test helpers ask for. The local Clerk stops no bots, so it never asks for one back.

use axum::{Router, routing::post};
use serde_json::json;

use super::call::{Answer, Call};
use crate::context::Context;

const LIFE_MS: i64 = 60 * 60 * 1_000;

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/testing_tokens", post(create))
}

async fn create(call: Call) -> Answer {
    call.look(|view| {
        let now = view.state.now_ms();
        let token = format!("{}-{}", now.div_euclid(1_000), view.state.random.text(43));
        Ok(json!({ "object": "testing_token", "token": token, "expires_at": (now + LIFE_MS).div_euclid(1_000) }))
    })
}
