//! The Backend API: what an app's server asks, with the secret key.

mod actor_tokens;
mod organizations;
mod users;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::{
    Json, Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{Uri, header};

use crate::{context::Context, error::Problem, fapi::handshake, fields::Fields, routes};

/// Everything under `/v1`. Answers are exactly `application/json`: SDKs take anything else for text.
pub(crate) fn router(context: &Context) -> Router<Context> {
    Router::new()
        .route("/jwks", get(show_jwks))
        .route("/clients/handshake_payload", get(redeem_handshake))
        .merge(actor_tokens::routes())
        .merge(organizations::routes())
        .merge(users::routes())
        .fallback(routes::not_implemented)
        .method_not_allowed_fallback(routes::not_implemented)
        .layer(middleware::from_fn_with_state(context.clone(), require_secret_key))
}

async fn show_jwks(State(context): State<Context>) -> Response {
    Json(context.look(|state| state.jwks())).into_response()
}

async fn redeem_handshake(State(context): State<Context>, uri: Uri) -> Response {
    let query = Fields::of_query(&uri);
    let payload = context.change(|state| handshake::redeem(state, query.get("nonce").unwrap_or_default()));
    payload.map(Json).into_response()
}

async fn require_secret_key(State(context): State<Context>, request: Request, next: Next) -> Response {
    let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = header.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    let is_ours =
        context.look(|state| verify_slices_are_equal(given.as_bytes(), state.secret_key().as_bytes()).is_ok());
    if is_ours { next.run(request).await } else { Problem::unauthenticated().into_response() }
}
