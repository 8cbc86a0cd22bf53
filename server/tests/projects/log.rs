//! What is written down about requests for projects, and what never is.

use app::projects::CreateProject;
use axum::body::Body;
use http::{Method, StatusCode, header};
use leptos::server_fn::ServerFn;
use serde_json::Value;
use tower::ServiceExt;

use server::harness::{Log, TestServer, Who};

#[tokio::test]
async fn who_leaves_before_the_answer_gets_a_line_too() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let body = serde_json::json!({ "name": "x" }).to_string();
    let lines = Log::of(async {
        let request =
            server.request(Who::Admin, Method::POST, "/api/projects").header("content-type", "application/json");
        let mut answer = Box::pin(server.router().oneshot(request.body(Body::from(body))?));
        assert!(futures::poll!(&mut answer).is_pending(), "a row is being written");
        server.clock.advance(7);
        drop(answer);
        // The head of the answer arrived, the rest is not waited for.
        let page = server.request(Who::Admin, Method::GET, "/orgs/acme/projects").header("accept", "text/html");
        drop(server.router().oneshot(page.body(Body::empty())?).await?);
        Ok(())
    })
    .await?;
    let gone = Log::with(&lines, "message", "client gone");
    let [posted, read] = gone.as_slice() else { anyhow::bail!("{lines:?}") };
    assert_eq!(
        (&posted["path"], &posted["status"], &posted["duration_ms"]),
        (&"/api/projects".into(), &Value::Null, &7.into())
    );
    assert_eq!(
        (&read["path"], &read["status"], &read["bytes"]),
        (&"/orgs/acme/projects".into(), &200.into(), &0.into())
    );
    assert_eq!(read["user_id"], "user_localAdaAdmin");
    assert!(Log::with(&lines, "message", "answered").is_empty(), "{lines:?}");
    Ok(())
}

#[tokio::test]
async fn what_honest_visitors_do_not_do_is_warned_of() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let mut token = server.token_of(Who::Admin);
    token.truncate(token.len() - 8);
    token.push_str("AAAAAAAA");
    let lines = Log::of(async {
        let forged = http::Request::post("/personal/projects/new").header("host", "localhost:3000");
        let forged = forged.header("origin", "https://evil.test").header("sec-fetch-site", "cross-site");
        server.send(forged.body("name=x".into())?).await?;
        server.visit(Who::Nobody, "//dashboard").await?;
        let foreign = http::Request::get("/").header("host", "evil.test");
        server.send(foreign.body("".into())?).await?;
        let bad = server
            .request(Who::Nobody, Method::GET, "/api/projects")
            .header("authorization", format!("Bearer {token}"));
        server.send(bad.body("".into())?).await?;
        server.call(Who::Viewer, Method::POST, "/api/projects", Some(serde_json::json!({ "name": "x" }))).await?;
        server.invoke(Who::Admin, CreateProject::PATH, "tenant=%2Forgs%2Fglobex&name=Stray".to_owned()).await?;
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
    let project = format!("/api/projects/{}", server.project(Who::Admin, "Moon").await?);
    let tasks = format!("{project}/tasks");
    let refused = ["/api/projects", &project, &tasks, "/api/activity", "/orgs/acme/projects"];
    let lines = Log::of(async {
        for path in refused {
            let answer = server.visit(Who::Viewer, path).await?;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        }
        let elsewhere = server.request(Who::Viewer, Method::GET, "/livez").uri("/api/projects");
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
