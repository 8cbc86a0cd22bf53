//! A database that does not answer: 503, when to come back, and nothing about why.

use app::RESOURCES;
use http::{Method, StatusCode, header};

use crate::harness::{On, TestServer, Who, on_each_database};

/// These tell what the session says, and need no database.
const OF_THE_SESSION: [&str; 2] = ["/api/me", "/api/organization"];

async fn a_database_that_is_gone(on: On) -> anyhow::Result<()> {
    let server = TestServer::with_copy(on).await?;
    let rows = server.rows(Who::Admin).await?;
    // No connection is to be had any more, as when all are taken for too long.
    server.system().close().await;
    for endpoint in RESOURCES.endpoints().filter(|endpoint| endpoint.method.is_safe()) {
        let path = rows.fill(endpoint.path);
        let answer = server.call(Who::Admin, endpoint.method.clone(), &path, None).await?;
        if OF_THE_SESSION.contains(&endpoint.path) {
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
            continue;
        }
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}: {}", answer.text);
        assert_eq!(answer.header(header::RETRY_AFTER), "1", "{path}");
        assert_eq!(answer.json()["code"], "unavailable", "{path}");
        let said = answer.text.to_lowercase();
        assert!(!said.contains("sql") && !said.contains("pool"), "{said}");
    }
    let page = server.visit(Who::Admin, "/orgs/acme/activity").await?;
    assert_eq!((page.status, page.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "1"));
    assert_eq!(server.call(Who::Nobody, Method::GET, "/readyz", None).await?.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(server.call(Who::Nobody, Method::GET, "/livez", None).await?.status, StatusCode::OK);
    Ok(())
}

on_each_database!(a_database_that_is_gone);
