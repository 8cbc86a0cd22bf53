//! Clerk's Frontend API under the app's own origin (`CLERK_PROXY_URL`): the browser speaks to `/__clerk/…`, this passes
//! it on with the instance's secret key.
//!
//! Because of that key the upstream is pinned: whatever the path, the request goes to the configured authority or nowhere.

use std::{fmt, time::Duration};

use axum::{
    Router,
    body::{Body, HttpBody},
    extract::{OriginalUri, Request, State},
    response::{IntoResponse, Response},
};
use http::Method;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use secrecy::SecretString;
use url::Url;

use self::error::ProxyError;
use crate::{
    clerk::Clerk,
    config::{ClerkConfig, ConfigError},
    peer::Peer,
};

mod answer_body;
mod error;
mod impersonation;
mod request_headers;
mod response_headers;
mod target;

/// The largest request body, bytes. Pictures are the largest thing that is uploaded to Clerk.
const BODY_LIMIT: usize = 10 * 1024 * 1024;
/// Until the answer begins; an upload counts.
const ANSWER: Duration = Duration::from_secs(30);
/// What ClerkJS and Clerk's own pages use. TRACE above all is not among them: an upstream that honours it sends the request
/// back, and with it the secret key.
const METHODS: [Method; 7] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];

/// Left in the extensions of every answer that came from Clerk, with headers that fit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proxied;

/// Everything below the proxy path. Mount it with `nest(clerk.proxy_path(), router(clerk))`, outside of the Clerk layer,
/// of CSRF and of the app's CSP.
pub fn router(clerk: Clerk) -> Router {
    Router::new().fallback(answer).with_state(clerk)
}

async fn answer(State(clerk): State<Clerk>, request: Request) -> Response {
    match forward(&clerk, request).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn forward(clerk: &Clerk, mut request: Request) -> Result<Response, ProxyError> {
    if !METHODS.contains(request.method()) {
        return Err(ProxyError::Method);
    }
    let proxy = clerk.proxy();
    let peer = Peer::admit(&mut request, clerk.trusted_proxies());
    clerk.calls().forward(peer.limit_key()).map_err(ProxyError::TooMany)?;
    let origin = clerk.origin_for(&peer).ok_or(ProxyError::Configuration)?;
    let proxy_url = format!("{origin}{}", proxy.path);
    let url = proxy.target(&request)?;
    if proxy.limits_impersonators && impersonation::is_kept_from(&request, &url, &proxy.upstream) {
        return Err(ProxyError::Impersonating);
    }

    let (parts, body) = request.into_parts();
    let headers = request_headers::build(&parts.headers, &peer, &origin, &proxy_url, &proxy.secret_key)?;
    let mut outgoing = proxy.http.request(parts.method, url).headers(headers);
    if !body.is_end_stream() {
        outgoing = outgoing.body(limited(body)?);
    }
    let sent = tokio::time::timeout(ANSWER, outgoing.send()).await.map_err(|_| ProxyError::Timeout)?;
    let response: http::Response<reqwest::Body> = sent.map_err(upstream_error)?.into();
    let (mut parts, body) = response.into_parts();
    response_headers::clean(&mut parts.headers, &proxy.upstream, &proxy_url)?;
    parts.extensions.insert(Proxied);
    Ok(Response::from_parts(parts, answer_body::bounded(body)?))
}

/// The body as a stream that ends with an error where it becomes too long.
fn limited(body: Body) -> Result<reqwest::Body, ProxyError> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > BODY_LIMIT {
        return Err(ProxyError::TooLarge);
    }
    Ok(reqwest::Body::wrap_stream(Limited::new(body, BODY_LIMIT).into_data_stream()))
}

fn upstream_error(error: reqwest::Error) -> ProxyError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return ProxyError::TooLarge;
        }
        cause = error.source();
    }
    ProxyError::Upstream(error.without_url())
}

/// What the proxy needs to know, settled at start.
pub(crate) struct FrontendProxy {
    http: reqwest::Client,
    upstream: Url,
    path: String,
    secret_key: SecretString,
    limits_impersonators: bool,
}

impl fmt::Debug for FrontendProxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let upstream = self.upstream.as_str();
        formatter.debug_struct("FrontendProxy").field("upstream", &upstream).finish_non_exhaustive()
    }
}

impl FrontendProxy {
    pub(crate) fn new(upstream: Url, config: &ClerkConfig) -> Result<Self, ConfigError> {
        Ok(Self {
            http: crate::http_client::build(&upstream)?,
            upstream,
            path: config.proxy_path()?,
            secret_key: config.secret_key.clone(),
            limits_impersonators: !config.impersonators_unlimited,
        })
    }

    /// Where the proxy is mounted, without a slash at the end.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    fn target(&self, request: &Request) -> Result<Url, ProxyError> {
        // `nest` cuts the prefix off; the original has it still.
        let original = request.extensions().get::<OriginalUri>();
        let uri = original.map_or(request.uri(), |OriginalUri(uri)| uri);
        let rest = target::below(uri.path(), &self.path).ok_or(ProxyError::PathMismatch)?;
        target::join(&self.upstream, rest, uri.query()).ok_or(ProxyError::Target)
    }
}
