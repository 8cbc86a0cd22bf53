//! Server functions and plain forms over HTTP.

use app::projects::{CreateProject, DeleteProject, UpdateProject};
use axum::body::Body;
use http::{Method, StatusCode, header};
use leptos::server_fn::ServerFn;

use server::harness::{Answer, TestServer, Who};

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

/// With the program and without: it says what to do, and what was typed stays.
#[tokio::test]
async fn a_form_for_which_there_is_no_room_says_so() -> anyhow::Result<()> {
    let server = TestServer::with(&[("QUOTA_PROJECTS", "1")]).await?;
    let form = |name: &str| format!("tenant=%2Forgs%2Facme&name={name}&description=typed");
    let made = post_form(&server, Who::Member, "/orgs/acme/projects/new", &form("Apollo")).await?;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let refused = post_form(&server, Who::Member, "/orgs/acme/projects/new", &form("Artemis")).await?;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    for text in ["There is no room for another project: 1 are all", "ask whoever runs this app", "Artemis", "typed"] {
        assert!(refused.text.contains(text), "{text} is not in {}", refused.text);
    }
    let called = server.invoke(Who::Member, CreateProject::PATH, form("Artemis")).await?;
    assert_eq!(
        (called.status, called.json()),
        (StatusCode::CONFLICT, serde_json::json!({ "Full": { "most": 1, "noun": "project" } }))
    );
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

/// A form of strangers' making, in answer to which nobody's page grows.
#[tokio::test]
async fn a_post_is_answered_with_no_more_than_the_form_has() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let page = "/personal/projects/new";
    let many: String = (0..12_000).map(|number| format!("&{number:x}")).collect();
    let answer = post_form(&server, Who::Nobody, page, &format!("tenant=%2Fpersonal&name=x{many}")).await?;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text.len() < 1_000, "{}", answer.text.len());
    let long = format!("tenant=%2Fpersonal&name={}", "a".repeat(40_000));
    assert_eq!(post_form(&server, Who::Nobody, page, &long).await?.status, StatusCode::PAYLOAD_TOO_LARGE);
    let strange = "tenant=%2Fpersonal&name=kept&canary=canary&description=";
    let held = post_form(&server, Who::Nobody, page, strange).await?;
    assert_eq!(held.status, StatusCode::UNAUTHORIZED);
    assert!(held.text.contains("kept"), "{}", held.text);
    assert!(!held.text.contains("canary"), "{}", held.text);
    let twice = post_form(&server, Who::Nobody, page, "tenant=%2Fpersonal&name=a&name=repeated&description=").await?;
    assert!(!twice.status.is_success() && !twice.text.contains("repeated"), "{} {}", twice.status, twice.text);
    let shown = "tenant=%2Forgs%2Facme&name=&canary=canary&description=kept&description=repeated";
    let again = post_form(&server, Who::Member, "/orgs/acme/projects/new", shown).await?;
    assert!(again.text.contains("kept") && !again.text.contains("canary") && !again.text.contains("repeated"));
    Ok(())
}

/// However it is sent: with its length or in pieces.
#[tokio::test]
async fn a_call_that_is_too_large_is_told_so() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let fields: String = (0..100).map(|number| format!("&f{number}=1")).collect();
    let large = format!("&description={}", "a".repeat(300_000));
    for more in [fields, large] {
        let form = format!("tenant=%2Forgs%2Facme&name=x{more}");
        let pieces: Vec<_> =
            form.as_bytes().chunks(10_000).map(|piece| Ok::<_, std::io::Error>(piece.to_vec())).collect();
        let request = server.request(Who::Member, Method::POST, CreateProject::PATH);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = server.send(request.body(Body::from_stream(futures::stream::iter(pieces)))?).await?;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", answer.text);
        assert!(answer.text.contains("TooLarge"), "{}", answer.text);
    }
    Ok(())
}
