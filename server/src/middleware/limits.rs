//! How long a request may take and how much it may bring.

use std::time::Duration;

use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderMap, StatusCode, header};

use crate::refusal::Refusal;

/// The largest body, in bytes. Forms and JSON of this app are far smaller.
pub(crate) const LARGEST_BODY: usize = 256 * 1024;
/// The longest request target, in bytes.
const LONGEST_TARGET: usize = 8 * 1024;
/// From the request's head to the answer's head.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Refuses what is too long to look at.
pub(crate) async fn size(request: Request, next: Next) -> Response {
    let target = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if target > LONGEST_TARGET {
        return Refusal::new(request.headers(), StatusCode::URI_TOO_LONG, "The address is too long.").into_response();
    }
    if declared_length(request.headers()) > LARGEST_BODY {
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        return Refusal::new(request.headers(), status, "The request is too large.").into_response();
    }
    next.run(request).await
}

/// Gives up on an answer that does not come. Units of work in the store go on: they are tasks of their own.
pub(crate) async fn time(request: Request, next: Next) -> Response {
    let status = StatusCode::SERVICE_UNAVAILABLE;
    let refusal = Refusal::new(request.headers(), status, "This took too long. Try again shortly.");
    match tokio::time::timeout(LONGEST_WAIT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => refusal.into_response(),
    }
}

fn declared_length(headers: &HeaderMap) -> usize {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    length.and_then(|length| length.parse().ok()).unwrap_or(0)
}
