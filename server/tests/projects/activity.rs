//! What the audit trail tells of projects over REST: what was done, and what was refused.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use server::harness::{On, TestServer, Who, on_each_database};

async fn events(server: &TestServer, who: Who) -> anyhow::Result<Vec<Value>> {
    let answer = server.call(who, Method::GET, "/api/activity?limit=100", None).await?;
    anyhow::ensure!(answer.status == StatusCode::OK, "{} {}", answer.status, answer.text);
    Ok(answer.json()["events"].as_array().cloned().unwrap_or_default())
}

fn told(events: &[Value]) -> Vec<String> {
    let text = |event: &Value, field: &str| event[field].as_str().unwrap_or("-").to_owned();
    let told = |event: &Value| ["actor", "action", "outcome", "object_name"].map(|field| text(event, field)).join(" ");
    events.iter().map(told).collect()
}

async fn what_was_done_is_told_newest_first(on: On) -> anyhow::Result<()> {
    let server = TestServer::on(on).await?;
    let path = format!("/api/projects/{}", server.project(Who::Admin, "Apollo").await?);
    server.clock.advance(1);
    let change = json!({ "name": "Artemis", "version": 1 });
    let changed = server.call(Who::Member, Method::PATCH, &path, Some(change)).await?;
    server.clock.advance(1);
    server.call(Who::Member, Method::POST, &format!("{path}/tasks"), Some(json!({ "title": "Fuel" }))).await?;
    server.clock.advance(1);
    server.call(Who::Viewer, Method::DELETE, &path, None).await?;
    server.project(Who::Stranger, "Gemini").await?;

    let events = events(&server, Who::Viewer).await?;
    assert_eq!(
        told(&events),
        [
            "user_localVicViewer project.deleted refused -",
            "user_localMelMember task.created done Fuel",
            "user_localMelMember project.updated done Artemis",
            "user_localAdaAdmin project.created done Apollo",
        ]
    );
    let update = &events[2];
    assert_eq!((&update["before"]["name"], &update["after"]["name"]), (&json!("Apollo"), &json!("Artemis")));
    assert_eq!(update["after"], changed.json()["project"]);
    assert_eq!(update["request_id"], changed.header("x-request-id"));
    let refused = &events[0];
    assert_eq!(refused["object_id"].as_str(), path.rsplit('/').next());
    assert_eq!((&refused["before"], &refused["after"]), (&json!(null), &json!(null)));
    Ok(())
}

on_each_database!(what_was_done_is_told_newest_first);

#[tokio::test]
async fn the_trail_comes_in_pages() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for number in 1..=3 {
        server.project(Who::Admin, &format!("Number {number}")).await?;
        server.clock.advance(1);
    }
    let first = server.call(Who::Admin, Method::GET, "/api/activity?limit=2", None).await?.json();
    assert_eq!(first["events"][1]["object_name"], "Number 2");
    let next = first["next"].as_str().unwrap_or_default();
    let path = format!("/api/activity?limit=2&after={next}");
    let second = server.call(Who::Admin, Method::GET, &path, None).await?.json();
    assert_eq!(second["events"][0]["object_name"], "Number 1");
    assert_eq!(second.get("next"), None);
    assert_eq!(server.call(Who::Stranger, Method::GET, &path, None).await?.status, StatusCode::BAD_REQUEST);
    Ok(())
}

/// The write limit stands in front of the trail: whoever is refused over and over fills it no faster than a person could.
#[tokio::test]
async fn a_burst_of_refusals_writes_a_burst_at_most() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    server.project(Who::Admin, "Apollo").await?;
    let mut statuses = Vec::new();
    for _ in 0..60 {
        let body = json!({ "name": "Not mine to make" });
        let answer = server.call(Who::Viewer, Method::POST, "/api/projects", Some(body)).await?;
        statuses.push(answer.status.as_u16());
    }
    assert_eq!(statuses.iter().filter(|status| **status == 403).count(), 40);
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 20);
    let events = events(&server, Who::Admin).await?;
    assert_eq!(events.iter().filter(|event| event["outcome"] == "refused").count(), 40);
    Ok(())
}

#[tokio::test]
async fn every_kind_of_refusal_is_noted() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let project = format!("/api/projects/{}", server.project(Who::Admin, "Apollo").await?);
    let task =
        server.call(Who::Admin, Method::POST, &format!("{project}/tasks"), Some(json!({ "title": "Fuel" }))).await?;
    let task = task.header("location").to_owned();
    let rename = json!({ "name": "x", "version": 1 });
    for (who, method, path, body, action) in [
        (Who::Viewer, Method::POST, "/api/projects".to_owned(), Some(json!({ "name": "x" })), "project.created"),
        (Who::Viewer, Method::PATCH, project.clone(), Some(rename.clone()), "project.updated"),
        (Who::Viewer, Method::DELETE, project.clone(), None, "project.deleted"),
        (Who::Member, Method::DELETE, project.clone(), None, "project.deleted"),
        (Who::Viewer, Method::POST, format!("{project}/restore"), None, "project.restored"),
        (Who::Viewer, Method::POST, format!("{project}/tasks"), Some(json!({ "title": "x" })), "task.created"),
        (Who::Viewer, Method::PATCH, task.clone(), Some(json!({ "done": true, "version": 1 })), "task.updated"),
        (Who::Viewer, Method::DELETE, task.clone(), None, "task.deleted"),
    ] {
        server.clock.advance(1);
        let answer = server.call(who, method.clone(), &path, body).await?;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path}: {}", answer.text);
        let events = events(&server, Who::Admin).await?;
        let newest = events.first().cloned().unwrap_or_default();
        assert_eq!((&newest["action"], &newest["outcome"]), (&json!(action), &json!("refused")), "{method} {path}");
    }
    // Everybody sees what is deleted; restored it is by who may.
    server.call(Who::Admin, Method::DELETE, &project, None).await?;
    server.clock.advance(1);
    let answer = server.call(Who::Member, Method::POST, &format!("{project}/restore"), None).await?;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let newest = events(&server, Who::Admin).await?.first().cloned().unwrap_or_default();
    assert_eq!((&newest["action"], &newest["outcome"]), (&json!("project.restored"), &json!("refused")));
    Ok(())
}
