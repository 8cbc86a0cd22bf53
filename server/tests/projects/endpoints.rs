//! The REST API's shapes, limits and manners.

use http::{Method, Request, StatusCode, header};
use insta::assert_snapshot;
use serde_json::json;

use server::harness::{TestServer, Who};

#[tokio::test]
async fn a_project_from_its_beginning_to_its_end() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let body = json!({ "name": " Apollo ", "description": "To the moon" });
    let made = server.call(Who::Admin, Method::POST, "/api/projects", Some(body)).await?;
    assert_eq!(made.status, StatusCode::CREATED);
    let path = made.header(header::LOCATION).to_owned();
    let mut project = made.json()["project"].clone();
    project["id"] = json!("(id)");
    assert_snapshot!(serde_json::to_string_pretty(&project)?, @r#"
    {
      "colour": "slate",
      "created_at": 1795442709250,
      "created_by": "user_localAdaAdmin",
      "description": "To the moon",
      "id": "(id)",
      "key": "APOL",
      "name": "Apollo",
      "owner": "user_localAdaAdmin",
      "status": "active",
      "updated_at": 1795442709250,
      "version": 1
    }
    "#);

    let got = server.call(Who::Viewer, Method::GET, &path, None).await?;
    assert_eq!(got.json(), made.json());

    let changed =
        server.call(Who::Member, Method::PATCH, &path, Some(json!({ "name": "Artemis", "version": 1 }))).await?;
    assert_eq!(changed.json()["project"]["name"], "Artemis");
    assert_eq!(changed.json()["project"]["description"], "To the moon");
    assert_eq!(changed.json()["project"]["version"], 2);

    let deleted = server.call(Who::Admin, Method::DELETE, &path, None).await?;
    assert_eq!(deleted.json(), json!({ "success": true }));
    assert_eq!(server.call(Who::Admin, Method::GET, &path, None).await?.status, StatusCode::NOT_FOUND);

    let restored = server.call(Who::Admin, Method::POST, &format!("{path}/restore"), None).await?;
    assert_eq!((restored.status, &restored.json()["project"]["version"]), (StatusCode::OK, &json!(4)));
    assert_eq!(server.call(Who::Viewer, Method::GET, &path, None).await?.json(), restored.json());
    Ok(())
}

#[tokio::test]
async fn personal_projects_are_a_tenant_of_their_own() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let mine = server.project(Who::Alone, "Mine").await?;
    let list = server.call(Who::Stranger, Method::GET, "/api/projects", None).await?.json();
    assert_eq!(list["projects"], json!([]), "the same person, but in an organization");
    let path = format!("/api/projects/{mine}");
    assert_eq!(server.call(Who::Stranger, Method::GET, &path, None).await?.status, StatusCode::NOT_FOUND);
    assert_eq!(server.call(Who::Alone, Method::DELETE, &path, None).await?.status, StatusCode::OK);

    let server = TestServer::with(&[("CLERK_PERSONAL_ACCOUNTS", "off")]).await?;
    let refused = server.call(Who::Alone, Method::GET, "/api/projects", None).await?;
    assert_eq!((refused.status, refused.json()["code"].clone()), (StatusCode::FORBIDDEN, json!("no_tenant")));
    Ok(())
}

#[tokio::test]
async fn roles_stand_in_for_permissions_where_the_operator_says_so() -> anyhow::Result<()> {
    let server = TestServer::with(&[("CLERK_PERMISSIONS", "roles")]).await?;
    let viewer = server.call(Who::Viewer, Method::GET, "/api/projects", None).await?;
    assert_eq!(viewer.status, StatusCode::FORBIDDEN, "org:viewer is no role that this knows");
    assert_eq!(server.call(Who::Member, Method::GET, "/api/projects", None).await?.status, StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn somebody_saved_in_between() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let path = format!("/api/projects/{}", server.project(Who::Admin, "Apollo").await?);
    let change = |name: &str| json!({ "name": name, "version": 1 });
    server.call(Who::Member, Method::PATCH, &path, Some(change("Mel's"))).await?;
    let conflict = server.call(Who::Admin, Method::PATCH, &path, Some(change("Ada's"))).await?;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert_eq!(conflict.header(header::CONTENT_TYPE), "application/problem+json");
    assert_eq!(conflict.json()["project"]["name"], "Mel's");

    let request = server.request(Who::Admin, Method::PATCH, &path).header(header::IF_MATCH, "\"2\"");
    let request = request.header(header::CONTENT_TYPE, "application/json").body(r#"{"name":"Ada's"}"#.into())?;
    assert_eq!(server.send(request).await?.json()["project"]["version"], 3);
    Ok(())
}

/// Over REST and in both kinds of forms; then it says what to do, and keeps what was typed.
#[tokio::test]
async fn a_tenant_that_is_full_says_so() -> anyhow::Result<()> {
    let server = TestServer::with(&[("QUOTA_PROJECTS", "2")]).await?;
    for name in ["first", "second"] {
        server.project(Who::Admin, name).await?;
    }
    let refused = server.call(Who::Member, Method::POST, "/api/projects", Some(json!({ "name": "third" }))).await?;
    assert_eq!(
        (refused.status, refused.header(header::CONTENT_TYPE)),
        (StatusCode::CONFLICT, "application/problem+json")
    );
    assert_eq!((&refused.json()["code"], &refused.json()["most"]), (&json!("full"), &json!(2)));
    server.project(Who::Stranger, "theirs").await?;
    let trail = server.call(Who::Admin, Method::GET, "/api/activity", None).await?.json();
    assert_eq!(trail["events"].as_array().map(Vec::len), Some(2));
    Ok(())
}

#[tokio::test]
async fn bodies_are_read_strictly() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let cases = [
        (json!({}).to_string(), 400),
        ("{".to_owned(), 400),
        (json!(["x"]).to_string(), 400),
        (json!({ "name": "x", "created_by": "user_evil" }).to_string(), 400),
        (json!({ "name": "x", "tenant_id": "org_evil" }).to_string(), 400),
        (json!({ "name": ["x"] }).to_string(), 400),
        (json!({ "name": "x", "key": null }).to_string(), 400),
        (json!({ "name": "x", "deleted_at": 1 }).to_string(), 400),
        (json!({ "name": "x", "key": "" }).to_string(), 422),
        (json!({ "name": "x", "status": "deleted" }).to_string(), 422),
        (json!({ "name": "x", "owner": "user_localSamStranger" }).to_string(), 422),
        (json!({ "name": "" }).to_string(), 422),
        (json!({ "name": "x".repeat(101) }).to_string(), 422),
        ("[".repeat(10_000), 400),
        (json!({ "name": "x", "description": "y".repeat(300_000) }).to_string(), 413),
    ];
    for (body, status) in cases {
        let request = server.request(Who::Admin, Method::POST, "/api/projects");
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let shown: String = body.chars().take(60).collect();
        let answer = server.send(request.body(body.into())?).await?;
        assert_eq!(answer.status.as_u16(), status, "{shown}");
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json", "{shown}");
    }
    let request = server.request(Who::Admin, Method::POST, "/api/projects").header(header::CONTENT_TYPE, "text/plain");
    assert_eq!(server.send(request.body(r#"{"name":"x"}"#.into())?).await?.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let unversioned = format!("/api/projects/{}", server.project(Who::Admin, "x").await?);
    let answer = server.call(Who::Admin, Method::PATCH, &unversioned, Some(json!({ "name": "y" }))).await?;
    assert_eq!((answer.status.as_u16(), answer.json()["errors"][0]["field"].clone()), (422, json!("version")));
    Ok(())
}

#[tokio::test]
async fn signed_out_is_401_whatever_else_is_wrong() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let mut bodies = Vec::new();
    for body in ["", "{", r#"{"name":"x"}"#] {
        let request =
            Request::builder().method(Method::POST).uri("/api/projects").header(header::HOST, "localhost:3000");
        let answer = server.send(request.body(body.to_owned().into())?).await?;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        bodies.push(answer.text);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
    Ok(())
}
