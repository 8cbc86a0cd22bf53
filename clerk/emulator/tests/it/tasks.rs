//! What a session has to do before it is active: another password, a second factor.

use serde_json::{Value, json};

use crate::{
    attempt::{Attempt, refused},
    authenticator,
    browser::Browser,
    stage::{NOON, Stage},
    tokens,
};

const ADA: &str = "ada+clerk_test@example.com";
const ADAS_ID: &str = "user_localAdaAdmin";

async fn tasks(browser: &Browser<'_>) -> anyhow::Result<Value> {
    Ok(browser.client().await?.pointer("/sessions/0/tasks").cloned().unwrap_or_default())
}

async fn leak(stage: &Stage) -> anyhow::Result<()> {
    let path = format!("/users/{ADAS_ID}/password/set_compromised");
    stage.done("POST", &path, json!({ "revoke_all_sessions": false })).await.map(|_| ())
}

#[tokio::test]
async fn who_signs_in_with_a_compromised_password_chooses_another_one() -> anyhow::Result<()> {
    let stage = Stage::set(json!({ "reset_password_task": true })).await?;
    let before = Browser::signed_in(&stage, ADA).await?;
    stage.clock.advance_seconds(1);
    leak(&stage).await?;
    assert_eq!(tasks(&before).await?, Value::Null, "it begins with the next sign-in");
    let browser = Browser::signed_in(&stage, ADA).await?;
    assert_eq!(tasks(&browser).await?, json!([{ "key": "reset-password" }]));
    let session = browser.client().await?["sessions"][0].clone();
    assert_eq!(session["status"], "pending");
    let claims = tokens::claims(&stage, &session["last_active_token"]["jwt"]).await?;
    assert_eq!(claims["sts"], "pending");
    let path = format!("/sessions/{}", browser.session_id);
    assert_eq!(stage.done("GET", &path, Value::Null).await?["tasks"], json!([{ "key": "reset-password" }]));

    let same = browser.post("/me/change_password", &[("new_password", clerk_emulator::PASSWORD)]).await?;
    assert_eq!(same.refusal(), refused(422, "form_new_password_matches_current", "new_password"));
    let known = browser.post("/me/change_password", &[("new_password", "iloveyou1")]).await?;
    assert_eq!(known.refusal(), refused(422, "form_password_pwned", "new_password"));
    let new = [("new_password", "another good one"), ("sign_out_of_other_sessions", "true")];
    let changed = browser.post("/me/change_password", &new).await?;
    assert_eq!(changed.at("/client/sessions/0/tasks"), Value::Null, "{}", changed.text);
    assert_eq!(changed.at("/client/sessions/0/status"), "active");
    assert_eq!(before.client().await?["sessions"], json!([]));
    Ok(())
}

#[tokio::test]
async fn without_the_task_a_compromised_password_signs_nobody_in() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    leak(&stage).await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    assert_eq!(attempt.password().await?.refusal(), refused(422, "form_password_compromised", "password"));
    let wrong = attempt.step("attempt_first_factor", &[("strategy", "password"), ("password", "wrong")]).await?;
    assert_eq!(wrong.code(), "form_password_incorrect", "it is told to who knows it");
    Ok(())
}

#[tokio::test]
async fn everybody_needs_a_second_factor_where_it_is_required() -> anyhow::Result<()> {
    let stage =
        Stage::set(json!({ "second_factors": ["totp", "backup_code"], "second_factor_required": true })).await?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    assert_eq!(tasks(&browser).await?, json!([{ "key": "setup-mfa" }]));
    let settings = browser.get("/environment").await?.at("/user_settings");
    assert_eq!(settings["sign_up"]["mfa"], json!({ "required": true }));
    assert_eq!(settings["sign_in"]["second_factor"], json!({ "required": true, "enabled": true }));
    let secret = browser.post("/me/totp", &[]).await?.text_at("/response/secret");
    let code = authenticator::code(&secret, NOON)?;
    let proven = browser.post("/me/totp/attempt_verification", &[("code", &code)]).await?;
    assert_eq!(proven.at("/response/backup_codes").as_array().map(Vec::len), Some(10));
    assert_eq!(proven.at("/client/sessions/0/tasks"), Value::Null);
    let gone = browser.delete("/me/totp").await?;
    assert_eq!(gone.refusal(), refused(400, "second_factor_deletion_not_allowed", ""), "it is the last one");
    Ok(())
}

#[tokio::test]
async fn tasks_come_one_after_the_other_and_not_to_who_acts_for_another() -> anyhow::Result<()> {
    let stage = Stage::set(json!({
        "reset_password_task": true, "second_factors": ["totp"], "second_factor_required": true,
        "force_organization_selection": true,
    }))
    .await?;
    leak(&stage).await?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let all = json!([{ "key": "reset-password" }, { "key": "setup-mfa" }, { "key": "choose-organization" }]);
    assert_eq!(tasks(&browser).await?, all);
    stage.turn(json!({ "second_factors": [] })).await?;
    let rest = json!([{ "key": "reset-password" }, { "key": "choose-organization" }]);
    assert_eq!(tasks(&browser).await?, rest, "there is none to set up");

    let actor = json!({ "user_id": ADAS_ID, "actor": { "sub": "user_localMelMember" } });
    let url = stage.done("POST", "/actor_tokens", actor).await?["url"].clone();
    let ticket = url.as_str().and_then(|url| url.rsplit('=').next()).unwrap_or_default().to_owned();
    let other = Browser::open(&stage).await?;
    other.post("/client/sign_ins", &[("strategy", "ticket"), ("ticket", &ticket)]).await?;
    assert_eq!(tasks(&other).await?, json!([{ "key": "choose-organization" }]));
    Ok(())
}
