//! How often one person may change something.

use http::{Method, StatusCode, header};
use serde_json::json;

use super::harness::{TestServer, Who};

#[tokio::test]
async fn too_many_changes_in_a_row_have_to_wait() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for number in 0..40 {
        server.project(Who::Admin, &format!("Number {number}")).await?;
    }
    let refused = server.call(Who::Admin, Method::POST, "/api/projects", Some(json!({ "name": "x" }))).await?;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header(header::RETRY_AFTER), "1");
    assert_eq!(refused.json()["code"], "too_many_requests");
    assert_eq!(server.call(Who::Admin, Method::GET, "/api/projects", None).await?.status, StatusCode::OK);
    server.project(Who::Member, "Somebody else's").await?;
    server.clock.advance(1_000);
    server.project(Who::Admin, "After a while").await?;
    Ok(())
}
