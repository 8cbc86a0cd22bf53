//! What is refused of a form and of a call of the API: a page for people, problem details for programs.

use http::{Method, StatusCode};
use server::harness::{Refusal, TestServer};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");

fn cases() -> Vec<Refusal> {
    let (post, new, api) = (Method::POST, "/personal/projects/new", "/api/projects");
    let body = "x".repeat(300_000);
    let length = ("content-length", "300000");
    vec![
        Refusal::new(post.clone(), new, &[FORM, ("origin", "https://evil.test")], "name=x", StatusCode::FORBIDDEN),
        Refusal::new(post.clone(), api, &[FORM, ("sec-fetch-site", "cross-site")], "name=x", StatusCode::FORBIDDEN),
        Refusal::new(post.clone(), new, &[FORM, length], &body, StatusCode::PAYLOAD_TOO_LARGE),
        Refusal::new(post.clone(), new, &[FORM], &body, StatusCode::PAYLOAD_TOO_LARGE),
        Refusal::new(post.clone(), api, &[JSON], &body, StatusCode::PAYLOAD_TOO_LARGE),
        Refusal::new(post.clone(), api, &[JSON], "{", StatusCode::BAD_REQUEST),
        Refusal::new(post.clone(), api, &[FORM], "name=x", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        Refusal::new(post.clone(), api, &[JSON], r#"{"name":""}"#, StatusCode::UNPROCESSABLE_ENTITY),
        Refusal::new(post, "/orgs/acme/projects/x", &[FORM], "function=nothing", StatusCode::BAD_REQUEST),
        Refusal::new(Method::GET, "/api/projects/nonsense", &[], "", StatusCode::NOT_FOUND),
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
