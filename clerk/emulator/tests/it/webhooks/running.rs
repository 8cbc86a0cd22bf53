//! A local Clerk on a socket, which delivers, under a clock that only moves when told.

use std::{path::PathBuf, sync::Arc};

use anyhow::ensure;
use axum::body::{Body, Bytes};
use clerk_emulator::{Config, Emulator};
use clerk_protocol::Clock;
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use rand::{SeedableRng as _, rngs::StdRng};
use serde_json::{Value, json};

use crate::stage::ManualClock;

pub(super) struct Running {
    pub(super) emulator: Emulator,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Running {
    pub(super) async fn start(config: Config) -> anyhow::Result<Self> {
        Self::start_with(config, ManualClock::new()).await
    }

    pub(super) async fn start_with(config: Config, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let emulator = Emulator::start_with(config, clock, StdRng::seed_from_u64(1)).await?;
        Ok(Self { emulator, client: Client::builder(TokioExecutor::new()).build_http() })
    }

    /// With a folder, as it was left there.
    pub(super) async fn open(folder: PathBuf) -> anyhow::Result<Self> {
        Self::start(Config { state_dir: Some(folder), ..Config::default() }).await
    }

    async fn call(&self, method: &str, url: String, body: Value) -> anyhow::Result<(StatusCode, Value)> {
        let request = Request::builder().method(method).uri(url).header("content-type", "application/json");
        let request = request.header("authorization", format!("Bearer {}", self.emulator.secret_key()));
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = self.client.request(request.body(Full::from(body))?).await?;
        let (status, bytes) = (answer.status(), Body::new(answer.into_body()).collect().await?.to_bytes());
        Ok((status, serde_json::from_slice(&bytes).unwrap_or_default()))
    }

    pub(super) async fn control(&self, method: &str, path: &str, body: Value) -> anyhow::Result<Value> {
        let (status, answer) = self.call(method, format!("{}{path}", self.emulator.control_url()), body).await?;
        ensure!(status.is_success(), "{method} {path}: {status} {answer}");
        Ok(answer)
    }

    pub(super) async fn backend(&self, method: &str, path: &str, body: Value) -> anyhow::Result<Value> {
        let (status, answer) = self.call(method, format!("{}/v1{path}", self.emulator.api_url()), body).await?;
        ensure!(status.is_success(), "{method} {path}: {status} {answer}");
        Ok(answer)
    }

    pub(super) async fn listen(&self, url: &str, events: &[&str]) -> anyhow::Result<Value> {
        self.control("POST", "/webhooks", json!({ "url": url, "events": events })).await
    }

    pub(super) async fn trigger(&self, kind: &str) -> anyhow::Result<String> {
        let message = self.control("POST", "/trigger", json!({ "type": kind })).await?;
        Ok(message.get("svix_id").and_then(Value::as_str).unwrap_or_default().to_owned())
    }

    /// Waits until everything that is due has been tried.
    pub(super) async fn settle(&self) -> anyhow::Result<()> {
        let idle = self.control("GET", "/idle", Value::Null).await?;
        ensure!(idle.get("idle") == Some(&Value::Bool(true)), "{idle}");
        Ok(())
    }

    pub(super) async fn advance(&self, milliseconds: i64) -> anyhow::Result<()> {
        self.control("POST", "/clock", json!({ "advance_ms": milliseconds })).await?;
        self.settle().await
    }

    pub(super) async fn deliveries(&self, since: u64) -> anyhow::Result<Vec<Value>> {
        let all = self.control("GET", &format!("/deliveries?since={since}"), Value::Null).await?;
        Ok(all.as_array().cloned().unwrap_or_default())
    }
}
