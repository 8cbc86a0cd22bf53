//! A stand-in for Clerk on a loopback port: records what arrives, answers what it is told.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    response::Response,
};
use http::{HeaderMap, Method, StatusCode, Uri};
use tokio::net::TcpListener;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Recorded {
    /// A header's text, empty when absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

type Answer = Arc<dyn Fn(&Recorded) -> Response + Send + Sync>;

/// The stand-in.
#[derive(Clone)]
pub(crate) struct Upstream {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    seen: Mutex<Vec<Recorded>>,
    answer: Mutex<Answer>,
}

impl Upstream {
    /// Listens and answers 200 with an empty JSON object until told otherwise.
    pub(crate) async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let answer: Answer = Arc::new(|_| json(StatusCode::OK, "{}"));
        let shared = Arc::new(Shared { seen: Mutex::default(), answer: Mutex::new(answer) });
        let upstream = Self { address: listener.local_addr()?, shared: Arc::clone(&shared) };
        let app = Router::new().fallback(record).with_state(shared);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(upstream)
    }

    /// `http://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What to answer from now on.
    pub(crate) fn answers(&self, answer: impl Fn(&Recorded) -> Response + Send + Sync + 'static) {
        *self.shared.answer.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(answer);
    }

    /// All requests so far.
    pub(crate) fn seen(&self) -> Vec<Recorded> {
        self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many requests there were for a path.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.seen().iter().filter(|request| request.uri.path() == path).count()
    }
}

async fn record(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 64 * 1024 * 1024).await.unwrap_or_default();
    let recorded = Recorded { method: parts.method, uri: parts.uri, headers: parts.headers, body };
    let answer = Arc::clone(&shared.answer.lock().unwrap_or_else(PoisonError::into_inner));
    let response = answer(&recorded);
    shared.seen.lock().unwrap_or_else(PoisonError::into_inner).push(recorded);
    response
}

/// A JSON answer.
pub(crate) fn json(status: StatusCode, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert("content-type", http::HeaderValue::from_static("application/json; charset=utf-8"));
    response
}
