//! [`AppError`] as an HTTP answer: problem details (RFC 9457) for plain axum handlers.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;
use store::StoreError;

use super::AppError;
use crate::{
    problem_details::ProblemDetails,
    request::{MalformedQuery, request_id},
};

impl AppError {
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
    pub fn problem(&self) -> ProblemDetails {
        let problem = ProblemDetails::new(self.status_code(), self.code(), &self.to_string());
        match self {
            Self::Forbidden(permission) => problem.with("permission", json!(permission.key())),
            Self::Conflict(present) => problem.with(&present.noun, present.object.clone()),
            Self::Full { most, .. } => problem.with("most", json!(most)),
            Self::Invalid(errors) => problem.with("errors", json!(errors)),
            Self::Internal { request_id: Some(id) } => problem.with("request_id", json!(id)),
            _ => problem,
        }
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
            Self::Refused(reason) => reason.retry_after_s.map(HeaderValue::from),
            _ => None,
        }
    }
}

impl From<MalformedQuery> for AppError {
    fn from(_: MalformedQuery) -> Self {
        Self::Malformed
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
        let mut response = self.problem().into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
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
        assert_eq!(
            AppError::from(StoreError::Internal("password=hunter2".into())),
            AppError::Internal { request_id: None }
        );
        let error = AppError::Internal { request_id: Some("req_1".to_owned()) };
        let problem = error.problem().body().to_string();
        assert!(!problem.contains("hunter2"));
        assert!(problem.contains(r#""request_id":"req_1""#));
        assert_eq!(error.into_response().status(), 500);
    }

    #[test]
    fn problems_carry_what_helps() {
        assert_eq!(AppError::Forbidden(Permission::ReadActivity).problem().body()["permission"], "org:activity:read");
        let invalid = AppError::Invalid(vec![FieldError::new("name", "Give the project a name.")]);
        assert_eq!(invalid.problem().body()["errors"][0]["field"], "name");
        let response = AppError::Unavailable.into_response();
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
    }
}
