//! One request and its answer, over HTTP.

use axum::body::Bytes;
use clerk_protocol::Clock;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use url::Url;

use super::{ApiError, BackendError, error};

/// The version of Clerk's API that this client was written for.
const API_VERSION: HeaderValue = HeaderValue::from_static("2026-05-12");
const CLERK_API_VERSION: HeaderName = HeaderName::from_static("clerk-api-version");
const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// Some editors begin a text with it, and so do some servers.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A request without the credentials.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) content_type: HeaderValue,
    pub(super) body: Bytes,
}

impl Prepared {
    pub(super) fn new(method: Method, url: Url) -> Self {
        Self { method, url, content_type: JSON, body: Bytes::new() }
    }
}

/// An answer below 300.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) status: StatusCode,
    pub(super) trace_id: Option<String>,
    pub(super) body: Vec<u8>,
}

impl Answered {
    /// Whatever the content type says, it is JSON in UTF-8. No body is `null`; bytes that are no text are replaced, as
    /// browsers and Clerk's own SDK do.
    pub(super) fn decode<T: DeserializeOwned>(&self) -> Result<T, BackendError> {
        let body = self.body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.body);
        let text = if body.is_empty() { "null".into() } else { String::from_utf8_lossy(body) };
        serde_json::from_str(&text).map_err(BackendError::Malformed)
    }
}

/// Sends it once.
pub(super) async fn exchange(
    http: &reqwest::Client,
    secret_key: &SecretString,
    prepared: &Prepared,
    limit: usize,
    clock: &dyn Clock,
) -> Result<Answered, BackendError> {
    let request = http
        .request(prepared.method.clone(), prepared.url.clone())
        .bearer_auth(secret_key.expose_secret())
        .header(CLERK_API_VERSION, API_VERSION)
        .header(header::CONTENT_TYPE, prepared.content_type.clone());
    let has_body = !prepared.body.is_empty();
    let request = if has_body { request.body(prepared.body.clone()) } else { request };
    let response = request.send().await.map_err(BackendError::unreachable)?;
    let (status, headers) = (response.status(), response.headers().clone());
    if !status.is_success() {
        return Err(refusal(status, &headers, response, limit, clock).await);
    }
    let body = read(response, limit).await?;
    Ok(Answered { status, trace_id: error::ray(&headers), body })
}

/// The status counts, also where the body cannot be had.
async fn refusal(
    status: StatusCode,
    headers: &HeaderMap,
    response: reqwest::Response,
    limit: usize,
    clock: &dyn Clock,
) -> BackendError {
    let body = read(response, limit).await.unwrap_or_default();
    BackendError::Answer(ApiError::read(status, headers, &body, clock.now_ms()))
}

async fn read(mut response: reqwest::Response, limit: usize) -> Result<Vec<u8>, BackendError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(BackendError::unreachable)? {
        if body.len().saturating_add(chunk.len()) > limit {
            return Err(BackendError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
