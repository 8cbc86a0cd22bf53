//! What every call has in common: versions, bodies, refusals.

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};

use super::{ADA, code};
use crate::stage::{Answer, Stage};

async fn patch(stage: &Stage, version: Option<&str>, body: Value) -> anyhow::Result<Answer> {
    let mut request = Request::patch(format!("/v1/users/{ADA}"));
    request = request.header("authorization", format!("Bearer {}", stage.secret_key));
    if let Some(version) = version {
        request = request.header("clerk-api-version", version);
    }
    stage.send(request.header("content-type", "application/json").body(Body::from(body.to_string()))?).await
}

#[tokio::test]
async fn older_versions_update_metadata_with_the_rest() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let wanted = json!({ "first_name": "A", "public_metadata": { "plan": "gold" } });
    for version in ["2021-02-05", "2025-11-10"] {
        let answer = patch(&stage, Some(version), wanted.clone()).await?;
        assert_eq!(answer.at("/public_metadata/plan"), "gold", "{version}: {}", answer.text);
    }
    for version in [Some("2026-05-12"), None] {
        let answer = patch(&stage, version, wanted.clone()).await?;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "form_param_unknown"), "{version:?}");
        assert_eq!(answer.at("/errors/0/meta/param_name"), "public_metadata");
    }
    let unknown = patch(&stage, Some("2019-01-01"), json!({})).await?;
    assert_eq!((unknown.status.as_u16(), unknown.code().as_str()), (400, "api_version_invalid"));
    Ok(())
}

#[tokio::test]
async fn a_refusal_has_clerks_form() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let traces = [stage.backend("/v1/users/user_nobody").await?, stage.backend("/v1/users?limit=0").await?]
        .map(|answer| answer.at("/clerk_trace_id").as_str().unwrap_or_default().to_owned());
    assert!(traces.iter().all(|trace| trace.len() == 32) && traces[0] != traces[1], "{traces:?}");
    let error = stage.backend("/v1/users?limit=0").await?.at("/errors/0");
    assert_eq!((&error["code"], &error["meta"]["param_name"]), (&json!("form_param_value_invalid"), &json!("limit")));
    assert_eq!(error["message"], error["long_message"]);
    Ok(())
}

#[tokio::test]
async fn a_body_may_be_json_or_a_form() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let send = |kind: &str, body: &str| {
        let request = Request::post("/v1/users").header("authorization", format!("Bearer {}", stage.secret_key));
        stage.send_body(request.header("content-type", kind), body.to_owned())
    };
    let form = "email_address[]=form%40example.com&skip_password_requirement=true&public_metadata=%7B%22a%22%3A1%7D";
    let made = send("application/x-www-form-urlencoded", form).await?;
    assert_eq!((made.status.as_u16(), made.at("/public_metadata")), (200, json!({ "a": 1 })), "{}", made.text);
    for (kind, body, refusal) in [
        ("application/json", "{", code(400, "request_body_invalid")),
        ("application/json", "7", code(400, "request_body_invalid")),
        ("text/csv", "a,b", code(415, "unsupported_content_type")),
    ] {
        let answer = send(kind, body).await?;
        assert_eq!((answer.status.as_u16(), answer.code()), refusal, "{kind} {body}");
    }
    let large = send("application/json", &"x".repeat(12 * 1_024 * 1_024)).await?;
    assert_eq!((large.status.as_u16(), large.code().as_str()), (413, "request_body_too_large"));
    Ok(())
}

#[tokio::test]
async fn what_is_not_built_names_itself() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    for row in clerk_emulator::coverage().filter(|row| row.api == "bapi" && row.state == "not_built") {
        let path = row.path.replace(['{', '}'], "");
        let answer = stage.ask(row.method, &path, Value::Null).await?;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (501, "not_implemented"), "{path}");
        let message = answer.at("/errors/0/message");
        assert_eq!(message, format!("The local Clerk does not do {} /v1{path} yet", row.method));
    }
    Ok(())
}
