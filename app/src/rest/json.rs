//! JSON bodies: of the right type, in the right shape, with no field that we do not know.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use crate::{AppError, problem_details::ProblemDetails};

/// A body read as JSON.
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        if !is_json(request.headers()) {
            let detail = "Send JSON, with the content type application/json.";
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(ProblemDetails::new(status, "unsupported_media_type", detail).into_response());
        }
        let body =
            Bytes::from_request(request, state).await.map_err(|rejection| too_large_or_broken(rejection.status()))?;
        read(&body).map(Self).ok_or_else(|| AppError::Malformed.into_response())
    }
}

/// An object and nothing else: derived readers would take a list for an object without names.
fn read<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    let is_object = body.trim_ascii_start().starts_with(b"{");
    serde_json::from_slice(body).ok().filter(|_| is_object)
}

/// Reads a field that may be absent (`None`) but is not null unless its own type says so.
pub(crate) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(field: D) -> Result<Option<T>, D::Error> {
    T::deserialize(field).map(Some)
}

/// An error as the answer of a handler that also passes on the rejections of bodies.
pub(crate) fn refuse(error: impl Into<AppError>) -> Response {
    error.into().into_response()
}

fn too_large_or_broken(status: StatusCode) -> Response {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        ProblemDetails::new(status, "payload_too_large", "The request is too large.").into_response()
    } else {
        AppError::Malformed.into_response()
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}
