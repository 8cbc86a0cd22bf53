//! The control API: time, keys, trouble, and who may order it.

use std::{pin::pin, time::Duration};

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::{
    browser::Browser,
    stage::{NOON, Stage},
    tokens,
};

const ADA: &str = "ada+clerk_test@example.com";

async fn token(browser: &Browser<'_>) -> anyhow::Result<Value> {
    let answer = browser.post(&format!("/client/sessions/{}/tokens", browser.session_id), &[]).await?;
    Ok(answer.at("/jwt"))
}

#[tokio::test]
async fn only_programs_on_this_machine() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let plain = || Request::get("/__control/settings");
    for (name, value) in
        [("origin", "http://localhost:3000"), ("sec-fetch-site", "none"), ("host", "rebound.test:4000")]
    {
        let answer = stage.send(plain().header(name, value).body(Body::empty())?).await?;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (403, "local_programs_only"), "{name}");
    }
    assert_eq!(stage.send_from([192, 168, 1, 7], plain().body(Body::empty())?).await?.status, 403);
    let local = stage.send(plain().header("host", "127.0.0.1:4000").body(Body::empty())?).await?;
    assert_eq!(local.status, 200);
    Ok(())
}

#[tokio::test]
async fn token_life_and_clock_are_set() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let change = json!({ "token_life_seconds": 5, "clock_offset_ms": 3_600_000 });
    let settings = stage.control("PATCH", "/__control/settings", change).await?;
    assert_eq!(settings.json()["token_life_seconds"], 5);
    let claims = tokens::claims(&stage, &token(&browser).await?).await?;
    let now = NOON / 1_000 + 3_600;
    assert_eq!((&claims["iat"], &claims["exp"]), (&json!(now), &json!(now + 5)));
    let unknown = stage.control("PATCH", "/__control/settings", json!({ "token_live": 5 })).await?;
    assert_eq!(unknown.status, 422);
    Ok(())
}

#[tokio::test]
async fn custom_claims_are_set() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let claims = json!({ "fullName": "{{user.full_name}}", "email": "{{user.primary_email_address}}" });
    stage.control("PATCH", "/__control/settings", json!({ "custom_claims": claims })).await?;
    let claims = tokens::claims(&stage, &token(&browser).await?).await?;
    assert_eq!((&claims["fullName"], &claims["email"]), (&json!("Ada Admin"), &json!(ADA)));
    Ok(())
}

#[tokio::test]
async fn a_rotated_key_has_another_kid_and_people_stay_signed_in() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let old = token(&browser).await?;
    let rotated = stage.control("POST", "/__control/rotate-key", Value::Null).await?.json();
    let keys = stage.backend("/v1/jwks").await?.json();
    assert_eq!(keys["keys"][0]["kid"], rotated["kid"]);
    assert!(tokens::claims(&stage, &old).await.is_err(), "the old token's key is gone");
    assert!(tokens::claims(&stage, &token(&browser).await?).await.is_ok());
    Ok(())
}

#[tokio::test]
async fn endpoints_fail_as_often_as_ordered() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let fault = json!({ "method": "PATCH", "path": "/__clerk/v1/environment", "status": 503, "count": 1 });
    assert_eq!(stage.control("POST", "/__control/faults", fault).await?.status, 204);
    let browser = Browser::open(&stage).await?;
    assert_eq!(browser.get("/environment").await?.status, 200, "another method");
    let failed = browser.patch("/environment", &[]).await?;
    assert_eq!((failed.status.as_u16(), failed.code().as_str()), (503, "ordered_fault"));
    assert_eq!(browser.patch("/environment", &[]).await?.status, 200, "once was ordered");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn endpoints_are_slow() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let fault = json!({ "path": "/v1/jwks", "delay_ms": 5_000 });
    stage.control("POST", "/__control/faults", fault).await?;
    let early = timeout(Duration::from_secs(4), stage.backend("/v1/jwks")).await;
    assert!(early.is_err());
    assert_eq!(stage.backend("/v1/jwks").await?.status, 200);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn endpoints_are_silent_until_the_faults_are_cleared() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    stage.control("POST", "/__control/faults", json!({ "path": "/v1/**", "hang": true })).await?;
    let mut silent = pin!(stage.backend("/v1/users"));
    assert!(timeout(Duration::from_secs(60), &mut silent).await.is_err());
    stage.control("DELETE", "/__control/faults", Value::Null).await?;
    assert_eq!(silent.await?.status, 503);
    assert_eq!(stage.backend("/v1/users").await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn a_reset_brings_the_seed_back_and_keeps_the_keys() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    browser.post("/organizations", &[("name", "Initech")]).await?;
    stage.control("PATCH", "/__control/settings", json!({ "token_life_seconds": 5 })).await?;
    let keys = stage.backend("/v1/jwks").await?.json();
    assert_eq!(stage.control("POST", "/__control/reset", Value::Null).await?.status, 204);
    assert_eq!(stage.backend("/v1/organizations").await?.json()["total_count"], 2);
    assert_eq!(stage.control("GET", "/__control/settings", Value::Null).await?.json()["token_life_seconds"], 60);
    assert_eq!(browser.get("/client").await?.code(), "dev_browser_unauthenticated");
    assert_eq!(stage.backend("/v1/jwks").await?.json(), keys);
    Ok(())
}

#[tokio::test]
async fn users_and_e_mails_can_be_read() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let users = stage.control("GET", "/__control/users", Value::Null).await?.json();
    assert_eq!(users.as_array().map(Vec::len), Some(4));
    assert!(!users.to_string().contains("digest"), "no password hashes");
    let browser = Browser::open(&stage).await?;
    browser.post("/client/sign_ins", &[("strategy", "email_code"), ("identifier", ADA)]).await?;
    let mails = stage.control("GET", "/__control/outbox?to=ada%2Bclerk_test@example.com", Value::Null).await?.json();
    assert_eq!((&mails[0]["code"], &mails[0]["sent_at"]), (&json!("424242"), &json!(NOON)));
    Ok(())
}

#[tokio::test]
async fn an_organization_can_be_made_mandatory() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    stage.control("PATCH", "/__control/settings", json!({ "force_organization_selection": true })).await?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let session = browser.client().await?["sessions"][0].clone();
    assert_eq!(session["status"], "pending");
    assert_eq!(session["tasks"], json!([{ "key": "choose-organization" }]));
    assert_eq!(tokens::claims(&stage, &session["last_active_token"]["jwt"]).await?["sts"], "pending");
    let chosen = browser.switch("acme").await?.json()["response"].clone();
    assert_eq!((&chosen["status"], &chosen["tasks"]), (&json!("active"), &Value::Null));
    Ok(())
}
