//! What is written down about a request, and what never is.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use http::{Method, header};
use serde_json::Value;
use tracing_subscriber::fmt::MakeWriter;

use super::harness::{TestServer, Who};

/// A log in memory.
#[derive(Clone, Default)]
pub(super) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub(super) fn lines(&self) -> Vec<String> {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_request_is_one_line() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().json().flatten_event(true).with_writer(log.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let answer = server.call(Who::Admin, Method::GET, "/api/projects?limit=3&after=", None).await?;
    server.call(Who::Nobody, Method::GET, "/livez", None).await?;
    drop(guard);
    let lines: Vec<Value> = log.lines().iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let lines: Vec<&Value> = lines.iter().filter(|line| line["message"] == "answered").collect();
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line = lines.first().copied().cloned().unwrap_or_default();
    assert_eq!((&line["method"], &line["path"]), (&"GET".into(), &"/api/projects".into()));
    assert_eq!(line["user_id"], "user_localAdaAdmin");
    assert_eq!(line["organization_id"], "org_localAcme");
    assert_eq!((&line["duration_ms"], &line["status"]), (&0.into(), &answer.status.as_u16().into()));
    assert_eq!(line["span"]["id"], answer.header("x-request-id"));
    Ok(())
}

#[tokio::test]
async fn no_secret_is_written_down_even_at_trace() -> anyhow::Result<()> {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let server = TestServer::start().await?;
    let token = server.token_of(Who::Admin);
    let request = server
        .request(Who::Nobody, Method::GET, "/api/projects?canary=query")
        .header(header::COOKIE, format!("a=canary-cookie; b={token}"));
    server.send(request.header(header::AUTHORIZATION, format!("Bearer {token}")).body("".into())?).await?;
    let project = format!("/api/projects/{}", server.project(Who::Admin, "canary-name").await?);
    let task = serde_json::json!({ "title": "canary-task" });
    server.call(Who::Admin, Method::POST, &format!("{project}/tasks"), Some(task)).await?;
    server.call(Who::Viewer, Method::DELETE, &project, None).await?;
    server.call(Who::Admin, Method::GET, "/api/projects?search=canary", None).await?;
    server.call(Who::Admin, Method::GET, "/api/activity", None).await?;
    server.visit(Who::Nobody, "/dashboard?canary=query").await?;
    drop(guard);
    let lines = log.lines();
    assert!(lines.iter().any(|line| line.contains("answered")));
    let signature = token.rsplit('.').next().unwrap_or(&token);
    for secret in [signature, "sk_test_", "canary"] {
        let found: Vec<_> = lines.iter().filter(|line| line.contains(secret)).collect();
        assert!(found.is_empty(), "{secret}: {found:?}");
    }
    Ok(())
}
