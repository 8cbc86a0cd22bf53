//! What is written down about a request, and what never is.

use std::net::SocketAddr;

use app::activity::ListActivity;
use axum::{body::Body, extract::ConnectInfo};
use http::{Method, StatusCode, header};
use leptos::server_fn::ServerFn;
use serde_json::Value;
use tower::ServiceExt;

use crate::harness::{Log, TestServer, Who};

#[tokio::test]
async fn a_request_is_one_line() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let log = Log::default();
    let guard = log.as_json();
    let answer = server.call(Who::Admin, Method::GET, "/api/activity?limit=3", None).await?;
    server.call(Who::Nobody, Method::GET, "/livez", None).await?;
    drop(guard);
    let lines: Vec<Value> = log.lines().iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let lines: Vec<&Value> = lines.iter().filter(|line| line["message"] == "answered").collect();
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line = lines.first().copied().cloned().unwrap_or_default();
    assert_eq!((&line["method"], &line["path"]), (&"GET".into(), &"/api/activity".into()));
    assert_eq!(line["user_id"], "user_localAdaAdmin");
    assert_eq!(line["organization_id"], "org_localAcme");
    assert_eq!((&line["duration_ms"], &line["status"]), (&0.into(), &answer.status.as_u16().into()));
    assert_eq!(line["span"]["id"], answer.header("x-request-id"));
    Ok(())
}

#[tokio::test]
async fn who_leaves_before_the_answer_gets_a_line_too() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let lines = Log::of(async {
        let request = server.request(Who::Admin, Method::GET, "/api/activity");
        let mut answer = Box::pin(server.router().oneshot(request.body(Body::empty())?));
        assert!(futures::poll!(&mut answer).is_pending(), "rows are being read");
        server.clock.advance(7);
        drop(answer);
        // The head of the answer arrived, the rest is not waited for.
        let page = server.request(Who::Admin, Method::GET, "/orgs/acme/activity").header("accept", "text/html");
        drop(server.router().oneshot(page.body(Body::empty())?).await?);
        Ok(())
    })
    .await?;
    let gone = Log::with(&lines, "message", "client gone");
    let [asked, read] = gone.as_slice() else { anyhow::bail!("{lines:?}") };
    assert_eq!(
        (&asked["path"], &asked["status"], &asked["duration_ms"]),
        (&"/api/activity".into(), &Value::Null, &7.into())
    );
    assert_eq!(
        (&read["path"], &read["status"], &read["bytes"]),
        (&"/orgs/acme/activity".into(), &200.into(), &0.into())
    );
    assert_eq!(read["user_id"], "user_localAdaAdmin");
    assert!(Log::with(&lines, "message", "answered").is_empty(), "{lines:?}");
    Ok(())
}

#[tokio::test]
async fn a_line_says_from_where_with_what_and_how_much() -> anyhow::Result<()> {
    let server = TestServer::with(&[("TRUSTED_PROXIES", "10.0.0.0/8")]).await?;
    let peer: SocketAddr = "10.0.0.1:4711".parse()?;
    let mut length = 0;
    let lines = Log::of(async {
        let request =
            server.request(Who::Nobody, Method::GET, "/?__clerk_handshake=canary").extension(ConnectInfo(peer));
        let request = request.header("x-forwarded-for", "6.6.6.6, 192.0.2.7").header("user-agent", "x".repeat(5_000));
        length = server.send(request.body("".into())?).await?.text.len();
        let head = server.request(Who::Nobody, Method::HEAD, "/").extension(ConnectInfo(peer));
        server.send(head.body("".into())?).await?;
        Ok(())
    })
    .await?;
    let answered = Log::with(&lines, "message", "answered");
    let [get, head] = answered.as_slice() else { anyhow::bail!("{lines:?}") };
    assert_eq!((&get["address"], &get["bytes"]), (&"192.0.2.7".into(), &length.into()));
    assert_eq!(get["user_agent"].as_str().map(str::len), Some(200));
    assert_eq!((&head["address"], &head["bytes"]), (&"10.0.0.1".into(), &0.into()));
    assert!(!format!("{lines:?}").contains("canary"));
    Ok(())
}

#[tokio::test]
async fn what_honest_visitors_do_not_do_is_warned_of() -> anyhow::Result<()> {
    let server = TestServer::with(&[("CLERK_PERMISSIONS", "roles")]).await?;
    let mut token = server.token_of(Who::Admin);
    token.truncate(token.len() - 8);
    token.push_str("AAAAAAAA");
    let lines = Log::of(async {
        let forged = http::Request::post("/personal/activity").header("host", "localhost:3000");
        let forged = forged.header("origin", "https://evil.test").header("sec-fetch-site", "cross-site");
        server.send(forged.body("name=x".into())?).await?;
        server.visit(Who::Nobody, "//dashboard").await?;
        let foreign = http::Request::get("/").header("host", "evil.test");
        server.send(foreign.body("".into())?).await?;
        let bad = server
            .request(Who::Nobody, Method::GET, "/api/activity")
            .header("authorization", format!("Bearer {token}"));
        server.send(bad.body("".into())?).await?;
        // The role is one that this source of permissions does not know.
        server.call(Who::Viewer, Method::GET, "/api/activity", None).await?;
        server.invoke(Who::Admin, ListActivity::PATH, "tenant=%2Forgs%2Fglobex".to_owned()).await?;
        Ok(())
    })
    .await?;
    let events: Vec<_> = Log::with(&lines, "target", "security").iter().map(|line| line["message"].clone()).collect();
    assert_eq!(
        events,
        [
            "a change that another site asked for was refused",
            "request target refused",
            "a request for another host: if it is yours, add it to ALLOWED_HOSTS",
            "a session token was refused",
            "a permission was missing",
            "a request for another tenant than the session's",
        ]
    );
    assert!(
        Log::with(&lines, "target", "security").iter().all(|line| line["level"] == "WARN" && line["span"]["id"] != "")
    );
    Ok(())
}

/// However it is asked. A read is cheap and may be tried without end; an entry of the trail is kept, and takes a write.
#[tokio::test]
async fn a_refused_read_is_in_the_log_and_in_no_trail() -> anyhow::Result<()> {
    // The viewer's role is one that this does not know: such a person belongs here and reads nothing.
    let server = TestServer::with(&[("CLERK_PERMISSIONS", "roles")]).await?;
    server.refused(Who::Admin, "Moon").await?;
    let refused = ["/api/activity", "/orgs/acme/activity"];
    let lines = Log::of(async {
        for path in refused {
            let answer = server.visit(Who::Viewer, path).await?;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        }
        let elsewhere = server.request(Who::Viewer, Method::GET, "/livez").uri("/api/activity");
        let elsewhere = server.send(elsewhere.header("x-tenant", "org_localGlobex").body("".into())?).await?;
        assert_eq!(elsewhere.status, StatusCode::CONFLICT);
        Ok(())
    })
    .await?;
    let events = Log::with(&lines, "target", "security");
    let of_kind = |message: &str| Log::with(&events, "message", message).len();
    assert!(of_kind("a permission was missing") >= refused.len(), "{events:?}");
    assert_eq!(of_kind("a request for another tenant than the session's"), 1, "{events:?}");
    assert!(events.iter().all(|line| line["span"]["user_id"] == "user_localVicViewer"), "{events:?}");
    for who in [Who::Admin, Who::Stranger] {
        let trail = server.call(who, Method::GET, "/api/activity", None).await?.json();
        let entries = trail["events"].as_array().map(Vec::len);
        assert_eq!(entries, Some(usize::from(who == Who::Admin)), "{trail}");
    }
    Ok(())
}

#[tokio::test]
async fn a_proxy_that_is_not_trusted_is_told_of_once() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let lines = Log::of(async {
        for peer in ["192.0.2.1:1", "10.0.0.1:1", "10.0.0.1:2"] {
            let request =
                server.request(Who::Nobody, Method::GET, "/api/activity").header("x-forwarded-for", "192.0.2.9");
            server.send(request.extension(ConnectInfo(peer.parse::<SocketAddr>()?)).body("".into())?).await?;
        }
        Ok(())
    })
    .await?;
    let hints =
        lines.iter().filter(|line| line["message"].as_str().is_some_and(|text| text.contains("TRUSTED_PROXIES")));
    assert_eq!(hints.map(|line| line["peer"].clone()).collect::<Vec<_>>(), ["10.0.0.1"]);
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
        .request(Who::Nobody, Method::GET, "/api/activity?canary=query")
        .header(header::COOKIE, format!("a=canary-cookie; b={token}"));
    server.send(request.header(header::AUTHORIZATION, format!("Bearer {token}")).body("".into())?).await?;
    server.refused(Who::Admin, "canary-name").await?;
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
