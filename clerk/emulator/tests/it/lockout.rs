//! Wrong proofs, counted until the account is locked; and passwords that everybody knows.

use serde_json::{Value, json};

use crate::{
    attempt::{Attempt, TEST_CODE, refused},
    browser::Browser,
    stage::Stage,
};

const ADA: &str = "ada+clerk_test@example.com";
const ADAS_ID: &str = "user_localAdaAdmin";
const WRONG: [(&str, &str); 2] = [("strategy", "password"), ("password", "wrong")];

#[tokio::test]
async fn too_many_wrong_proofs_lock_an_account_for_a_while() -> anyhow::Result<()> {
    let stage = Stage::set(json!({ "lockout_attempts": 3, "lockout_minutes": 5 })).await?;
    let browser = Browser::open(&stage).await?;
    let protection = browser.get("/environment").await?.at("/user_settings/attack_protection/user_lockout");
    assert_eq!(protection, json!({ "enabled": true, "max_attempts": 3, "duration_in_minutes": 5 }));
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    let left = async || {
        let user = stage.done("GET", &format!("/users/{ADAS_ID}"), Value::Null).await?;
        anyhow::Ok(user["verification_attempts_remaining"].clone())
    };
    assert_eq!(attempt.step("attempt_first_factor", &WRONG).await?.code(), "form_password_incorrect");
    attempt.step("prepare_first_factor", &[("strategy", "email_code")]).await?;
    let wrong = [("strategy", "email_code"), ("code", "000000")];
    assert_eq!(attempt.step("attempt_first_factor", &wrong).await?.code(), "form_code_incorrect");
    assert_eq!(left().await?, 1, "both count");
    let locked = attempt.step("attempt_first_factor", &WRONG).await?;
    assert_eq!(locked.refusal(), refused(403, "user_locked", ""));
    assert_eq!(locked.at("/errors/0/meta/lockout_expires_in_seconds"), "300");
    assert!(locked.text_at("/errors/0/message").contains("in 5 minutes"), "{}", locked.text);
    assert_eq!((left().await?, attempt.password().await?.code().as_str()), (json!(0), "user_locked"), "be it right");
    stage.clock.advance_seconds(5 * 60);
    assert_eq!(attempt.password().await?.standing(), "complete");
    Ok(())
}

#[tokio::test]
async fn who_is_right_begins_to_count_anew() -> anyhow::Result<()> {
    let stage = Stage::set(json!({ "lockout_attempts": 2 })).await?;
    for _ in 0..3 {
        let browser = Browser::open(&stage).await?;
        let attempt = Attempt::sign_in(&browser, ADA).await?;
        assert_eq!(attempt.step("attempt_first_factor", &WRONG).await?.code(), "form_password_incorrect");
        assert_eq!(attempt.password().await?.standing(), "complete");
    }
    stage.turn(json!({ "lockout_attempts": 0 })).await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    for _ in 0..5 {
        assert_eq!(attempt.step("attempt_first_factor", &WRONG).await?.code(), "form_password_incorrect");
    }
    Ok(())
}

#[tokio::test]
async fn an_unlocked_account_has_all_its_attempts() -> anyhow::Result<()> {
    let stage = Stage::set(json!({ "lockout_attempts": 2 })).await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    attempt.step("attempt_first_factor", &WRONG).await?;
    assert_eq!(attempt.step("attempt_first_factor", &WRONG).await?.code(), "user_locked");
    let unlocked = stage.done("POST", &format!("/users/{ADAS_ID}/unlock"), Value::Null).await?;
    assert_eq!((&unlocked["locked"], &unlocked["verification_attempts_remaining"]), (&json!(false), &json!(2)));
    assert_eq!(attempt.step("attempt_first_factor", &WRONG).await?.code(), "form_password_incorrect");
    Ok(())
}

#[tokio::test]
async fn second_factors_and_fresh_proofs_count_as_well() -> anyhow::Result<()> {
    let stage =
        Stage::set(json!({ "lockout_attempts": 3, "second_factors": ["totp"], "reverification": true })).await?;
    let secret = json!({ "totp_secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" });
    stage.done("PATCH", &format!("/users/{ADAS_ID}"), secret).await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    attempt.password().await?;
    let wrong = [("strategy", "totp"), ("code", "000000")];
    for code in ["form_code_incorrect", "form_code_incorrect", "user_locked", "user_locked"] {
        assert_eq!(attempt.step("attempt_second_factor", &wrong).await?.code(), code);
    }
    let mel = Browser::signed_in(&stage, "mel+clerk_test@example.com").await?;
    let step = |name: &str| format!("/client/sessions/{}/verify{name}", mel.session_id);
    mel.post(&step(""), &[("level", "first_factor")]).await?;
    for code in ["form_password_incorrect", "form_password_incorrect", "user_locked"] {
        assert_eq!(mel.post(&step("/attempt_first_factor"), &WRONG).await?.code(), code);
    }
    Ok(())
}

#[tokio::test]
async fn passwords_that_everybody_knows_are_refused_by_a_switch() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    let known = [("email_address", "new+clerk_test@example.com"), ("password", "PASSWORD123")];
    let answer = browser.post("/client/sign_ups", &known).await?;
    assert_eq!(answer.refusal(), refused(422, "form_password_pwned", "password"));
    let known = json!({ "email_address": ["b@example.com"], "password": "password123" });
    assert_eq!(stage.refused("POST", "/users", known.clone()).await?, (422, "form_password_pwned".to_owned()));
    stage.ask("PATCH", "/instance", json!({ "hibp": false })).await?;
    let settings = browser.get("/environment").await?.at("/user_settings/password_settings");
    assert_eq!(settings["disable_hibp"], true);
    stage.done("POST", "/users", known).await?;

    let attempt = Attempt::sign_in(&browser, "b@example.com").await?;
    let fields = [("strategy", "password"), ("password", "password123")];
    stage.turn(json!({ "refuse_leaked_passwords_on_sign_in": true })).await?;
    let refusal = attempt.step("attempt_first_factor", &fields).await?.refusal();
    assert_eq!(refusal, refused(422, "form_password_pwned", "password"));
    stage.turn(json!({ "refuse_leaked_passwords_on_sign_in": false })).await?;
    assert_eq!(attempt.step("attempt_first_factor", &fields).await?.standing(), "complete");
    Ok(())
}

#[tokio::test]
async fn the_codes_that_people_meet_can_be_brought_about() -> anyhow::Result<()> {
    let stage = Stage::set(json!({ "rate_limits": true })).await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    for code in ["form_password_incorrect", "form_password_incorrect", "form_password_incorrect", "too_many_requests"] {
        assert_eq!(attempt.step("attempt_first_factor", &WRONG).await?.code(), code);
    }
    stage.clock.advance_seconds(10);
    assert_eq!(
        attempt.step("attempt_first_factor", &[("strategy", "email_code"), TEST_CODE]).await?.code(),
        "verification_missing"
    );
    Ok(())
}
