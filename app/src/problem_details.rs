//! Problem details (RFC 9457): the one form in which programs are told that something did not work.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};

/// What did not work, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct ProblemDetails {
    status: StatusCode,
    body: Value,
}

impl ProblemDetails {
    /// `code` is a stable name for programs, `detail` a sentence for people.
    pub fn new(status: StatusCode, code: &str, detail: &str) -> Self {
        let body = json!({
            "type": "about:blank",
            "title": status.canonical_reason(),
            "status": status.as_u16(),
            "code": code,
            "detail": detail,
        });
        Self { status, body }
    }

    /// With a member of its own.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        if let Some(members) = self.body.as_object_mut() {
            members.insert(name.to_owned(), value);
        }
        self
    }

    /// As JSON.
    pub fn body(&self) -> &Value {
        &self.body
    }
}

impl IntoResponse for ProblemDetails {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body.to_string()));
        *response.status_mut() = self.status;
        let content_type = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
        response
    }
}
