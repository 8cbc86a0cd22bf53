//! One structured line for each request: path without query, status, ids, duration. No personal data, no tokens.

use std::sync::{Arc, OnceLock};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use clerk_protocol::Auth;
use domain::Clock;
use tracing::{Instrument, Level};

use super::request_id;

/// Filled in by [`identify`], which sits where the identity is known, and read by [`log`], which sits outside.
#[derive(Clone, Debug, Default)]
struct Identity(Arc<OnceLock<(String, String)>>);

/// Logs the request when its answer starts, inside a span that all its events share.
pub(crate) async fn log(State(clock): State<Arc<dyn Clock>>, mut request: Request, next: Next) -> Response {
    let identity = Identity::default();
    request.extensions_mut().insert(identity.clone());
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let span = tracing::info_span!("request", id = request_id::of(request.extensions()));
    let started_at = clock.monotonic_ms();
    let response = next.run(request).instrument(span.clone()).await;
    let duration_ms = clock.monotonic_ms() - started_at;
    let (user_id, organization_id) = identity.0.get().cloned().unwrap_or_default();
    let status = response.status().as_u16();
    span.in_scope(|| {
        // Files and health checks are many and say little.
        if is_noise(&path) {
            tracing::event!(Level::DEBUG, %method, path, status, duration_ms, "answered");
        } else {
            tracing::event!(Level::INFO, %method, path, status, user_id, organization_id, duration_ms, "answered");
        }
    });
    response
}

/// Notes who asks. Belongs right inside the Clerk layer.
pub(crate) async fn identify(request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Auth>().and_then(Auth::session);
    if let (Some(session), Some(Identity(slot))) = (session, request.extensions().get()) {
        let organization = session.organization().map(|organization| organization.id.clone());
        let _ = slot.set((session.user_id().to_owned(), organization.unwrap_or_default()));
    }
    next.run(request).await
}

fn is_noise(path: &str) -> bool {
    path.starts_with("/pkg/") || matches!(path, "/livez" | "/readyz" | "/favicon.svg")
}
