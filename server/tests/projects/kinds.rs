//! What tells reading from writing tells it: a change of a project is seen.

use axum::body::Body;
use http::{Method, StatusCode};
use server::harness::{TestServer, Who};
use store::engine::Kind;
use tower::ServiceExt;

#[tokio::test]
async fn what_writes_is_seen() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let path = format!("/api/projects/{}", server.project(Who::Admin, "Apollo").await?);
    let (node, witness) = server.watched().await?;
    for (method, status, writes) in [
        (Method::GET, StatusCode::OK, false),
        (Method::DELETE, StatusCode::OK, true),
        (Method::GET, StatusCode::NOT_FOUND, false),
    ] {
        let request = server.request(Who::Admin, method.clone(), &path).body(Body::empty())?;
        let answer = node.clone().oneshot(request).await?;
        assert_eq!(answer.status(), status, "{method}");
        assert_eq!(witness.begun().iter().any(|kind| *kind != Kind::Read), writes, "{method}");
    }
    Ok(())
}
