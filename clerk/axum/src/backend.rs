//! Clerk's Backend API, as far as this product calls it. Each call is one small function in a submodule.
//!
//! Errors are typed ([`BackendError`]); nothing here writes a secret, a token or a URL into a log.

use std::{fmt, sync::Arc, time::Duration};

use clerk_protocol::Clock;
use http::{HeaderName, Method, header};
use reqwest::RequestBuilder;
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use url::Url;

use self::guard::{Guard, Purpose};
pub use self::{
    error::{ApiError, BackendError, ErrorItem},
    organizations::{Membership, Organization, PublicUserData},
    page::{Page, Paging},
    users::{EmailAddress, User, UserFilter},
};
use crate::{config::ConfigError, limiter::Rate};

mod error;
mod guard;
mod organizations;
mod page;
mod path;
mod sessions;
#[cfg(test)]
mod tests;
mod users;

/// A visitor waits for these calls, and never longer than two seconds for all of them together.
const WAITED_FOR: Duration = Duration::from_millis(1_800);
/// The other calls.
const PATIENT: Duration = Duration::from_secs(10);
/// The largest answer that is read.
const ANSWER_LIMIT: usize = 4 * 1024 * 1024;
/// A key set is small; ten keys are about 5 KB.
const KEYS_LIMIT: usize = 256 * 1024;

/// The version of Clerk's API that this client was written for.
const API_VERSION: &str = "2026-05-12";
const CLERK_API_VERSION: HeaderName = HeaderName::from_static("clerk-api-version");

/// The client. Cloning shares the connections.
#[derive(Clone)]
pub struct BackendClient {
    http: reqwest::Client,
    base: Url,
    secret_key: SecretString,
    guard: Arc<Guard>,
}

impl fmt::Debug for BackendClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("BackendClient").field("base", &self.base.as_str()).finish_non_exhaustive()
    }
}

impl BackendClient {
    /// `api_url` is the origin, without `/v1`; `rate` bounds the calls of the whole process.
    pub(crate) fn new(
        api_url: &Url,
        secret_key: SecretString,
        rate: Rate,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ConfigError> {
        let http = crate::http_client::build(api_url)?;
        Ok(Self { http, base: path::versioned(api_url), secret_key, guard: Arc::new(Guard::new(rate, clock)) })
    }

    /// A call to `segments` below `/v1`, with everything that Clerk wants in the headers.
    fn call(&self, method: Method, segments: &[path::Segment<'_>]) -> Result<RequestBuilder, BackendError> {
        let url = path::join(&self.base, segments)?;
        let request = self.http.request(method, url).timeout(PATIENT);
        Ok(request
            .bearer_auth(self.secret_key.expose_secret())
            .header(CLERK_API_VERSION, API_VERSION)
            .header(header::CONTENT_TYPE, "application/json"))
    }

    fn get(&self, segments: &[path::Segment<'_>]) -> Result<RequestBuilder, BackendError> {
        self.call(Method::GET, segments)
    }

    async fn send<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, BackendError> {
        self.send_for(Purpose::Data, request).await
    }

    async fn send_for<T: DeserializeOwned>(
        &self,
        purpose: Purpose,
        request: RequestBuilder,
    ) -> Result<T, BackendError> {
        self.guard.admit(purpose)?;
        let answer = self.send_raw(request, ANSWER_LIMIT).await;
        self.guard.note(purpose, &answer);
        serde_json::from_slice(&answer?).map_err(BackendError::Malformed)
    }

    async fn send_raw(&self, request: RequestBuilder, limit: usize) -> Result<Vec<u8>, BackendError> {
        let response = request.send().await.map_err(BackendError::unreachable)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = read(response, limit).await?;
        if status.is_success() { Ok(body) } else { Err(BackendError::Answer(ApiError::read(status, &headers, &body))) }
    }

    /// `GET /jwks`: the instance's public keys as JSON. One try; the key cache does the retries.
    pub(crate) async fn jwks(&self) -> Result<Vec<u8>, BackendError> {
        let request = self.get(&[path::Segment::Fixed("jwks")])?.timeout(WAITED_FOR);
        self.send_raw(request, KEYS_LIMIT).await
    }
}

async fn read(mut response: reqwest::Response, limit: usize) -> Result<Vec<u8>, BackendError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(BackendError::unreachable)? {
        if body.len() + chunk.len() > limit {
            return Err(BackendError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// A failed call, in the log. Errors of the API name no secret and no URL.
pub(crate) fn log(error: &BackendError, what: &'static str) {
    if matches!(error, BackendError::Held(_)) {
        // What held it up was logged; a flood of these would bury it.
        return tracing::debug!(error = error as &dyn std::error::Error, what);
    }
    tracing::warn!(error = error as &dyn std::error::Error, what);
}
