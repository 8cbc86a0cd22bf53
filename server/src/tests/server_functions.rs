//! Server functions and plain forms over HTTP.

use app::projects::{CreateProject, DeleteProject, UpdateProject};
use axum::body::Body;
use http::{Method, StatusCode, header};
use leptos::server_fn::ServerFn;

use super::harness::{Answer, TestServer, Who};

async fn post_form(server: &TestServer, who: Who, path: &str, form: &str) -> anyhow::Result<Answer> {
    let request = server.request(who, Method::POST, path).header(header::ACCEPT, "text/html");
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    server.send(request.body(Body::from(form.to_owned()))?).await
}

#[tokio::test]
async fn a_form_works_without_javascript() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let page = "/orgs/acme/projects/new";
    let made = post_form(&server, Who::Member, page, "tenant=%2Forgs%2Facme&name=Apollo&description=").await?;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let location = made.header(header::LOCATION).to_owned();
    assert!(location.starts_with("/orgs/acme/projects/"), "{location}");
    assert!(server.visit(Who::Member, &location).await?.text.contains("Apollo"));

    let refused = post_form(&server, Who::Member, page, "tenant=%2Forgs%2Facme&name=&description=typed").await?;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Give the project a name.") && refused.text.contains("typed"));
    Ok(())
}

#[tokio::test]
async fn a_form_of_another_tenant_writes_nowhere() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let id = server.project(Who::Admin, "Apollo").await?;
    for (path, more) in [
        (CreateProject::PATH, "&name=Stray"),
        (UpdateProject::PATH, "&version=1&name=Stray"),
        (DeleteProject::PATH, ""),
    ] {
        let answer = server.invoke(Who::Admin, path, format!("tenant=%2Forgs%2Fglobex&id={id}{more}")).await?;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let list = server.call(Who::Admin, Method::GET, "/api/projects", None).await?.json();
    assert_eq!(list["projects"][0]["name"], "Apollo");
    Ok(())
}

#[tokio::test]
async fn nothing_is_told_to_the_page_that_posted() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let request = server.request(Who::Viewer, Method::POST, CreateProject::PATH).header(header::ACCEPT, "text/html");
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let request = request.header(header::REFERER, "https://evil.test/collect");
    let answer = server.send(request.body(Body::from("tenant=%2Forgs%2Facme&name=x"))?).await?;
    assert!(!answer.header(header::LOCATION).contains("evil.test"), "{}", answer.header(header::LOCATION));
    Ok(())
}

#[tokio::test]
async fn fields_that_do_not_belong_are_not_stored() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let form = "tenant=%2Forgs%2Facme&name=x&created_by=user_evil&tenant_id=org_evil&version=99";
    server.invoke(Who::Member, CreateProject::PATH, form.to_owned()).await?;
    let list = server.call(Who::Admin, Method::GET, "/api/projects", None).await?;
    assert!(!list.text.contains("evil"), "{}", list.text);
    assert_eq!(list.json()["projects"][0]["version"], 1);
    Ok(())
}

#[tokio::test]
async fn nothing_answers_get() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let path = format!("{}?tenant=%2Forgs%2Facme&name=x", CreateProject::PATH);
    let answer = server.call(Who::Admin, Method::GET, &path, None).await?;
    assert!(matches!(answer.status, StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_FOUND), "{}", answer.status);
    let list = server.call(Who::Admin, Method::GET, "/api/projects", None).await?.json();
    assert_eq!(list["projects"], serde_json::json!([]));
    Ok(())
}

#[tokio::test]
async fn a_body_that_is_no_text_is_a_bad_request() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let request = server.request(Who::Admin, Method::POST, CreateProject::PATH);
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = server.send(request.body(Body::from(vec![0xff, 0xfe, b'=']))?).await?;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text);
    assert!(answer.text.contains("Malformed"), "{}", answer.text);
    Ok(())
}
