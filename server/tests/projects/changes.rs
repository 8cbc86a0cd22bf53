//! What a PATCH of a project changes, and what it leaves.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use server::harness::{TestServer, Who};

async fn made(server: &TestServer) -> anyhow::Result<String> {
    let body = json!({
        "name": "Apollo", "description": "To the moon", "key": "moon", "status": "archived", "colour": "teal",
        "owner": "user_localMelMember",
    });
    let answer = server.call(Who::Admin, Method::POST, "/api/projects", Some(body)).await?;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    Ok(answer.header("location").to_owned())
}

#[tokio::test]
async fn what_is_absent_stays() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let path = made(&server).await?;
    let mut expected = server.call(Who::Admin, Method::GET, &path, None).await?.json()["project"].clone();
    assert_eq!((&expected["key"], &expected["colour"]), (&json!("MOON"), &json!("teal")));
    for (version, (field, value)) in [
        ("name", json!("Artemis")),
        ("description", json!("")),
        ("key", json!("BACK")),
        ("status", json!("active")),
        ("colour", json!("red")),
        ("owner", json!("user_localAdaAdmin")),
    ]
    .into_iter()
    .enumerate()
    {
        let at = server.clock.advance(1_000);
        let body = json!({ field: value, "version": version + 1 });
        let changed = server.call(Who::Member, Method::PATCH, &path, Some(body)).await?;
        assert_eq!(changed.status, StatusCode::OK, "{field}: {}", changed.text);
        expected[field] = value;
        expected["version"] = json!(version + 2);
        expected["updated_at"] = json!(at);
        assert_eq!(changed.json()["project"], expected, "{field}");
    }
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_changes_nothing() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let path = made(&server).await?;
    let before = server.call(Who::Admin, Method::GET, &path, None).await?.json();
    let with = |field: &str, value: Value| json!({ field: value, "version": 1 });
    for (body, status, field) in [
        (with("name", json!("")), 422, "name"),
        (with("key", json!("1")), 422, "key"),
        (with("key", json!("")), 422, "key"),
        (with("status", json!("deleted")), 422, "status"),
        (with("colour", json!(" ")), 422, "colour"),
        (with("owner", json!("user_localSamStranger")), 422, "owner"),
        (json!({ "name": "x" }), 422, "version"),
        (with("name", json!(null)), 400, ""),
        (with("owner", json!(null)), 400, ""),
        (with("created_at", json!(1)), 400, ""),
        (json!({ "name": "x", "version": "1" }), 400, ""),
        (json!([]), 400, ""),
    ] {
        let answer = server.call(Who::Admin, Method::PATCH, &path, Some(body.clone())).await?;
        assert_eq!(answer.status.as_u16(), status, "{body}: {}", answer.text);
        assert_eq!(answer.json()["errors"][0]["field"].as_str().unwrap_or_default(), field, "{body}");
    }
    assert_eq!(server.call(Who::Admin, Method::GET, &path, None).await?.json(), before);
    Ok(())
}

#[tokio::test]
async fn a_key_is_somebodys() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let path = made(&server).await?;
    server.call(Who::Admin, Method::DELETE, &path, None).await?;
    let again = json!({ "name": "Other", "key": "MOON" });
    let answer = server.call(Who::Admin, Method::POST, "/api/projects", Some(again.clone())).await?;
    assert_eq!((answer.status.as_u16(), &answer.json()["errors"][0]["field"]), (422, &json!("key")));
    let answer = server.call(Who::Stranger, Method::POST, "/api/projects", Some(again)).await?;
    assert_eq!(answer.status, StatusCode::CREATED, "another tenant's keys are its own");
    Ok(())
}

/// Names come from Clerk, and people work on while Clerk does not.
#[tokio::test]
async fn while_clerk_does_not_tell_nobody_else_becomes_an_owner() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    server.control().order(&json!({ "path": "/v1/organizations/**", "status": 500 })).await?;
    let body = json!({ "name": "Apollo", "owner": "user_whoever" });
    let answer = server.call(Who::Admin, Method::POST, "/api/projects", Some(body)).await?;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (503, &json!("members_unknown")), "{}", answer.text);
    let body = json!({ "name": "Apollo", "owner": "user_localAdaAdmin" });
    assert_eq!(server.call(Who::Admin, Method::POST, "/api/projects", Some(body)).await?.status.as_u16(), 201);
    Ok(())
}
