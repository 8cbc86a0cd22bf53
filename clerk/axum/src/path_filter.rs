//! The front filter: a request target that is not in canonical form is answered with 400 before anything routes on it.
//!
//! axum matches raw bytes while Leptos renders a URL-normalised path, so `/x/../app` may pass a guard as one path and be
//! rendered as another. Refusing every second spelling keeps the two equal.

use std::task::{Context, Poll};

use axum::{body::Body, response::IntoResponse};
use futures::future::{Either, Ready, ready};
use http::{Method, Request, Response, StatusCode, Version, header, uri::Authority};
use tower::{Layer, Service};

pub use self::canonical::NotCanonical;

mod canonical;
pub(crate) use self::canonical::check_path;

/// Puts [`PathFilter`] in front of a service. It belongs outside of everything that looks at the path.
#[derive(Clone, Copy, Debug, Default)]
pub struct PathFilterLayer;

impl<S> Layer<S> for PathFilterLayer {
    type Service = PathFilter<S>;

    fn layer(&self, inner: S) -> Self::Service {
        PathFilter { inner }
    }
}

/// Answers 400 to non-canonical request targets, passes the others on unchanged.
#[derive(Clone, Debug)]
pub struct PathFilter<S> {
    inner: S,
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
        match check(&request) {
            Ok(()) => Either::Left(self.inner.call(request)),
            Err(problem) => Either::Right(ready(Ok(refuse(problem)))),
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

fn refuse(problem: NotCanonical) -> Response<Body> {
    tracing::debug!(rule = %problem, "request target refused");
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::BAD_REQUEST, headers, "Bad request").into_response()
}

#[cfg(test)]
mod tests;
