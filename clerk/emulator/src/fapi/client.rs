//! `/client`: who is signed in in this browser.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use super::{
    call::Call,
    handshake::redirect_url,
    visit::{answer, answer_bare, respond},
};
use crate::{context::Context, error::Problem};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/client/touch", get(touch))
        .route("/client", get(show).post(ensure).put(ensure).delete(sign_out))
}

/// A browser that nobody signed in with has no client yet.
async fn show(State(context): State<Context>, call: Call) -> Response {
    answer_bare(&context, &call, |visit| Ok(json!({ "response": visit.client_view(), "client": null })))
}

/// Renews the cookies of a browser that comes by, and sends it back.
async fn touch(State(context): State<Context>, call: Call) -> Response {
    respond(&context, &call, |visit| {
        let back = redirect_url(&call, context.app_origin());
        match back.map(|back| HeaderValue::from_str(back.as_str())) {
            Ok(Ok(location)) => {
                visit.announce();
                (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, location)]).into_response()
            }
            Ok(Err(_)) => Problem::invalid("redirect_url").into_response(),
            Err(problem) => problem.into_response(),
        }
    })
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
