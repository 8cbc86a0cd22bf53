//! How long a request may take and how large it may be.
//!
//! The connection itself accepts heads of twice this size (`serve::connection`): what is between the two limits gets an
//! answer in words here.

use std::time::Duration;

use app::{AppError, form_posts};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};
use leptos::prelude::FromServerFnError;

use crate::refusal::Refusal;

/// The largest body, in bytes. Forms and JSON of this app are far smaller.
pub(crate) const LARGEST_BODY: usize = 256 * 1024;
/// Lines of a request's head. A content network and two proxies add about twenty to a browser's own.
const MOST_HEADERS: usize = 100;
/// Bytes of a request's head.
const LARGEST_HEAD: usize = 32 * 1024;
/// What is said of a body that is too large.
pub(crate) const TOO_LARGE: &str = "That is more than can be taken at once. Go back: what you typed is still there. Shorten it \
                                    and send it again.";
/// The longest request target, in bytes.
const LONGEST_TARGET: usize = 8 * 1024;
/// From the request's head to the answer's head.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Refuses a head that is too large.
pub(crate) async fn head(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len()).sum();
    if headers.len() <= MOST_HEADERS && bytes <= LARGEST_HEAD {
        return next.run(request).await;
    }
    let detail = "Your browser sent too much with this request, as a rule too many cookies. Delete this site's cookies and \
                  try again.";
    Refusal::new(headers, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, detail).into_response()
}

/// Refuses what is too long to look at.
pub(crate) async fn size(request: Request, next: Next) -> Response {
    let target = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if target > LONGEST_TARGET {
        return Refusal::new(request.headers(), StatusCode::URI_TOO_LONG, "The address is too long.").into_response();
    }
    if declared_length(request.headers()) > LARGEST_BODY {
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        return Refusal::new(request.headers(), status, TOO_LARGE).into_response();
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

/// Bounds what a server function is sent before anybody reads it: how much, how many fields, and how long ones. Answers 413.
/// Posts to pages are bounded where they are taken (`app::form_posts`).
pub(crate) async fn function_body(request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/api/fn/") {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    match to_bytes(body, LARGEST_BODY).await {
        Ok(form) if form_posts::fit(&form) => next.run(Request::from_parts(parts, Body::from(form))).await,
        _ => too_large(),
    }
}

fn too_large() -> Response {
    let content_type = [(header::CONTENT_TYPE, "application/json")];
    (StatusCode::PAYLOAD_TOO_LARGE, content_type, AppError::TooLarge.ser()).into_response()
}
