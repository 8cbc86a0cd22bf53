//! `/client`: who is signed in in this browser.

use axum::{Router, extract::State, response::Response, routing::get};
use serde_json::{Value, json};

use super::{
    call::Call,
    visit::{answer, answer_bare},
};
use crate::context::Context;

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/client", get(show).post(ensure).put(ensure).delete(sign_out))
}

/// A browser that nobody signed in with has no client yet.
async fn show(State(context): State<Context>, call: Call) -> Response {
    answer_bare(&context, &call, |visit| Ok(json!({ "response": visit.client_view(), "client": null })))
}

async fn ensure(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.ensure_client();
        Ok(visit.client_view())
    })
}

async fn sign_out(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        if let Some(id) = visit.client_id.clone() {
            visit.state.end_sessions(&id);
        }
        visit.announce();
        Ok(Value::Null)
    })
}
