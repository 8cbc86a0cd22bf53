//! Whichever layer refuses: a page with the way out for people, problem details for programs.

use axum::body::Body;
use http::{Method, Request, StatusCode, header};

use crate::harness::{Answer, ORIGIN, TestServer, Who};

/// A request that is refused, and with what.
struct Case {
    method: Method,
    target: String,
    headers: Vec<(&'static str, String)>,
    body: String,
    status: StatusCode,
}

fn case(method: Method, target: &str, headers: &[(&'static str, &str)], body: &str, status: StatusCode) -> Case {
    let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Case { method, target: target.to_owned(), headers, body: body.to_owned(), status }
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");

fn cases() -> Vec<Case> {
    let (post, get) = (Method::POST, Method::GET);
    let (new, api) = ("/personal/projects/new", "/api/projects");
    let long = format!("/?q={}", "x".repeat(9_000));
    let body = "x".repeat(300_000);
    let length = ("content-length", "300000");
    let large = "x".repeat(33 * 1024);
    vec![
        case(post.clone(), new, &[FORM, ("origin", "https://evil.test")], "name=x", StatusCode::FORBIDDEN),
        case(post.clone(), api, &[FORM, ("sec-fetch-site", "cross-site")], "name=x", StatusCode::FORBIDDEN),
        case(get.clone(), "//dashboard", &[], "", StatusCode::BAD_REQUEST),
        case(get.clone(), "/%2e%2e/dashboard", &[], "", StatusCode::BAD_REQUEST),
        case(get.clone(), "/", &[("host", "evil.test")], "", StatusCode::MISDIRECTED_REQUEST),
        case(get.clone(), "/", &[("host", "a b")], "", StatusCode::BAD_REQUEST),
        case(get.clone(), &long, &[], "", StatusCode::URI_TOO_LONG),
        case(get.clone(), "/", &[("x-large", &large)], "", StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
        case(post.clone(), new, &[FORM, length], &body, StatusCode::PAYLOAD_TOO_LARGE),
        case(post.clone(), new, &[FORM], &body, StatusCode::PAYLOAD_TOO_LARGE),
        case(post.clone(), api, &[JSON], &body, StatusCode::PAYLOAD_TOO_LARGE),
        case(post.clone(), api, &[JSON], "{", StatusCode::BAD_REQUEST),
        case(post.clone(), api, &[FORM], "name=x", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        case(post.clone(), api, &[JSON], r#"{"name":""}"#, StatusCode::UNPROCESSABLE_ENTITY),
        case(post.clone(), "/orgs/acme/projects/x", &[FORM], "function=nothing", StatusCode::BAD_REQUEST),
        case(post.clone(), "/livez", &[], "", StatusCode::METHOD_NOT_ALLOWED),
        case(post.clone(), "/csp-reports", &[FORM], "x", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        case(post, "/nothing-here", &[], "", StatusCode::NOT_FOUND),
        case(Method::PUT, "/dashboard", &[], "", StatusCode::METHOD_NOT_ALLOWED),
        case(Method::TRACE, "/", &[], "", StatusCode::METHOD_NOT_ALLOWED),
        case(get, "/api/projects/nonsense", &[], "", StatusCode::NOT_FOUND),
    ]
}

async fn send(server: &TestServer, case: &Case, accept: &str) -> anyhow::Result<Answer> {
    let mut request = Request::builder().method(&case.method).uri(&case.target).header(header::ACCEPT, accept);
    let token = server.token_of(Who::Admin);
    request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    for (name, value) in &case.headers {
        request = request.header(*name, value);
    }
    if !case.headers.iter().any(|(name, _)| *name == "host") {
        request = request.header(header::HOST, "localhost:3000");
    }
    if !case.headers.iter().any(|(name, _)| matches!(*name, "origin" | "sec-fetch-site")) {
        request = request.header("sec-fetch-site", "same-origin");
    }
    server.send(request.body(Body::from(case.body.clone()))?).await
}

#[tokio::test]
async fn people_get_a_page_with_the_way_out() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for case in cases() {
        let answer = send(&server, &case, "text/html,application/xhtml+xml,*/*;q=0.8").await?;
        let shown = format!(
            "{} {:.60} {:?}: {} {:.300}",
            case.method,
            case.target,
            case.headers.first().map(|(name, _)| name),
            answer.status,
            answer.text
        );
        assert_eq!(answer.status, case.status, "{shown}");
        assert!(answer.header(header::CONTENT_TYPE).starts_with("text/html"), "{shown}");
        assert!(answer.text.contains("<h1>") && answer.text.contains("<a href=\""), "{shown}");
        assert!(answer.header(header::CACHE_CONTROL).contains("no-store"), "{shown}");
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{shown}");
    }
    Ok(())
}

#[tokio::test]
async fn programs_get_problem_details() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for case in cases() {
        for accept in ["*/*", "application/json"] {
            let answer = send(&server, &case, accept).await?;
            let shown = format!("{} {:.60}: {} {:.300}", case.method, case.target, answer.status, answer.text);
            assert_eq!(answer.status, case.status, "{shown}");
            assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json", "{shown}");
            assert_eq!(answer.json()["status"], case.status.as_u16(), "{shown}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_explains_a_refusal_is_not_lost_with_its_form() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let put = server.request(Who::Nobody, Method::PUT, "/livez").header(header::ACCEPT, "text/html");
    assert_eq!(server.send(put.body(Body::empty())?).await?.header(header::ALLOW), "GET,HEAD");
    Ok(())
}

#[tokio::test]
async fn the_way_out_of_a_foreign_name_is_ours() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let request = Request::get("/").header(header::HOST, "evil.test").header(header::ACCEPT, "text/html");
    let answer = server.send(request.body(Body::empty())?).await?;
    assert!(answer.text.contains(&format!("<a href=\"{ORIGIN}/\">")), "{}", answer.text);
    Ok(())
}
