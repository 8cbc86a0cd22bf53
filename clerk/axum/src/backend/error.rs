//! What can go wrong with a Backend API call.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::retry_after;
use crate::limiter::Exhausted;

/// A failed call. Its texts are for logs: none may be shown to a visitor.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    /// An id of a shape that Clerk never issues; no call was made.
    #[error("an id has a shape that Clerk never issues")]
    InvalidId,
    /// Parameters that are no JSON; no call was made.
    #[error("the parameters of a call cannot be written as JSON")]
    InvalidParameters,
    /// No call was made: there were too many, or Clerk has not answered lately.
    #[error("Clerk's Backend API is left alone for the moment")]
    Held(#[source] Exhausted),
    /// No answer within the time there was.
    #[error("Clerk's Backend API did not answer in time")]
    TimedOut,
    /// No connection, or one that broke.
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

    /// Whether it was answered with a 404, whoever answered.
    pub fn is_not_found(&self) -> bool {
        self.answer().is_some_and(|error| error.status == StatusCode::NOT_FOUND)
    }

    /// Whether Clerk itself says that there is no such thing (`resource_not_found`): not whatever else answers 404 at its
    /// address.
    pub fn is_resource_not_found(&self) -> bool {
        self.is_not_found() && self.answer().is_some_and(|answer| answer.has_code("resource_not_found"))
    }

    /// Whether the same call may succeed later: everything but a refusal (4xx without 408 and 429) and a bad id.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::InvalidId | Self::InvalidParameters => false,
            Self::Held(_) | Self::TimedOut | Self::Unreachable(_) | Self::TooLarge | Self::Malformed(_) => true,
            Self::Answer(error) => !error.status.is_client_error() || error.asks_for_patience(),
        }
    }

    /// Whether Clerk cannot be reached: calls about other things fail as well.
    pub fn is_outage(&self) -> bool {
        match self {
            Self::TimedOut | Self::Unreachable(_) => true,
            Self::Answer(_) => self.is_temporary(),
            _ => false,
        }
    }

    /// Whether to make the call again, where that does no harm: 408, 429 and 5xx, but not 501, and no answer at all.
    pub(super) fn is_worth_another_try(&self) -> bool {
        match self {
            Self::TimedOut | Self::Unreachable(_) => true,
            Self::Answer(error) => {
                let status = error.status;
                error.asks_for_patience() || (status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED)
            }
            _ => false,
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
    /// `Retry-After`, in seconds or as a date.
    pub retry_after: Option<Duration>,
}

/// One entry of `errors`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
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
    #[serde(default, skip_serializing_if = "Value::is_null")]
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
    pub(super) fn read(status: StatusCode, headers: &HeaderMap, body: &[u8], now_ms: i64) -> Self {
        let body: ErrorBody = serde_json::from_slice(body).unwrap_or_default();
        Self {
            status,
            errors: body.errors,
            trace_id: body.clerk_trace_id.or_else(|| ray(headers)),
            retry_after: retry_after::read(headers, now_ms),
        }
    }

    fn asks_for_patience(&self) -> bool {
        matches!(self.status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS)
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

/// What the network in front of Clerk calls the exchange.
pub(super) fn ray(headers: &HeaderMap) -> Option<String> {
    headers.get("cf-ray").and_then(|value| value.to_str().ok()).map(str::to_owned)
}
