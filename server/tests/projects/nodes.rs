//! Two servers on one database: nothing that a request needs is in the memory of one of them.

use axum::{Router, body::Body};
use http::{Method, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use server::harness::{On, TestServer, Who, on_each_database};

async fn ask(
    server: &TestServer,
    node: &Router,
    who: Who,
    method: Method,
    path: &str,
    body: Value,
) -> anyhow::Result<(StatusCode, Value)> {
    let request = server.request(who, method, path).header(header::CONTENT_TYPE, "application/json");
    let answer = node.clone().oneshot(request.body(Body::from(body.to_string()))?).await?;
    let (parts, body) = answer.into_parts();
    Ok((parts.status, serde_json::from_slice(&body.collect().await?.to_bytes()).unwrap_or_default()))
}

async fn what_one_wrote_the_other_reads(on: On) -> anyhow::Result<()> {
    let server = TestServer::on(on).await?;
    let (one, other) = (server.router(), server.another_node().await?);
    let made = ask(&server, &one, Who::Admin, Method::POST, "/api/projects", json!({ "name": "Apollo" })).await?.1;
    let path = format!("/api/projects/{}", made["project"]["id"].as_str().unwrap_or_default());
    let change = |name: &str| json!({ "name": name, "version": 1 });
    let (status, changed) = ask(&server, &other, Who::Member, Method::PATCH, &path, change("Artemis")).await?;
    assert_eq!((status, &changed["project"]["version"]), (StatusCode::OK, &json!(2)));
    let (status, conflict) = ask(&server, &one, Who::Admin, Method::PATCH, &path, change("Gemini")).await?;
    assert_eq!((status, &conflict["project"]["name"]), (StatusCode::CONFLICT, &json!("Artemis")));
    server.clock.advance(1);
    // A page that one began, the other goes on with.
    ask(&server, &other, Who::Admin, Method::POST, "/api/projects", json!({ "name": "Second" })).await?;
    let first = ask(&server, &one, Who::Admin, Method::GET, "/api/projects?limit=1", json!(null)).await?.1;
    let next = format!("/api/projects?limit=1&after={}", first["next"].as_str().unwrap_or_default());
    let second = ask(&server, &other, Who::Admin, Method::GET, &next, json!(null)).await?.1;
    let names = [&first["projects"][0]["name"], &second["projects"][0]["name"]];
    assert_eq!(names, [&json!("Second"), &json!("Artemis")]);
    Ok(())
}

on_each_database!(what_one_wrote_the_other_reads);
