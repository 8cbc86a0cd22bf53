//! A database that does not answer: 503, when to come back, and nothing about why.

use http::{Method, StatusCode, header};
use serde_json::json;

use server::harness::{On, TestServer, Who, on_each_database};

async fn a_database_that_is_gone(on: On) -> anyhow::Result<()> {
    let server = TestServer::on(on).await?;
    let project = format!("/api/projects/{}", server.project(Who::Admin, "Apollo").await?);
    // No connection is to be had any more, as when all are taken for too long.
    server.system().close().await;
    for (method, path, body) in [
        (Method::GET, "/api/projects".to_owned(), None),
        (Method::GET, project.clone(), None),
        (Method::POST, "/api/projects".to_owned(), Some(json!({ "name": "x" }))),
        (Method::PATCH, project.clone(), Some(json!({ "name": "x", "version": 1 }))),
        (Method::DELETE, project.clone(), None),
        (Method::POST, format!("{project}/restore"), None),
        (Method::GET, format!("{project}/tasks"), None),
        (Method::POST, format!("{project}/tasks"), Some(json!({ "title": "x" }))),
        (Method::GET, "/api/activity".to_owned(), None),
    ] {
        let answer = server.call(Who::Admin, method.clone(), &path, body).await?;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{method} {path}: {}", answer.text);
        assert_eq!(answer.header(header::RETRY_AFTER), "1", "{method} {path}");
        assert_eq!(answer.json()["code"], "unavailable", "{method} {path}");
        let said = answer.text.to_lowercase();
        assert!(!said.contains("sql") && !said.contains("pool"), "{said}");
    }
    let page = server.visit(Who::Admin, "/orgs/acme/projects").await?;
    assert_eq!((page.status, page.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "1"));
    assert_eq!(server.call(Who::Nobody, Method::GET, "/readyz", None).await?.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(server.call(Who::Nobody, Method::GET, "/livez", None).await?.status, StatusCode::OK);
    // A refusal that cannot be noted stays a refusal.
    let refused = server.call(Who::Viewer, Method::POST, "/api/projects", Some(json!({ "name": "x" }))).await?;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    Ok(())
}

on_each_database!(a_database_that_is_gone);
