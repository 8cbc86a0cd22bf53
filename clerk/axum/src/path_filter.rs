//! The front filter: a request target that is not in canonical form is answered with 400 before anything routes on it.
//!
//! axum matches raw bytes while Leptos renders a URL-normalised path, so `/x/../app` may pass a guard as one path and be
//! rendered as another. Refusing every second spelling keeps the two equal.

use std::task::{Context, Poll};

use axum::body::Body;
use futures::future::{Either, Ready, ready};
use http::{HeaderMap, Method, Request, Response, Version, header, uri::Authority};
use tower::{Layer, Service};

pub use self::canonical::NotCanonical;

mod canonical;
pub(crate) use self::canonical::check_path;
use crate::page;

/// Puts [`PathFilter`] in front of a service. It belongs outside of everything that looks at the path.
#[derive(Clone, Copy, Debug, Default)]
pub struct PathFilterLayer {
    hostless: &'static [&'static str],
}

impl PathFilterLayer {
    /// Lets requests for these paths come without a `Host` or with an empty one: probes of balancers speak HTTP/1.0, and
    /// have no name to ask for.
    #[must_use]
    pub fn hostless(self, paths: &'static [&'static str]) -> Self {
        Self { hostless: paths }
    }
}

impl<S> Layer<S> for PathFilterLayer {
    type Service = PathFilter<S>;

    fn layer(&self, inner: S) -> Self::Service {
        PathFilter { inner, hostless: self.hostless }
    }
}

/// Answers 400 to non-canonical request targets, passes the others on unchanged.
#[derive(Clone, Debug)]
pub struct PathFilter<S> {
    inner: S,
    hostless: &'static [&'static str],
}

impl<S, B> Service<Request<B>> for PathFilter<S>
where
    S: Service<Request<B>, Response = Response<Body>>,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Either<S::Future, Ready<Result<Self::Response, Self::Error>>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let is_hostless = self.hostless.contains(&request.uri().path()) && names_no_host(&request);
        match check(&request) {
            Err(problem) if !is_hostless => Either::Right(ready(Ok(refuse(problem, request.headers())))),
            Ok(()) | Err(_) => Either::Left(self.inner.call(request)),
        }
    }
}

/// Whether a request's target and `Host` are in the one spelling that is served.
///
/// # Errors
/// The first rule that is broken.
pub fn check<B>(request: &Request<B>) -> Result<(), NotCanonical> {
    if request.method() == Method::CONNECT {
        return Err(NotCanonical::Form);
    }
    check_authority(request)?;
    canonical::check_path(request.uri().path())?;
    canonical::check_query(request.uri().query().unwrap_or_default())
}

/// Exactly one `Host` that is a plain authority; an absolute-form target must name the same one (RFC 9112 §3.2).
fn check_authority<B>(request: &Request<B>) -> Result<(), NotCanonical> {
    let named = request.uri().authority();
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = match (hosts.next(), hosts.next(), named) {
        (Some(host), None, _) => Authority::try_from(host.as_bytes()).map_err(|_| NotCanonical::InvalidHost)?,
        (Some(_), Some(_), _) => return Err(NotCanonical::DuplicateHost),
        // HTTP/2 carries it as `:authority`, which lands in the URI.
        (None, _, Some(authority)) if request.version() >= Version::HTTP_2 => authority.clone(),
        (None, ..) => return Err(NotCanonical::MissingHost),
    };
    if host.as_str().contains('@') || host.host().is_empty() {
        return Err(NotCanonical::InvalidHost);
    }
    if named.is_some_and(|authority| authority != &host) {
        return Err(NotCanonical::ForeignAuthority);
    }
    Ok(())
}

/// No `Host`, or one empty `Host`: all else about such a request may be in order.
fn names_no_host<B>(request: &Request<B>) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    hosts.next().is_none_or(|host| host.is_empty()) && hosts.next().is_none()
}

fn refuse(problem: NotCanonical, headers: &HeaderMap) -> Response<Body> {
    tracing::warn!(target: "security", rule = %problem, "request target refused");
    page::bad_address(headers)
}

#[cfg(test)]
mod tests;
