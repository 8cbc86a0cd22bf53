//! Proving again who one is, before what is sensitive.

use serde_json::{Value, json};

use crate::{
    browser::Browser,
    stage::{Answer, Stage},
};

const ADA: &str = "ada+clerk_test@example.com";
const PASSWORD: (&str, &str) = ("password", clerk_emulator::PASSWORD);

fn refusal(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.code())
}

/// Somebody who signed in eleven minutes ago, where the instance wants fresh proofs.
async fn stale(stage: &Stage) -> anyhow::Result<Browser<'_>> {
    stage.control("PATCH", "/__control/settings", json!({ "reverification": true })).await?;
    let browser = Browser::signed_in(stage, ADA).await?;
    stage.clock.advance_seconds(11 * 60);
    Ok(browser)
}

fn step(browser: &Browser<'_>, name: &str) -> String {
    format!("/client/sessions/{}/verify{name}", browser.session_id)
}

#[tokio::test]
async fn what_is_sensitive_asks_for_a_fresh_proof() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = stale(&stage).await?;
    let required = (403, "session_reverification_required".to_owned());
    let own = ada.get("/me").await?.at("/response/primary_email_address_id").as_str().unwrap_or_default().to_owned();
    let mine: [(&str, &str); 2] = [("email_address", "more@example.com"), ("x", "")];
    assert_eq!(refusal(&ada.post("/me/email_addresses", &mine).await?), required);
    assert_eq!(refusal(&ada.delete(&format!("/me/email_addresses/{own}")).await?), required);
    assert_eq!(refusal(&ada.patch("/me", &[("primary_email_address_id", &own)]).await?), required);
    let change = [("current_password", clerk_emulator::PASSWORD), ("new_password", "a new long password")];
    assert_eq!(refusal(&ada.post("/me/change_password", &change).await?), required);
    assert_eq!(refusal(&ada.post("/me/remove_password", &change).await?), required);
    assert_eq!(refusal(&ada.post(&format!("/me/sessions/{}/revoke", ada.session_id), &[]).await?), required);
    assert_eq!(refusal(&ada.delete("/me").await?), required);
    assert_eq!(ada.patch("/me", &[("first_name", "Ada")]).await?.status, 200, "a name is not sensitive");

    let begun = ada.post(&step(&ada, ""), &[("level", "multi_factor")]).await?;
    assert_eq!(
        (begun.at("/response/status"), begun.at("/response/level")),
        (json!("needs_first_factor"), json!("first_factor")),
        "there is no second factor"
    );
    let factors = begun.at("/response/supported_first_factors").as_array().cloned().unwrap_or_default();
    let strategies: Vec<&Value> = factors.iter().map(|factor| &factor["strategy"]).collect();
    assert_eq!(strategies, [&json!("password"), &json!("email_code")]);
    let attempt = step(&ada, "/attempt_first_factor");
    let wrong = ada.post(&attempt, &[("strategy", "password"), ("password", "wrong")]).await?;
    assert_eq!(refusal(&wrong), (422, "form_password_incorrect".to_owned()));
    let done = ada.post(&attempt, &[("strategy", "password"), PASSWORD]).await?;
    assert_eq!(done.at("/response/status"), "complete", "{}", done.text);
    assert_eq!(done.at("/response/session/factor_verification_age"), json!([0, -1]));
    assert_eq!(ada.post("/me/email_addresses", &mine).await?.status, 200);
    stage.clock.advance_seconds(10 * 60);
    assert_eq!(refusal(&ada.delete("/me").await?), required, "ten minutes later it is old again");
    Ok(())
}

#[tokio::test]
async fn a_code_by_mail_proves_it_too_and_the_token_says_when() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = stale(&stage).await?;
    let early = ada.post(&step(&ada, "/attempt_first_factor"), &[("strategy", "password"), PASSWORD]).await?;
    assert_eq!(refusal(&early), (400, "session_reverification_missing".to_owned()));
    let wrong = ada.post(&step(&ada, ""), &[("level", "perhaps")]).await?;
    assert_eq!(refusal(&wrong), (422, "form_param_value_invalid".to_owned()));
    ada.post(&step(&ada, ""), &[("level", "first_factor")]).await?;
    let second = ada.post(&step(&ada, "/prepare_second_factor"), &[("strategy", "phone_code")]).await?;
    assert_eq!(refusal(&second), (400, "invalid_action_for_session_reverification".to_owned()));
    let unknown = ada.post(&step(&ada, "/prepare_first_factor"), &[("strategy", "passkey")]).await?;
    assert_eq!(refusal(&unknown), (400, "strategy_for_user_invalid".to_owned()));
    let sent = ada.post(&step(&ada, "/prepare_first_factor"), &[("strategy", "email_code")]).await?;
    assert_eq!(sent.at("/response/first_factor_verification/status"), "unverified");
    let attempt = step(&ada, "/attempt_first_factor");
    let wrong = ada.post(&attempt, &[("strategy", "email_code"), ("code", "000000")]).await?;
    assert_eq!(refusal(&wrong), (422, "form_code_incorrect".to_owned()));
    let done = ada.post(&attempt, &[("strategy", "email_code"), ("code", "424242")]).await?;
    assert_eq!(done.at("/response/status"), "complete");
    let token = done.at("/client/sessions/0/last_active_token/jwt");
    assert_eq!(crate::tokens::claims(&stage, &token).await?["fva"], json!([0, -1]));
    Ok(())
}

#[tokio::test]
async fn a_message_proves_the_second_factor_again() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = stale(&stage).await?;
    stage.turn(json!({ "second_factors": ["phone_code"] })).await?;
    let number = json!({ "user_id": "user_localAdaAdmin", "phone_number": "+15555550101", "verified": true, "reserved_for_second_factor": true });
    stage.done("POST", "/phone_numbers", number).await?;
    let begun = ada.post(&step(&ada, ""), &[("level", "second_factor")]).await?;
    assert_eq!(begun.at("/response/status"), "needs_second_factor", "{}", begun.text);
    assert_eq!(begun.strategies("supported_second_factors"), ["phone_code"]);
    let code = ("strategy", "phone_code");
    ada.post(&step(&ada, "/prepare_second_factor"), &[code]).await?;
    assert_eq!(stage.messages("+15555550101").await?.len(), 1);
    let done = ada.post(&step(&ada, "/attempt_second_factor"), &[code, ("code", "424242")]).await?;
    assert_eq!(done.at("/response/session/factor_verification_age"), json!([11, 0]), "{}", done.text);
    assert_eq!(ada.delete("/me").await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn who_has_a_second_factor_proves_both() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = stale(&stage).await?;
    stage.turn(json!({ "second_factors": ["totp", "backup_code"] })).await?;
    let secret = json!({ "totp_secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "backup_codes": ["spare-1"] });
    stage.done("PATCH", "/users/user_localAdaAdmin", secret).await?;
    let begun = ada.post(&step(&ada, ""), &[("level", "multi_factor")]).await?;
    assert_eq!(
        begun.at("/response/supported_second_factors"),
        json!([{ "strategy": "totp" }, { "strategy": "backup_code" }])
    );
    let first = ada.post(&step(&ada, "/attempt_first_factor"), &[("strategy", "password"), PASSWORD]).await?;
    assert_eq!(first.at("/response/status"), "needs_second_factor");
    let required = (403, "session_reverification_required".to_owned());
    assert_eq!(refusal(&ada.delete("/me").await?), required, "the strongest proof counts");
    let attempt = step(&ada, "/attempt_second_factor");
    let wrong = ada.post(&attempt, &[("strategy", "totp"), ("code", "000000")]).await?;
    assert_eq!(refusal(&wrong), (422, "form_code_incorrect".to_owned()));
    let done = ada.post(&attempt, &[("strategy", "backup_code"), ("code", "spare-1")]).await?;
    assert_eq!(done.at("/response/session/factor_verification_age"), json!([0, 0]), "{}", done.text);
    assert_eq!(ada.delete("/me").await?.status, 200);
    Ok(())
}
