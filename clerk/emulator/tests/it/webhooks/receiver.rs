//! Somebody who gets webhooks, and answers as told.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse as _, Response},
    routing::post,
};
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use tokio::net::TcpListener;

/// How a receiver answers.
#[derive(Clone, Copy, Debug)]
pub(super) enum Manner {
    Status(u16),
    /// 400, and not again.
    Abort,
    /// Elsewhere.
    Redirect,
    Never,
}

#[derive(Debug, Default)]
struct Inner {
    manners: VecDeque<Manner>,
    got: Vec<(HeaderMap, String)>,
}

/// A server that takes what comes; 200 where no manner is left.
#[derive(Clone, Debug)]
pub(super) struct Receiver {
    inner: Arc<Mutex<Inner>>,
    pub(super) url: String,
}

impl Receiver {
    pub(super) async fn start(manners: impl IntoIterator<Item = Manner>) -> anyhow::Result<Self> {
        Self::listen(TcpListener::bind("127.0.0.1:0").await?, manners)
    }

    pub(super) fn listen(listener: TcpListener, manners: impl IntoIterator<Item = Manner>) -> anyhow::Result<Self> {
        let url = format!("http://{}/hook", listener.local_addr()?);
        let inner = Inner { manners: manners.into_iter().collect(), got: Vec::new() };
        let receiver = Self { inner: Arc::new(Mutex::new(inner)), url };
        let router = Router::new().route("/hook", post(take)).route("/moved", post(take)).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(receiver)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn behave(&self, manners: impl IntoIterator<Item = Manner>) {
        self.lock().manners = manners.into_iter().collect();
    }

    pub(super) fn got(&self) -> Vec<(HeaderMap, String)> {
        self.lock().got.clone()
    }

    /// Types of the events that came, in their order.
    pub(super) fn types(&self) -> Vec<String> {
        let type_of = |(_, body): (HeaderMap, String)| {
            let body: Value = serde_json::from_str(&body).unwrap_or_default();
            body.get("type").and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        self.got().into_iter().map(type_of).collect()
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    let manner = {
        let mut inner = receiver.lock();
        inner.got.push((headers, String::from_utf8_lossy(&body).into_owned()));
        inner.manners.pop_front().unwrap_or(Manner::Status(200))
    };
    match manner {
        Manner::Status(status) => StatusCode::from_u16(status).unwrap_or_default().into_response(),
        Manner::Abort => (StatusCode::BAD_REQUEST, [("webhook-delivery", "abort-message")]).into_response(),
        Manner::Redirect => (StatusCode::MOVED_PERMANENTLY, [("location", "/moved")]).into_response(),
        Manner::Never => std::future::pending().await,
    }
}
