//! Layers that cost nothing to copy.
//!
//! axum copies a route for each request, and each layer made of a function copies everything below itself once more: with a
//! dozen of them, that was a fifth of the instructions of a page. Here all copies of a layer share it; one is made of the
//! layer alone when it is called.

use std::{
    sync::Arc,
    task::{Context, Poll},
};

use tower::{Layer, Service, ServiceExt, util::Oneshot};

/// A layer whose copies share what it makes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shared<L>(pub(crate) L);

impl<S, L: Layer<S>> Layer<S> for Shared<L> {
    type Service = SharedService<L::Service>;

    fn layer(&self, inner: S) -> Self::Service {
        SharedService(Arc::new(self.0.layer(inner)))
    }
}

/// The service that [`Shared`] makes.
#[derive(Debug)]
pub(crate) struct SharedService<S>(Arc<S>);

impl<S> Clone for SharedService<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S: Service<R> + Clone, R> Service<R> for SharedService<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = Oneshot<S, R>;

    /// The copy that is called waits until it is ready.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: R) -> Self::Future {
        S::clone(&self.0).oneshot(request)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        convert::Infallible,
        sync::atomic::{AtomicUsize, Ordering},
    };

    use axum::{
        Router,
        body::Body,
        middleware::{Next, from_fn},
        routing::any_service,
    };
    use http::{Request, Response};

    use super::*;

    /// Counts how often it is copied.
    struct Counted(Arc<AtomicUsize>);

    impl Clone for Counted {
        fn clone(&self) -> Self {
            self.0.fetch_add(1, Ordering::Relaxed);
            Self(Arc::clone(&self.0))
        }
    }

    impl Service<Request<Body>> for Counted {
        type Response = Response<Body>;
        type Error = Infallible;
        type Future = std::future::Ready<Result<Response<Body>, Infallible>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Request<Body>) -> Self::Future {
            std::future::ready(Ok(Response::new(Body::empty())))
        }
    }

    /// How often one request copies what is below so many layers.
    async fn copies(layers: usize) -> Result<usize, Infallible> {
        let count = Arc::new(AtomicUsize::new(0));
        let router = Router::new().route("/", any_service(Counted(Arc::clone(&count))));
        let pass = || Shared(from_fn(async |request: axum::extract::Request, next: Next| next.run(request).await));
        let router: Router = (0..layers).fold(router, |router, _| router.layer(pass()));
        let before = count.load(Ordering::Relaxed);
        router.oneshot(Request::new(Body::empty())).await?;
        Ok(count.load(Ordering::Relaxed) - before)
    }

    #[tokio::test]
    async fn a_request_copies_what_is_below_as_often_under_many_layers_as_under_one() -> Result<(), Infallible> {
        assert_eq!(copies(20).await?, copies(1).await?);
        Ok(())
    }
}
