//! One local Clerk under test, with a clock that only moves when told.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use anyhow::Context as _;
use axum::{Router, body::Body, extract::connect_info::MockConnectInfo};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use clerk_emulator::{Config, Roles, State};
use clerk_protocol::Clock;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use rand::{SeedableRng as _, rngs::StdRng};
use serde_json::Value;
use tower::ServiceExt as _;

pub(crate) const APP: &str = "http://localhost:3000";
pub(crate) const NOON: i64 = 1_800_000_000_000;

/// A clock for tests.
#[derive(Debug)]
pub(crate) struct ManualClock(AtomicI64);

impl ManualClock {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(NOON)))
    }

    pub(crate) fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000, Ordering::Relaxed);
    }
}

impl Clock for ManualClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    fn monotonic_ms(&self) -> i64 {
        self.now_ms()
    }
}

/// The text of a picture whose address holds it.
pub(crate) fn picture(url: &Value) -> anyhow::Result<String> {
    let url = url.as_str().context("no address of a picture")?;
    let base64 = url.strip_prefix("data:image/svg+xml;base64,").context("the address does not hold the picture")?;
    Ok(String::from_utf8(STANDARD.decode(base64)?)?)
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// The body; null when it is not JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// A value in the body, by JSON pointer; null when it is not there.
    pub(crate) fn at(&self, pointer: &str) -> Value {
        self.json().pointer(pointer).cloned().unwrap_or_default()
    }

    /// The code of the first error.
    pub(crate) fn code(&self) -> String {
        self.at("/errors/0/code").as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(crate) fn cookies(&self) -> Vec<String> {
        let all = self.headers.get_all("set-cookie").into_iter();
        all.filter_map(|value| value.to_str().ok()).map(str::to_owned).collect()
    }
}

/// The router, its clock and its keys.
pub(crate) struct Stage {
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) secret_key: String,
    pub(crate) publishable_key: String,
    pub(crate) issuer: String,
    router: Router,
}

impl Stage {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let clock = ManualClock::new();
        let state = State::seeded(clock.clone(), StdRng::seed_from_u64(1))?;
        Self::with(state, clock)
    }

    pub(crate) fn with(state: State, clock: Arc<ManualClock>) -> anyhow::Result<Self> {
        let roles = Roles::from_json(include_str!("roles.json"))?;
        Self::configured(state, clock, Config { roles, ..Config::default() })
    }

    pub(crate) fn configured(state: State, clock: Arc<ManualClock>, config: Config) -> anyhow::Result<Self> {
        let clerk_js_dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
        let config = Config { app_origin: APP.to_owned(), clerk_js_dir, ..config };
        Ok(Self {
            clock,
            secret_key: state.secret_key().to_owned(),
            publishable_key: state.publishable_key(),
            issuer: state.issuer(),
            router: clerk_emulator::router(&config, state),
        })
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> anyhow::Result<Answer> {
        self.send_from([127, 0, 0, 1], request).await
    }

    pub(crate) async fn send_body(&self, request: http::request::Builder, body: String) -> anyhow::Result<Answer> {
        self.send(request.body(Body::from(body))?).await
    }

    pub(crate) async fn send_from(&self, peer: [u8; 4], request: Request<Body>) -> anyhow::Result<Answer> {
        let peer = MockConnectInfo(SocketAddr::from((peer, 50_000)));
        let response = self.router.clone().layer(peer).oneshot(request).await?;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.context("the body broke off")?.to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Answer { status: parts.status, headers: parts.headers, text })
    }

    /// A plain GET without any browser around it.
    pub(crate) async fn get(&self, path: &str) -> anyhow::Result<Answer> {
        self.send(Request::get(path).body(Body::empty())?).await
    }

    /// A call of an app's server.
    pub(crate) async fn backend(&self, path: &str) -> anyhow::Result<Answer> {
        let authorization = format!("Bearer {}", self.secret_key);
        self.send(Request::get(path).header("authorization", authorization).body(Body::empty())?).await
    }

    /// A call to the control API.
    pub(crate) async fn control(&self, method: &str, path: &str, body: Value) -> anyhow::Result<Answer> {
        let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string()))?).await
    }

    /// The last code that was "sent" to an address.
    pub(crate) async fn last_code(&self, address: &str) -> anyhow::Result<String> {
        let mails = self.control("GET", "/__control/outbox", Value::Null).await?.json();
        let mut mails = mails.as_array().context("no outbox")?.iter().rev();
        let mail = mails.find(|mail| mail.get("to").is_some_and(|to| to == address)).context("no e-mail")?;
        let code = mail.get("code").and_then(Value::as_str).context("no code")?;
        Ok(code.to_owned())
    }
}
