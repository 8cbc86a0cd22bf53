//! Whether this process lives, and whether it can do its work. No versions, no details: anybody may ask.

use std::time::Duration;

use axum::{extract::State, response::IntoResponse};
use http::{StatusCode, header};

use crate::state::AppState;

/// A database that answers later than this is no help.
const PATIENCE: Duration = Duration::from_millis(500);

/// 200 as long as anything works at all; asks nobody.
pub(crate) async fn live() -> impl IntoResponse {
    answer(StatusCode::OK)
}

/// 200 when the database answers, else 503. Clerk is not asked: sessions are checked without it.
pub(crate) async fn ready(State(state): State<AppState>) -> impl IntoResponse {
    let status = match tokio::time::timeout(PATIENCE, state.system.ping()).await {
        Ok(Ok(())) => StatusCode::OK,
        Ok(Err(error)) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "not ready");
            StatusCode::SERVICE_UNAVAILABLE
        }
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    };
    answer(status)
}

fn answer(status: StatusCode) -> impl IntoResponse {
    let text = if status.is_success() { "ok" } else { "unavailable" };
    (status, [(header::CACHE_CONTROL, "no-store")], text)
}
