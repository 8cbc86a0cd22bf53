//! What can go wrong with a Backend API call.

use std::time::Duration;

use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde_json::Value;

use crate::limiter::Exhausted;

/// A failed call. Its texts are for logs: none may be shown to a visitor.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    /// An id of a shape that Clerk never issues; no call was made.
    #[error("an id has a shape that Clerk never issues")]
    InvalidId,
    /// No call was made: there were too many, or Clerk has not answered lately.
    #[error("Clerk's Backend API is left alone for the moment")]
    Held(#[source] Exhausted),
    /// No answer in time, or none at all.
    #[error("Clerk's Backend API cannot be reached")]
    Unreachable(#[source] reqwest::Error),
    /// An answer that is larger than any real one.
    #[error("Clerk's Backend API answered too much")]
    TooLarge,
    /// An answer of another shape.
    #[error("Clerk's Backend API answered something unexpected")]
    Malformed(#[source] serde_json::Error),
    /// Clerk refused.
    #[error(transparent)]
    Answer(ApiError),
}

impl BackendError {
    /// The URL is cut out of the error: its query may hold a nonce.
    pub(super) fn unreachable(error: reqwest::Error) -> Self {
        Self::Unreachable(error.without_url())
    }

    /// Clerk's answer, if there was one.
    pub fn answer(&self) -> Option<&ApiError> {
        match self {
            Self::Answer(error) => Some(error),
            _ => None,
        }
    }

    /// When the same call makes sense again, where that is known.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Held(exhausted) => Some(exhausted.wait),
            Self::Answer(error) => error.retry_after,
            _ => None,
        }
    }

    /// Whether Clerk says that the thing does not exist.
    pub fn is_not_found(&self) -> bool {
        self.answer().is_some_and(|error| error.status == StatusCode::NOT_FOUND)
    }

    /// Whether the same call may succeed later: everything but a refusal (4xx without 408 and 429) and a bad id.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::InvalidId => false,
            Self::Held(_) | Self::Unreachable(_) | Self::TooLarge | Self::Malformed(_) => true,
            Self::Answer(error) => {
                let waits = [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS];
                !error.status.is_client_error() || waits.contains(&error.status)
            }
        }
    }
}

/// An answer of 300 or more.
#[derive(Clone, Debug, thiserror::Error)]
#[error("Clerk's Backend API answered {status} ({})", self.code().unwrap_or("no code"))]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// Clerk's errors, possibly none.
    pub errors: Vec<ErrorItem>,
    /// What to tell Clerk's support: `clerk_trace_id`, else the `cf-ray` header.
    pub trace_id: Option<String>,
    /// `Retry-After`, with 429.
    pub retry_after: Option<Duration>,
}

/// One entry of `errors`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct ErrorItem {
    /// Stable, such as `resource_not_found`.
    #[serde(default)]
    pub code: String,
    /// Short text.
    #[serde(default)]
    pub message: String,
    /// Longer text.
    #[serde(default)]
    pub long_message: Option<String>,
    /// Details such as `param_name`.
    #[serde(default)]
    pub meta: Value,
}

#[derive(Default, Deserialize)]
struct ErrorBody {
    #[serde(default)]
    errors: Vec<ErrorItem>,
    #[serde(default)]
    clerk_trace_id: Option<String>,
}

impl ApiError {
    /// Reads an error answer; a body that is not Clerk's leaves `errors` empty.
    pub(super) fn read(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        let body: ErrorBody = serde_json::from_slice(body).unwrap_or_default();
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let retry_after = text(header::RETRY_AFTER.as_str()).and_then(|seconds| seconds.trim().parse().ok());
        Self {
            status,
            errors: body.errors,
            trace_id: body.clerk_trace_id.or_else(|| text("cf-ray")),
            retry_after: retry_after.map(Duration::from_secs),
        }
    }

    /// The first error's code.
    pub fn code(&self) -> Option<&str> {
        self.errors.first().map(|error| error.code.as_str())
    }

    /// Whether one of the errors has this code.
    pub fn has_code(&self, code: &str) -> bool {
        self.errors.iter().any(|error| error.code == code)
    }
}
