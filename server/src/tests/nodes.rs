//! Two servers on one database: nothing that a request needs is in the memory of one of them.

use axum::{Router, body::Body};
use http::Method;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

use crate::harness::{On, TestServer, Who, on_each_database};

async fn ask(server: &TestServer, node: &Router, path: &str) -> anyhow::Result<Value> {
    let request = server.request(Who::Admin, Method::GET, path).body(Body::empty())?;
    let answer = node.clone().oneshot(request).await?;
    Ok(serde_json::from_slice(&answer.into_body().collect().await?.to_bytes())?)
}

async fn a_page_that_one_began_the_other_goes_on_with(on: On) -> anyhow::Result<()> {
    let server = TestServer::on(on).await?;
    let (one, other) = (server.router(), server.another_node().await?);
    for name in ["first", "second"] {
        server.refused(Who::Viewer, name).await?;
        server.clock.advance(1);
    }
    let newest = ask(&server, &one, "/api/activity?limit=1").await?;
    let next = format!("/api/activity?limit=1&after={}", newest["next"].as_str().unwrap_or_default());
    let oldest = ask(&server, &other, &next).await?;
    let names = [&newest, &oldest].map(|page| page["events"][0]["object_id"].as_str().unwrap_or_default());
    assert_eq!(names, ["second", "first"]);
    Ok(())
}

on_each_database!(a_page_that_one_began_the_other_goes_on_with);
