//! What is known of a request, logged when it is over: when its answer was sent completely, or when nobody waits for it
//! any more.

use std::{
    net::IpAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    response::Response,
};
use domain::Clock;
use http::{HeaderMap, Method, StatusCode, header};
use hyper::body::{Frame, SizeHint};
use tracing::Span;

use super::{Identity, Ids};
use crate::health;

/// Letters of a `User-Agent` that are written down.
const LONGEST_AGENT: usize = 200;

/// Written when dropped.
pub(super) struct Line {
    clock: Arc<dyn Clock>,
    began_at_ms: i64,
    method: Method,
    path: String,
    address: String,
    user_agent: String,
    identity: Identity,
    span: Span,
    status: Option<StatusCode>,
    /// Bytes of the answer's body that were handed to the connection.
    pub(super) bytes: u64,
    /// What became of it.
    pub(super) end: End,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Nobody took the whole answer.
    ClientGone,
    /// Our own answer could not be made to its end.
    BrokenOff,
    /// The answer was handed over whole.
    Answered,
}

impl Line {
    pub(super) fn begin(
        clock: Arc<dyn Clock>,
        request: &Request,
        address: Option<IpAddr>,
        identity: Identity,
        span: Span,
    ) -> Self {
        Self {
            began_at_ms: clock.monotonic_ms(),
            clock,
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            address: address.map(|address| address.to_string()).unwrap_or_default(),
            user_agent: user_agent(request.headers()),
            identity,
            span,
            status: None,
            bytes: 0,
            end: End::ClientGone,
        }
    }

    /// Goes on with the answer's body, to its end.
    pub(super) fn answered(mut self, response: Response) -> Response {
        self.status = Some(response.status());
        if self.method == Method::HEAD || response.body().is_end_stream() {
            self.end = End::Answered;
            return response;
        }
        response.map(|body| Body::new(Sent::new(body, self)))
    }

    /// Files and health checks are many and say little, unless something is wrong with them.
    fn is_noise(&self) -> bool {
        let is_well = self.status.is_some_and(|status| !status.is_client_error() && !status.is_server_error());
        let is_common = self.path.starts_with("/pkg/") || self.path == "/favicon.svg";
        let is_probe = health::PATHS.contains(&self.path.as_str());
        self.end == End::Answered && (is_probe || is_well && is_common)
    }
}

fn user_agent(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    agent.chars().take(LONGEST_AGENT).collect()
}

/// The line at one level.
macro_rules! write_line {
    ($level:ident, $line:expr) => {{
        let line = $line;
        let Line { method, path, address, user_agent, bytes, .. } = line;
        let Ids { user: user_id, organization: organization_id, impersonator } =
            line.identity.0.get().cloned().unwrap_or_default();
        let status = line.status.map(|status| status.as_u16());
        let duration_ms = line.clock.monotonic_ms() - line.began_at_ms;
        let end = match line.end {
            End::Answered => "answered",
            End::BrokenOff => "broken off",
            End::ClientGone => "client gone",
        };
        tracing::$level!(
            %method, path, status, user_id, organization_id, impersonator, duration_ms, bytes, address, user_agent,
            "{end}"
        );
    }};
}

impl Drop for Line {
    fn drop(&mut self) {
        let _inside = self.span.enter();
        if self.is_noise() {
            write_line!(debug, &*self);
        } else {
            write_line!(info, &*self);
        }
    }
}

/// The body, and the line that is written when it is over.
struct Sent {
    body: Body,
    length: Option<u64>,
    line: Line,
}

impl Sent {
    fn new(body: Body, line: Line) -> Self {
        Self { length: body.size_hint().exact(), body, line }
    }
}

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        match &frame {
            Poll::Ready(Some(Ok(frame))) => {
                self.line.bytes += frame.data_ref().map_or(0, |data| data.len() as u64);
                // Whoever knows the length does not ask for more.
                if self.body.is_end_stream() || self.length == Some(self.line.bytes) {
                    self.line.end = End::Answered;
                }
            }
            Poll::Ready(Some(Err(_))) => self.line.end = End::BrokenOff,
            Poll::Ready(None) => self.line.end = End::Answered,
            Poll::Pending => {}
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
