//! Whether this process lives, and whether it can do its work. No versions, no details: anybody may ask.

mod readiness;

use std::sync::Arc;

use axum::{extract::State, response::IntoResponse};
use http::{StatusCode, header};

pub(crate) use self::readiness::Readiness;
use crate::state::AppState;

/// Where probes ask. They may ask without a `Host`, and with any.
pub(crate) const PATHS: [&str; 2] = ["/livez", "/readyz"];

/// 200 as long as anything works at all; asks nobody.
pub(crate) async fn live() -> impl IntoResponse {
    answer(true)
}

/// 200 when the database answers and the server is not about to leave, else 503. Clerk is not asked: sessions are checked
/// without it.
pub(crate) async fn ready(State(state): State<AppState>) -> impl IntoResponse {
    let system = Arc::clone(&state.system);
    answer(state.readiness.ask(async move { system.ping().await }).await)
}

fn answer(is_well: bool) -> impl IntoResponse {
    let (status, text) =
        if is_well { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "unavailable") };
    (status, [(header::CACHE_CONTROL, "no-store")], text)
}
