//! One connection: HTTP/1.1 over a stream whose other side must keep pace.

use std::{convert::Infallible, net::SocketAddr, time::Duration};

use axum::{
    Router,
    body::{Body, HttpBody},
    extract::ConnectInfo,
    response::Response,
};
use http::{HeaderValue, Request, StatusCode, header};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::net::TcpStream;
use tower::ServiceExt;

use super::{
    Patience,
    admission::Place,
    ahead::{Arrivals, Turns},
    bodies::{Remembered, bounded},
    paced::{self, Paced},
};
use crate::refusal::Refusal;

/// Bytes of a request's head: twice what `middleware::limits` lets pass, so that what is a little too long gets an answer
/// in words.
const LARGEST_HEAD: usize = 64 * 1024;
/// Header lines of a request; the same.
const MOST_HEADERS: usize = 200;
/// For the request of a connection that is refused.
const PATIENCE_FOR_THE_REFUSED: Duration = Duration::from_secs(2);
/// What is said to requests ahead that are too many.
const TOO_MANY_AHEAD: &str = "Too many requests were sent ahead. Wait for each answer before the next request.";
/// What is said where there is no place.
pub(super) const NO_PLACE: &str = "There are too many connections just now. Wait a moment and try again.";

/// Answers the requests of a connection.
pub(super) fn answer(
    stream: TcpStream,
    peer: SocketAddr,
    (router, turns): (Router, Turns),
    patience: Patience,
    graceful: &GracefulShutdown,
    place: Place,
) {
    let arrivals = Arrivals::default();
    let stream = paced(stream, patience, arrivals.clone());
    run((stream, peer), http(patience.head), patience, graceful, place, move |mut request: Request<Body>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let (router, turns, is_ahead) = (router.clone(), turns.clone(), arrivals.is_ahead());
        async move {
            let Some(_turn) = turns.wait(is_ahead).await else {
                tracing::warn!(target: "security", event = "request refused", address = %peer.ip(), "too many were sent ahead");
                return Ok(closing(&request, TOO_MANY_AHEAD));
            };
            router.oneshot(request).await.map(|response| bounded(response, patience.answer))
        }
    });
}

/// Says that there is no place, to one request, and closes.
pub(super) fn refuse(
    stream: TcpStream,
    peer: SocketAddr,
    patience: Patience,
    graceful: &GracefulShutdown,
    place: Place,
) {
    let mut http = http(patience.head.min(PATIENCE_FOR_THE_REFUSED));
    http.keep_alive(false);
    let stream = paced(stream, patience, Arrivals::default());
    run((stream, peer), http, patience, graceful, place, async |request: Request<Body>| {
        Ok(closing(&request, NO_PLACE))
    });
}

/// A refusal after which the connection is closed.
fn closing(request: &Request<Body>, detail: &'static str) -> Response {
    let refusal = Refusal::new(request.headers(), StatusCode::SERVICE_UNAVAILABLE, detail);
    let mut response = refusal.into_response();
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

fn http(head: Duration) -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(head)
        .max_buf_size(2 * LARGEST_HEAD)
        .max_header_size(LARGEST_HEAD)
        .max_headers(MOST_HEADERS);
    http
}

fn paced(stream: TcpStream, patience: Patience, arrivals: Arrivals) -> Paced<TcpStream> {
    if let Err(error) = paced::prepare(&stream, patience.pace()) {
        tracing::debug!(%error, "a connection without all its options");
    }
    Paced::new(stream, patience.pace(), arrivals)
}

fn run<F>(
    (stream, peer): (Paced<TcpStream>, SocketAddr),
    http: http1::Builder,
    patience: Patience,
    graceful: &GracefulShutdown,
    place: Place,
    handle: impl Fn(Request<Body>) -> F + Send + 'static,
) where
    F: Future<Output = Result<Response, Infallible>> + Send + 'static,
{
    let service = service_fn(move |request: Request<Incoming>| {
        let (parts, body) = request.into_parts();
        let body = if body.is_end_stream() {
            Body::empty()
        } else {
            Body::new(Remembered::new(body, &parts.headers, patience.leftovers))
        };
        handle(Request::from_parts(parts, body))
    });
    let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            note(&error, peer);
        }
        drop(place);
    });
}

/// What never became a request has no line in the access log; it is logged here.
fn note(error: &hyper::Error, peer: SocketAddr) {
    let address = peer.ip();
    let is_malformed = error.is_parse();
    let error = error as &dyn std::error::Error;
    if is_malformed {
        tracing::warn!(target: "security", error, %address, "what came was no request");
    } else {
        tracing::debug!(error, %address, "connection ended early");
    }
}
