//! The layer that decides who is asking: it finds out what the protocol needs, answers 307 itself where the browser must
//! go to Clerk first, and otherwise leaves [`Auth`] in the request's extensions (and in the response's, for the log).

use std::{
    convert::Infallible,
    task::{Context, Poll},
};

use axum::body::Body;
use clerk_protocol::Auth;
use futures::future::BoxFuture;
use http::{HeaderMap, Request, Response};
use tower::{Layer, Service};

pub use self::outcome::AuthOutcome;
use self::outcome::Verdict;
use crate::{clerk::Clerk, peer::Peer};

mod decide;
mod inquiry;
mod nonce;
mod outcome;
mod respond;

/// Puts [`ClerkService`] in front of a router.
///
/// Inside of the path filter, outside of everything that shows anything to anybody. Static files and the Frontend API
/// proxy stay outside.
#[derive(Clone, Debug)]
pub struct ClerkLayer {
    clerk: Clerk,
}

impl ClerkLayer {
    /// A layer for this instance.
    pub fn new(clerk: Clerk) -> Self {
        Self { clerk }
    }
}

impl<S> Layer<S> for ClerkLayer {
    type Service = ClerkService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        ClerkService { inner, clerk: self.clerk.clone() }
    }
}

/// The service that [`ClerkLayer`] makes.
#[derive(Clone, Debug)]
pub struct ClerkService<S> {
    inner: S,
    clerk: Clerk,
}

impl<S> Service<Request<Body>> for ClerkService<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        // The clone is not ready; the one that was polled is.
        let next = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, next);
        let clerk = self.clerk.clone();
        Box::pin(async move { Ok(handle(clerk, inner, request).await) })
    }
}

async fn handle<S>(clerk: Clerk, mut inner: S, mut request: Request<Body>) -> Response<Body>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    let peer = Peer::admit(&mut request, clerk.trusted_proxies());
    strip_clerk_headers(request.headers_mut());
    let credentials = respond::has_credentials(request.headers());
    let (mut parts, body) = request.into_parts();
    match decide::decide(&clerk, &parts, &peer).await {
        Verdict::GoOn { auth, outcome, headers } => {
            parts.extensions.insert(auth.clone());
            parts.extensions.insert(clerk);
            let Ok(mut response) = inner.call(Request::from_parts(parts, body)).await;
            respond::finish(response.headers_mut(), headers, credentials);
            respond::with_outcome(response, auth, outcome)
        }
        Verdict::Answer { mut response, outcome, headers } => {
            respond::finish(response.headers_mut(), headers, true);
            respond::with_outcome(response, Auth::SignedOut, outcome)
        }
    }
}

/// Nothing from outside may look like a decision of ours (CVE-2025-29927 was such a header).
fn strip_clerk_headers(headers: &mut HeaderMap) {
    let own: Vec<_> = headers.keys().filter(|name| name.as_str().starts_with("x-clerk-")).cloned().collect();
    for name in own {
        headers.remove(name);
    }
}
