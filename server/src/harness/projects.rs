//! What only the tests of projects need.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{TestServer, Who};
use crate::jobs;

impl TestServer {
    /// A project of somebody's making.
    ///
    /// # Errors
    /// When it is not made.
    pub async fn project(&self, who: Who, name: &str) -> anyhow::Result<String> {
        let body = json!({ "name": name, "description": format!("{name}-canary") });
        let answer = self.call(who, Method::POST, "/api/projects", Some(body)).await?;
        anyhow::ensure!(answer.status == StatusCode::CREATED, "{} {}", answer.status, answer.text);
        Ok(answer.json().pointer("/project/id").and_then(Value::as_str).unwrap_or_default().to_owned())
    }

    /// As the job does, at a time of milliseconds since the epoch; how many were purged, `None` where another server does it.
    pub async fn purge_all(&self, holder: &str, now: i64) -> Option<u64> {
        jobs::purge_all(self.system(), holder, now).await
    }
}
