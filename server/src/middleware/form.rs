//! Bounds what a server function is sent before anybody reads it: how much, how many fields, and how long ones.

use app::{AppError, form_posts};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use leptos::prelude::FromServerFnError;

use super::limits::LARGEST_BODY;

/// Answers 413. Posts to pages are bounded where they are taken (`app::form_posts`).
pub(crate) async fn bound(request: Request, next: Next) -> Response {
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
