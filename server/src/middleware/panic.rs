//! A panic in a handler ends the request, not the server.

use std::panic::AssertUnwindSafe;

use axum::{extract::Request, middleware::Next, response::Response};
use futures::FutureExt;

use super::request_id;
use crate::refusal::Refusal;

/// Answers 500, with the request's id, when the handler panics. The panic hook has logged it by then.
pub(crate) async fn catch(request: Request, next: Next) -> Response {
    let refusal = Refusal::internal(request.headers(), request_id::of(request.extensions()));
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => refusal.into_response(),
    }
}
