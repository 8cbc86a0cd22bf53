//! Whichever layer refuses: a page with the way out for people, problem details for programs.

use axum::body::Body;
use http::{Method, Request, StatusCode, header};

use crate::harness::{ORIGIN, Refusal, TestServer, Who};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn cases() -> Vec<Refusal> {
    let (post, get) = (Method::POST, Method::GET);
    let page = "/personal/activity";
    let long = format!("/?q={}", "x".repeat(9_000));
    let body = "x".repeat(300_000);
    let length = ("content-length", "300000");
    let large = "x".repeat(33 * 1024);
    vec![
        Refusal::new(post.clone(), page, &[FORM, ("origin", "https://evil.test")], "name=x", StatusCode::FORBIDDEN),
        Refusal::new(
            post.clone(),
            "/api/activity",
            &[FORM, ("sec-fetch-site", "cross-site")],
            "name=x",
            StatusCode::FORBIDDEN,
        ),
        Refusal::new(get.clone(), "//dashboard", &[], "", StatusCode::BAD_REQUEST),
        Refusal::new(get.clone(), "/%2e%2e/dashboard", &[], "", StatusCode::BAD_REQUEST),
        Refusal::new(get.clone(), "/", &[("host", "evil.test")], "", StatusCode::MISDIRECTED_REQUEST),
        Refusal::new(get.clone(), "/", &[("host", "a b")], "", StatusCode::BAD_REQUEST),
        Refusal::new(get.clone(), &long, &[], "", StatusCode::URI_TOO_LONG),
        Refusal::new(get.clone(), "/", &[("x-large", &large)], "", StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
        Refusal::new(post.clone(), page, &[FORM, length], &body, StatusCode::PAYLOAD_TOO_LARGE),
        Refusal::new(post.clone(), "/livez", &[], "", StatusCode::METHOD_NOT_ALLOWED),
        Refusal::new(post.clone(), "/api/activity", &[], "", StatusCode::METHOD_NOT_ALLOWED),
        Refusal::new(post.clone(), "/csp-reports", &[FORM], "x", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        Refusal::new(post, "/nothing-here", &[], "", StatusCode::NOT_FOUND),
        Refusal::new(Method::PUT, "/dashboard", &[], "", StatusCode::METHOD_NOT_ALLOWED),
        Refusal::new(Method::TRACE, "/", &[], "", StatusCode::METHOD_NOT_ALLOWED),
        Refusal::new(get, "/api/nothing", &[], "", StatusCode::NOT_FOUND),
    ]
}

#[tokio::test]
async fn people_get_a_page_with_the_way_out() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for case in cases() {
        case.is_shown_to_people(&server).await?;
    }
    Ok(())
}

#[tokio::test]
async fn programs_get_problem_details() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for case in cases() {
        case.is_told_to_programs(&server).await?;
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
