//! Signing in by password, by e-mail code and with a forgotten password; signing out.

use serde_json::Value;

use crate::{browser::Browser, stage::Stage};

const ADA: &str = "ada+clerk_test@example.com";

#[tokio::test]
async fn identifier_first_then_password() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    let sign_in = browser.post("/client/sign_ins", &[("identifier", "Ada+clerk_test@Example.com")]).await?;
    let attempt = sign_in.json()["response"].clone();
    assert_eq!(attempt["status"], "needs_first_factor");
    let strategies: Vec<&str> = attempt["supported_first_factors"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|factor| factor["strategy"].as_str())
        .collect();
    assert_eq!(strategies, ["password", "email_code", "reset_password_email_code"]);

    let path = format!("/client/sign_ins/{}/attempt_first_factor", attempt["id"].as_str().unwrap_or_default());
    let password = [("strategy", "password"), ("password", clerk_emulator::PASSWORD)];
    let done = browser.post(&path, &password).await?;
    let body = done.json();
    assert_eq!(body["response"]["status"], "complete");
    assert_eq!(body["client"]["sign_in"], Value::Null);
    assert_eq!(body["client"]["sessions"][0]["id"], body["response"]["created_session_id"]);
    assert_eq!(body["client"]["sessions"][0]["user"]["first_name"], "Ada");
    let names: Vec<String> =
        done.cookies().iter().filter_map(|cookie| Some(cookie.split_once('=')?.0.to_owned())).collect();
    assert!(names.contains(&"__client".to_owned()) && names.contains(&"__client_uat".to_owned()), "{names:?}");
    Ok(())
}

#[tokio::test]
async fn wrong_password_and_unknown_address_are_told_apart() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    let wrong = [("strategy", "password"), ("identifier", ADA), ("password", "not-hers-at-all")];
    let answer = browser.post("/client/sign_ins", &wrong).await?;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "form_password_incorrect"));
    assert_eq!(answer.json()["errors"][0]["meta"]["param_name"], "password");
    assert_eq!(answer.json()["meta"]["client"]["sessions"], serde_json::json!([]));

    // As ClerkJS' `signIn.password()` sends it: the password says what it is.
    let answer = browser.post("/client/sign_ins", &wrong[1..]).await?;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "form_password_incorrect"));

    let answer = browser.post("/client/sign_ins", &[("identifier", "nobody@example.com")]).await?;
    assert_eq!(answer.code(), "form_identifier_not_found");
    Ok(())
}

#[tokio::test]
async fn by_e_mail_code() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    let fields = [("strategy", "email_code"), ("identifier", ADA)];
    let attempt = browser.post("/client/sign_ins", &fields).await?.json()["response"].clone();
    assert_eq!(attempt["first_factor_verification"]["status"], "unverified");
    let path = format!("/client/sign_ins/{}/attempt_first_factor", attempt["id"].as_str().unwrap_or_default());
    let wrong = browser.post(&path, &[("strategy", "email_code"), ("code", "000000")]).await?;
    assert_eq!((wrong.status.as_u16(), wrong.code().as_str()), (422, "form_code_incorrect"));
    let right = browser.post(&path, &[("strategy", "email_code"), ("code", "424242")]).await?;
    assert_eq!(right.json()["response"]["status"], "complete");
    Ok(())
}

#[tokio::test]
async fn a_code_expires() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    let fields = [("strategy", "email_code"), ("identifier", ADA)];
    let attempt = browser.post("/client/sign_ins", &fields).await?.json()["response"].clone();
    stage.clock.advance_seconds(601);
    let path = format!("/client/sign_ins/{}/attempt_first_factor", attempt["id"].as_str().unwrap_or_default());
    let late = browser.post(&path, &[("strategy", "email_code"), ("code", "424242")]).await?;
    assert_eq!(late.code(), "verification_expired");
    Ok(())
}

#[tokio::test]
async fn with_a_forgotten_password() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let device = Browser::signed_in(&stage, ADA).await?;
    let browser = Browser::open(&stage).await?;
    let fields = [("strategy", "reset_password_email_code"), ("identifier", ADA)];
    let attempt = browser.post("/client/sign_ins", &fields).await?.json()["response"].clone();
    let base = format!("/client/sign_ins/{}", attempt["id"].as_str().unwrap_or_default());
    let new_password = [("password", "a new password"), ("sign_out_of_other_sessions", "true")];
    let early = browser.post(&format!("{base}/reset_password"), &new_password).await?;
    assert_eq!(early.code(), "client_state_invalid");

    let code = [("strategy", "reset_password_email_code"), ("code", "424242")];
    let proven = browser.post(&format!("{base}/attempt_first_factor"), &code).await?;
    assert_eq!(proven.json()["response"]["status"], "needs_new_password");
    let short = browser.post(&format!("{base}/reset_password"), &[("password", "short")]).await?;
    assert_eq!(short.code(), "form_password_length_too_short");
    let done = browser.post(&format!("{base}/reset_password"), &new_password).await?;
    assert_eq!(done.json()["response"]["status"], "complete");

    assert_eq!(device.client().await?["sessions"], serde_json::json!([]));
    let other = Browser::open(&stage).await?;
    let old = [("strategy", "password"), ("identifier", ADA), ("password", clerk_emulator::PASSWORD)];
    assert_eq!(other.post("/client/sign_ins", &old).await?.code(), "form_password_incorrect");
    Ok(())
}

#[tokio::test]
async fn one_session_at_a_time() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let again = browser.post("/client/sign_ins", &[("identifier", "mel+clerk_test@example.com")]).await?;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (400, "session_exists"));
    Ok(())
}

#[tokio::test]
async fn the_attempt_of_another_browser_is_not_found() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let (one, two) = (Browser::open(&stage).await?, Browser::open(&stage).await?);
    let attempt = one.post("/client/sign_ins", &[("identifier", ADA)]).await?.json()["response"].clone();
    two.post("/client/sign_ins", &[("identifier", ADA)]).await?;
    let path = format!("/client/sign_ins/{}/attempt_first_factor", attempt["id"].as_str().unwrap_or_default());
    let password = [("strategy", "password"), ("password", clerk_emulator::PASSWORD)];
    assert_eq!(two.post(&path, &password).await?.status, 404);
    Ok(())
}

#[tokio::test]
async fn signing_out_empties_the_client() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let answer = browser.delete("/client/sessions").await?;
    assert_eq!(answer.json()["client"]["sessions"], serde_json::json!([]));
    assert_eq!(answer.json()["client"]["last_active_session_id"], Value::Null);
    assert!(answer.cookies().iter().any(|cookie| cookie.starts_with("__client_uat=0;")), "{:?}", answer.cookies());
    let token = browser.post(&format!("/client/sessions/{}/tokens", browser.session_id), &[]).await?;
    assert_eq!(token.status, 401);
    assert_eq!(token.json()["meta"]["client"]["sessions"], serde_json::json!([]));
    Ok(())
}
