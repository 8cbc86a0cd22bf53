//! Actor tokens: signing in as somebody else.

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};

use crate::{
    browser::Browser,
    stage::{Answer, Stage},
    tokens,
};

async fn ask(stage: &Stage, path: &str, body: Value) -> anyhow::Result<Answer> {
    let request = Request::post(path).header("authorization", format!("Bearer {}", stage.secret_key));
    stage.send(request.header("content-type", "application/json").body(Body::from(body.to_string()))?).await
}

async fn actor_token(stage: &Stage) -> anyhow::Result<Value> {
    let wanted = json!({ "user_id": "user_localMelMember", "actor": { "sub": "user_support" } });
    Ok(ask(stage, "/v1/actor_tokens", wanted).await?.json())
}

async fn sign_in(browser: &Browser<'_>, token: &Value) -> anyhow::Result<Answer> {
    let ticket = token["token"].as_str().unwrap_or_default();
    browser.post("/client/sign_ins", &[("strategy", "ticket"), ("ticket", ticket)]).await
}

#[tokio::test]
async fn a_ticket_signs_a_browser_in_once_and_its_tokens_say_who_acts() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let token = actor_token(&stage).await?;
    assert_eq!((&token["object"], &token["status"]), (&json!("actor_token"), &json!("pending")));
    assert!(token["url"].as_str().is_some_and(|url| url.contains("/sign-in?__clerk_ticket=")), "{token}");
    let browser = Browser::open(&stage).await?;
    let signed_in = sign_in(&browser, &token).await?;
    assert_eq!(signed_in.at("/response/status"), "complete", "{}", signed_in.text);
    let session = signed_in.at("/client/sessions/0");
    assert_eq!(
        (&session["user"]["id"], &session["actor"]),
        (&json!("user_localMelMember"), &json!({ "sub": "user_support" }))
    );
    let claims = tokens::claims(&stage, &session["last_active_token"]["jwt"]).await?;
    assert_eq!((&claims["sub"], &claims["act"]["sub"]), (&json!("user_localMelMember"), &json!("user_support")));
    let again = sign_in(&Browser::open(&stage).await?, &token).await?;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (400, "actor_token_already_used_code"));
    Ok(())
}

#[tokio::test]
async fn what_is_revoked_expired_or_of_nobody_signs_nobody_in() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let token = actor_token(&stage).await?;
    let revoke = format!("/v1/actor_tokens/{}/revoke", token["id"].as_str().unwrap_or_default());
    assert_eq!(ask(&stage, &revoke, Value::Null).await?.json()["status"], "revoked");
    let refused = sign_in(&Browser::open(&stage).await?, &token).await?;
    assert_eq!(refused.code(), "actor_token_revoked_code");
    assert_eq!(ask(&stage, &revoke, Value::Null).await?.status, 400);
    let late = actor_token(&stage).await?;
    stage.clock.advance_seconds(60 * 60);
    assert_eq!(sign_in(&Browser::open(&stage).await?, &late).await?.code(), "actor_token_cannot_be_used_code");
    for wanted in [
        json!({ "user_id": "user_nobody", "actor": { "sub": "user_support" } }),
        json!({ "user_id": "user_localMelMember", "actor": {} }),
    ] {
        assert!(ask(&stage, "/v1/actor_tokens", wanted).await?.status.is_client_error());
    }
    Ok(())
}
