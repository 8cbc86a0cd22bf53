//! [`AppError`] as an HTTP answer: problem details (RFC 9457) for plain axum handlers.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use store::StoreError;

use super::AppError;
use crate::server::request_id;

impl AppError {
    /// Names the request in an [`AppError::Internal`], for handlers outside of Leptos.
    pub fn with_request_id(self, id: impl Into<String>) -> Self {
        match self {
            Self::Internal { .. } => Self::Internal { request_id: Some(id.into()) },
            other => other,
        }
    }

    /// A failure of ours: logged here, once, with the request's span around it; its text goes no further.
    pub fn internal(cause: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error = cause, "request failed");
        Self::Internal { request_id: request_id() }
    }

    /// Writes down what an honest person's browser rarely asks for.
    pub(crate) fn note_refusal(&self) {
        match self {
            Self::Forbidden(permission) => {
                tracing::warn!(target: "security", permission = permission.key(), "a permission was missing");
            }
            Self::TenantMismatch => {
                tracing::warn!(target: "security", "a request for another tenant than the session's")
            }
            _ => {}
        }
    }

    /// The problem details.
    pub fn problem(&self) -> Value {
        let mut problem = json!({
            "type": "about:blank",
            "title": self.status_code().canonical_reason(),
            "status": self.status(),
            "code": self.code(),
            "detail": self.to_string(),
        });
        let (key, value) = match self {
            Self::Forbidden(permission) => ("permission", json!(permission.key())),
            Self::Conflict(project) => ("project", json!(project)),
            Self::Full { most } => ("most", json!(most)),
            Self::Invalid(errors) => ("errors", json!(errors)),
            Self::Internal { request_id: Some(id) } => ("request_id", json!(id)),
            _ => return problem,
        };
        if let Some(fields) = problem.as_object_mut() {
            fields.insert(key.to_owned(), value);
        }
        problem
    }

    /// The status as axum and Leptos want it.
    pub fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// `Retry-After`, in seconds: where another try may well succeed.
    pub(crate) fn retry_after(&self) -> Option<HeaderValue> {
        match self {
            Self::TooManyRequests { retry_after_s } => Some(HeaderValue::from(*retry_after_s)),
            Self::Unavailable => Some(HeaderValue::from(1)),
            Self::MembersUnknown => Some(HeaderValue::from(5)),
            _ => None,
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::InvalidCursor => Self::Malformed,
            StoreError::Unavailable(_) => {
                tracing::warn!(error = &error as &(dyn std::error::Error + 'static), "the store is not available");
                Self::Unavailable
            }
            StoreError::Internal(_) => Self::internal(&error),
        }
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        self.note_refusal();
        let mut response = (self.status_code(), Json(self.problem())).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after() {
            headers.insert(header::RETRY_AFTER, seconds);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{FieldError, Permission};

    #[test]
    fn a_failure_of_ours_says_nothing_but_the_request() {
        let error = AppError::from(StoreError::Internal("password=hunter2".into())).with_request_id("req_1");
        let problem = error.problem().to_string();
        assert!(!problem.contains("hunter2"));
        assert!(problem.contains(r#""request_id":"req_1""#));
        assert_eq!(error.into_response().status(), 500);
    }

    #[test]
    fn problems_carry_what_helps() {
        assert_eq!(AppError::Forbidden(Permission::ProjectsRead).problem()["permission"], "org:projects:read");
        let invalid = AppError::Invalid(vec![FieldError::new("name", "Give the project a name.")]);
        assert_eq!(invalid.problem()["errors"][0]["field"], "name");
        let response = AppError::Unavailable.into_response();
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
    }
}
