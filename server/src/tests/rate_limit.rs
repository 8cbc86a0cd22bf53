//! How often people and strangers may ask, by kind of request.

use app::{RESOURCES, activity::ListActivity, resource::Kind};
use http::{Method, StatusCode, header};
use leptos::server_fn::ServerFn;

use crate::harness::{Rows, TestServer, Who};

const FEW: [(&str, &str); 4] = [
    ("RATE_LIMIT_READS", "5,60"),
    ("RATE_LIMIT_WRITES", "3,60"),
    ("RATE_LIMIT_ANONYMOUS_READS", "4,60"),
    ("RATE_LIMIT_ANONYMOUS_WRITES", "2,60"),
];

const LIST: &str = "/api/activity";

#[tokio::test]
async fn reading_and_writing_have_buckets_of_their_own_and_so_have_people() -> anyhow::Result<()> {
    let server = TestServer::with(&FEW).await?;
    let mut statuses = Vec::new();
    for _ in 0..7 {
        statuses.push(server.call(Who::Viewer, Method::GET, LIST, None).await?.status.as_u16());
    }
    assert_eq!(statuses, [200, 200, 200, 200, 200, 429, 429]);
    let page = server.visit(Who::Viewer, "/orgs/acme/activity").await?;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.text.contains("Wait a moment, then load the page again."), "{}", page.text);
    assert_eq!(page.header(header::RETRY_AFTER), "1");
    let function = server.invoke(Who::Viewer, ListActivity::PATH, "tenant=%2Forgs%2Facme".to_owned()).await?;
    assert_eq!(function.status, StatusCode::TOO_MANY_REQUESTS, "a function that reads");
    assert!(function.text.contains("TooManyRequests"), "{}", function.text);
    let write = server.call(Who::Viewer, Method::POST, LIST, None).await?;
    assert_eq!(write.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(server.call(Who::Member, Method::GET, LIST, None).await?.status, StatusCode::OK);
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
        let form = server.of_nobody("192.0.2.1:1", server.form("/nothing"), "").await?;
        assert_eq!(form.status, StatusCode::NOT_FOUND, "posts are writes");
    }
    let form = server.of_nobody("192.0.2.1:1", server.form("/nothing"), "").await?;
    assert_eq!(form.status, StatusCode::TOO_MANY_REQUESTS);
    let admin = server.call(Who::Admin, Method::GET, LIST, None).await?;
    assert_eq!(admin.status, StatusCode::OK, "whoever is signed in has a bucket of their own");
    Ok(())
}

#[tokio::test]
async fn what_is_not_there_costs_strangers_too() -> anyhow::Result<()> {
    let server = TestServer::with(&FEW).await?;
    let mut statuses = Vec::new();
    for number in 0..6 {
        let path = format!("/nothing/{number}");
        statuses.push(server.of_nobody("192.0.2.1:1", server.page(&path), "").await?.status.as_u16());
    }
    assert_eq!(statuses, [404, 404, 404, 404, 429, 429]);
    Ok(())
}

/// What the tables say of each row holds: a row that reads is served while the bucket for writing is empty, and the other
/// way round.
#[tokio::test]
async fn every_row_takes_from_the_bucket_it_names() -> anyhow::Result<()> {
    let few = [("RATE_LIMIT_WRITES", "1,1"), ("RATE_LIMIT_READS", "1000,1")];
    let server = TestServer::with(&few).await?;
    server.call(Who::Admin, Method::POST, LIST, None).await?;
    let rows = Rows::default();
    for route in RESOURCES.endpoints() {
        let path = rows.fill(route.path);
        let answer = server.call(Who::Admin, route.method.clone(), &path, None).await?;
        let is_refused = answer.status == StatusCode::TOO_MANY_REQUESTS;
        assert_eq!(is_refused, route.kind == Kind::Writes, "{} {path}", route.method);
        assert_eq!(route.kind == Kind::Reads, route.method.is_safe(), "{} {path}", route.method);
    }
    for function in RESOURCES.functions() {
        let answer = server.invoke(Who::Admin, function.path, String::new()).await?;
        let is_refused = answer.status == StatusCode::TOO_MANY_REQUESTS;
        assert_eq!(is_refused, function.kind == Kind::Writes, "{}", function.path);
    }
    Ok(())
}
