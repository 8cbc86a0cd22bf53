//! How often people and strangers may ask, by kind of request.

use app::projects::ListProjects;
use http::{Method, StatusCode, header};
use leptos::server_fn::ServerFn;
use serde_json::json;

use server::harness::{TestServer, Who};

const FEW: [(&str, &str); 4] = [
    ("RATE_LIMIT_READS", "5,60"),
    ("RATE_LIMIT_WRITES", "3,60"),
    ("RATE_LIMIT_ANONYMOUS_READS", "4,60"),
    ("RATE_LIMIT_ANONYMOUS_WRITES", "2,60"),
];

const LIST: &str = "/api/projects";
const FORM: &str = "tenant=%2Forgs%2Facme&name=x";

#[tokio::test]
async fn too_many_changes_in_a_row_have_to_wait() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for number in 0..40 {
        server.project(Who::Admin, &format!("Number {number}")).await?;
    }
    let refused = server.call(Who::Admin, Method::POST, LIST, Some(json!({ "name": "x" }))).await?;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header(header::RETRY_AFTER), "1");
    assert_eq!(refused.json()["code"], "too_many_requests");
    assert_eq!(server.call(Who::Admin, Method::GET, LIST, None).await?.status, StatusCode::OK);
    server.project(Who::Member, "Somebody else's").await?;
    server.clock.advance(1_000);
    server.project(Who::Admin, "After a while").await?;
    Ok(())
}

#[tokio::test]
async fn a_clock_that_is_set_back_locks_nobody_out() -> anyhow::Result<()> {
    let server = TestServer::with(&FEW).await?;
    for number in 0..3 {
        server.project(Who::Admin, &format!("Number {number}")).await?;
    }
    server.clock.advance(-3_600_000);
    server.clock.advance(1_000);
    server.project(Who::Admin, "A second later").await?;
    Ok(())
}

#[tokio::test]
async fn reading_and_writing_have_buckets_of_their_own_and_so_have_people() -> anyhow::Result<()> {
    let server = TestServer::with(&FEW).await?;
    let mut statuses = Vec::new();
    for _ in 0..7 {
        statuses.push(server.call(Who::Viewer, Method::GET, LIST, None).await?.status.as_u16());
    }
    assert_eq!(statuses, [200, 200, 200, 200, 200, 429, 429]);
    let page = server.visit(Who::Viewer, "/orgs/acme/projects").await?;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.text.contains("Wait a moment, then load the page again."), "{}", page.text);
    assert_eq!(page.header(header::RETRY_AFTER), "1");
    let function = server.invoke(Who::Viewer, ListProjects::PATH, "tenant=%2Forgs%2Facme".to_owned()).await?;
    assert_eq!(function.status, StatusCode::TOO_MANY_REQUESTS, "a function that reads");
    assert!(function.text.contains("TooManyRequests"), "{}", function.text);
    let write = server.call(Who::Viewer, Method::POST, LIST, Some(json!({ "name": "x" }))).await?;
    assert_eq!(write.status, StatusCode::FORBIDDEN);
    assert_eq!(server.call(Who::Member, Method::GET, LIST, None).await?.status, StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn an_organization_writes_no_faster_than_its_bucket_fills() -> anyhow::Result<()> {
    let server = TestServer::with(&[("RATE_LIMIT_ORGANIZATION_WRITES", "3,60")]).await?;
    server.project(Who::Admin, "One").await?;
    server.project(Who::Admin, "Two").await?;
    server.project(Who::Member, "Three").await?;
    for who in [Who::Admin, Who::Member] {
        let refused = server.call(who, Method::POST, LIST, Some(json!({ "name": "x" }))).await?;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    }
    server.project(Who::Stranger, "Another organization's").await?;
    Ok(())
}

#[tokio::test]
async fn strangers_are_counted_by_address() -> anyhow::Result<()> {
    let server = TestServer::with(&FEW).await?;
    for _ in 0..4 {
        assert_eq!(server.of_nobody("192.0.2.1:1", server.page("/"), "").await?.status, StatusCode::OK);
    }
    let page = server.of_nobody("192.0.2.1:2", server.page("/sign-in"), "").await?;
    assert_eq!((page.status, page.header(header::RETRY_AFTER)), (StatusCode::TOO_MANY_REQUESTS, "1"));
    assert!(page.header(header::CONTENT_TYPE).starts_with("text/html"));
    let program = server.request(Who::Nobody, Method::GET, LIST);
    let program = server.of_nobody("[::ffff:192.0.2.1]:1", program, "").await?;
    assert_eq!(program.status, StatusCode::TOO_MANY_REQUESTS, "the same address, written as IPv6");
    assert_eq!(program.header(header::CONTENT_TYPE), "application/problem+json");
    assert_eq!(server.of_nobody("192.0.2.2:1", server.page("/"), "").await?.status, StatusCode::OK);
    for _ in 0..2 {
        let form = server.of_nobody("192.0.2.1:1", server.form("/orgs/acme/projects/new"), FORM).await?;
        assert_eq!(form.status, StatusCode::UNAUTHORIZED, "posts are writes");
    }
    let form = server.of_nobody("192.0.2.1:1", server.form("/orgs/acme/projects/new"), FORM).await?;
    assert_eq!(form.status, StatusCode::TOO_MANY_REQUESTS);
    let admin = server.call(Who::Admin, Method::GET, LIST, None).await?;
    assert_eq!(admin.status, StatusCode::OK, "whoever is signed in has a bucket of their own");
    Ok(())
}
