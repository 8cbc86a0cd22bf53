//! The proxy's own errors, in the shape of Clerk's so that ClerkJS can show them.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

use crate::limiter::Exhausted;

/// Why a request was not passed on.
#[derive(Debug, thiserror::Error)]
pub(super) enum ProxyError {
    #[error("the public origin is not known")]
    Configuration,
    #[error("the request is not below the proxy path")]
    PathMismatch,
    #[error("the path does not name a place at the upstream")]
    Target,
    #[error("too many requests in a row; try again shortly")]
    TooMany(#[source] Exhausted),
    #[error("the Frontend API does not take this method")]
    Method,
    #[error(
        "While you are signed in as somebody else you can neither change who belongs to an organization nor delete \
         anything. Sign out and let them do it."
    )]
    Impersonating,
    #[error("the body is larger than 10 MB")]
    TooLarge,
    #[error("Clerk's answer is larger than 32 MB")]
    AnswerTooLarge,
    #[error("Clerk sent the request back")]
    Echo,
    #[error("Clerk did not answer in time")]
    Timeout,
    #[error("Clerk cannot be reached")]
    Upstream(#[source] reqwest::Error),
}

impl ProxyError {
    fn answer(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Configuration => (StatusCode::INTERNAL_SERVER_ERROR, "proxy_configuration_error"),
            Self::PathMismatch => (StatusCode::BAD_REQUEST, "proxy_path_mismatch"),
            Self::Target => (StatusCode::BAD_REQUEST, "proxy_request_failed"),
            Self::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "too_many_requests"),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "proxy_request_failed"),
            Self::Impersonating => (StatusCode::FORBIDDEN, "impersonating"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "proxy_request_failed"),
            Self::AnswerTooLarge | Self::Echo | Self::Timeout | Self::Upstream(_) => {
                (StatusCode::BAD_GATEWAY, "proxy_request_failed")
            }
        }
    }
}

impl IntoResponse for ProxyError {
    fn into_response(self) -> Response {
        let (status, code) = self.answer();
        if status.is_server_error() {
            tracing::warn!(error = &self as &dyn std::error::Error, "Frontend API proxy");
        }
        let body =
            json!({ "errors": [{ "code": code, "message": self.to_string(), "long_message": self.to_string() }] });
        let mut response = (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response();
        if let Self::TooMany(exhausted) = &self {
            response.headers_mut().insert(header::RETRY_AFTER, exhausted.retry_after_s().into());
        }
        if status == StatusCode::METHOD_NOT_ALLOWED {
            let methods = HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
            response.headers_mut().insert(header::ALLOW, methods);
        }
        response
    }
}
