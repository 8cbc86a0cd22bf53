//! Signing in and up by telephone number and by name, and coming by another password.

use clerk_emulator::State;
use rand::{SeedableRng as _, rngs::StdRng};
use serde_json::{Value, json};

use crate::{
    attempt::{Attempt, TEST_CODE, refused},
    browser::Browser,
    stage::{ManualClock, Stage},
};

const ADA: &str = "ada+clerk_test@example.com";
const ADAS_ID: &str = "user_localAdaAdmin";
const NUMBER: &str = "+15555550101";

async fn stage() -> anyhow::Result<Stage> {
    Stage::set(json!({ "factors": ["password", "email_code", "phone_code", "username"] })).await
}

async fn give_number(stage: &Stage, number: &str) -> anyhow::Result<()> {
    let body = json!({ "user_id": ADAS_ID, "phone_number": number, "verified": true });
    stage.done("POST", "/phone_numbers", body).await.map(|_| ())
}

#[tokio::test]
async fn a_number_signs_in_with_the_code_of_a_message() -> anyhow::Result<()> {
    let stage = stage().await?;
    give_number(&stage, NUMBER).await?;
    give_number(&stage, "+15005551234").await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, "+1 (555) 555-0101").await?;
    let shown = attempt.show().await?;
    assert_eq!(shown.at("/response/supported_identifiers"), json!(["email_address", "phone_number", "username"]));
    let expected = [
        "password",
        "email_code",
        "phone_code",
        "phone_code",
        "reset_password_email_code",
        "reset_password_phone_code",
        "reset_password_phone_code",
    ];
    assert_eq!(shown.strategies("supported_first_factors"), expected);
    let own = shown.at("/response/supported_first_factors/2");
    assert_eq!((&own["safe_identifier"], &own["primary"]), (&json!(NUMBER), &json!(true)));

    let other = shown.text_at("/response/supported_first_factors/3/phone_number_id");
    let sent = [("strategy", "phone_code"), ("phone_number_id", other.as_str())];
    attempt.step("prepare_first_factor", &sent).await?;
    let message = stage.messages("+15005551234").await?.pop().unwrap_or_default();
    assert_eq!((&message["channel"], &message["template"]), (&json!("sms"), &json!("verification_code")));
    assert_ne!(message["code"], "424242", "that is no number for tests");

    attempt.step("prepare_first_factor", &[("strategy", "phone_code")]).await?;
    let wrong = attempt.step("attempt_first_factor", &[("strategy", "phone_code"), ("code", "000000")]).await?;
    assert_eq!(wrong.refusal(), refused(422, "form_code_incorrect", "code"));
    let done = attempt.step("attempt_first_factor", &[("strategy", "phone_code"), TEST_CODE]).await?;
    assert_eq!(done.standing(), "complete", "{}", done.text);
    Ok(())
}

#[tokio::test]
async fn a_code_by_message_runs_out() -> anyhow::Result<()> {
    let stage = stage().await?;
    give_number(&stage, NUMBER).await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, NUMBER).await?;
    attempt.step("prepare_first_factor", &[("strategy", "phone_code")]).await?;
    stage.clock.advance_seconds(10 * 60);
    let late = attempt.step("attempt_first_factor", &[("strategy", "phone_code"), TEST_CODE]).await?;
    assert_eq!(late.refusal(), refused(400, "verification_expired", "code"));
    Ok(())
}

#[tokio::test]
async fn a_name_signs_in_with_a_password() -> anyhow::Result<()> {
    let stage = stage().await?;
    stage.done("PATCH", &format!("/users/{ADAS_ID}"), json!({ "username": "Ada_1" })).await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, "ada_1").await?;
    assert_eq!(attempt.password().await?.standing(), "complete");
    Ok(())
}

#[tokio::test]
async fn what_the_instance_does_not_know_people_by_finds_nobody() -> anyhow::Result<()> {
    let stage = stage().await?;
    give_number(&stage, NUMBER).await?;
    stage.done("PATCH", &format!("/users/{ADAS_ID}"), json!({ "username": "ada_1" })).await?;
    stage.turn(json!({ "factors": ["password"] })).await?;
    let browser = Browser::open(&stage).await?;
    for text in [NUMBER, "ada_1", "+1555", "nobody"] {
        let answer = browser.post("/client/sign_ins", &[("identifier", text)]).await?;
        assert_eq!(answer.refusal(), refused(422, "form_identifier_not_found", "identifier"), "{text}");
    }
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    assert_eq!(attempt.show().await?.strategies("supported_first_factors"), ["password", "reset_password_email_code"]);
    let sent = attempt.step("prepare_first_factor", &[("strategy", "phone_code")]).await?;
    assert_eq!(sent.refusal(), refused(422, "form_param_value_invalid", "strategy"));
    let attributes = browser.get("/environment").await?.at("/user_settings/attributes");
    let used = |name: &str| (attributes[name]["enabled"].clone(), attributes[name]["used_for_first_factor"].clone());
    assert_eq!(used("email_address"), (json!(true), json!(true)), "a password needs it");
    assert_eq!(used("phone_number"), (json!(false), json!(false)));
    assert_eq!(used("username"), (json!(false), json!(false)));
    Ok(())
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_a_code_to_a_number() -> anyhow::Result<()> {
    let stage = stage().await?;
    give_number(&stage, NUMBER).await?;
    let (here, there) = (Browser::open(&stage).await?, Browser::signed_in(&stage, ADA).await?);
    let attempt = Attempt::sign_in(&here, NUMBER).await?;
    let strategy = ("strategy", "reset_password_phone_code");
    attempt.step("prepare_first_factor", &[strategy]).await?;
    let message = stage.messages(NUMBER).await?.pop().unwrap_or_default();
    assert_eq!((&message["channel"], &message["template"]), (&json!("sms"), &json!("reset_password_code")));
    let proven = attempt.step("attempt_first_factor", &[strategy, TEST_CODE]).await?;
    assert_eq!(proven.standing(), "needs_new_password", "{}", proven.text);
    let leaked = attempt.step("reset_password", &[("password", "Password123")]).await?;
    assert_eq!(leaked.refusal(), refused(422, "form_password_pwned", "password"));
    let new = [("password", "another good one"), ("sign_out_of_other_sessions", "true")];
    assert_eq!(attempt.step("reset_password", &new).await?.standing(), "complete");
    assert_eq!(there.client().await?["sessions"], json!([]));
    Ok(())
}

#[tokio::test]
async fn somebody_new_signs_up_with_number_and_name() -> anyhow::Result<()> {
    let stage = Stage::set(json!({
        "factors": ["password", "phone_code", "username"],
        "email_address": "off", "phone_number": "required", "username": "required", "first_name": "required",
    }))
    .await?;
    let browser = Browser::open(&stage).await?;
    let fields = [("phone_number", NUMBER), ("password", "a good password"), ("first_name", ""), ("last_name", "")];
    let attempt = Attempt::sign_up(&browser, &fields).await?;
    let shown = attempt.show().await?;
    assert_eq!(shown.at("/response/required_fields"), json!(["phone_number", "username", "password", "first_name"]));
    assert_eq!(shown.at("/response/missing_fields"), json!(["username", "first_name"]));
    assert_eq!(shown.at("/response/unverified_fields"), json!(["phone_number"]));
    let verification = shown.at("/response/verifications/phone_number");
    assert_eq!((&verification["next_action"], &verification["strategy"]), (&json!("needs_prepare"), &Value::Null));
    let proven = attempt.prove("phone_code").await?;
    assert_eq!(
        (proven.standing(), proven.at("/response/unverified_fields")),
        ("missing_requirements".to_owned(), json!([]))
    );
    let short = browser.patch(&attempt.path, &[("username", "abc")]).await?;
    assert_eq!(short.refusal(), refused(422, "form_username_invalid_length", "username"));
    let done = browser.patch(&attempt.path, &[("username", "nora_1"), ("first_name", "Nora")]).await?;
    let user = done.at("/client/sessions/0/user");
    assert_eq!((done.standing(), &user["username"]), ("complete".to_owned(), &json!("nora_1")));
    assert_eq!(
        (&user["primary_phone_number_id"], &user["email_addresses"]),
        (&user["phone_numbers"][0]["id"], &json!([]))
    );
    assert_eq!(done.at("/client/sessions/0/public_user_data/identifier"), NUMBER);

    let again = browser.post("/client/sign_ups", &[("phone_number", "+15555550102")]).await?;
    assert_eq!(again.refusal(), refused(400, "session_exists", ""));
    let other = Browser::open(&stage).await?;
    let taken = other.post("/client/sign_ups", &[("phone_number", NUMBER)]).await?;
    assert_eq!(taken.refusal(), refused(422, "form_identifier_exists", "phone_number"));
    let taken = other.post("/client/sign_ups", &[("username", "NORA_1")]).await?;
    assert_eq!(taken.refusal(), refused(422, "form_identifier_exists", "username"));
    Ok(())
}

#[tokio::test]
async fn who_may_choose_brings_an_address_or_a_number() -> anyhow::Result<()> {
    let stage = Stage::set(json!({
        "factors": ["email_code", "phone_code"], "email_address": "optional", "phone_number": "optional",
    }))
    .await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_up(&browser, &[("first_name", "Nora")]).await?;
    assert_eq!(attempt.show().await?.at("/response/missing_fields"), json!(["email_address"]), "one of them");
    browser.patch(&attempt.path, &[("phone_number", NUMBER)]).await?;
    assert_eq!(attempt.prove("phone_code").await?.standing(), "complete");
    Ok(())
}

#[tokio::test]
async fn what_nobody_is_asked_for_is_not_taken() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    for field in [("phone_number", NUMBER), ("username", "nora_1")] {
        let answer = browser.post("/client/sign_ups", &[field]).await?;
        assert_eq!(answer.refusal(), refused(422, "form_param_unknown", field.0));
    }
    Ok(())
}

#[tokio::test]
async fn profile_new_is_as_clerk_sets_it_up() -> anyhow::Result<()> {
    let (settings, _) = clerk_emulator::Settings::read("s.json", "{}", clerk_emulator::Profile::New)?;
    let settings = serde_json::to_value(settings)?;
    for (name, value) in [
        ("device_trust", json!(true)),
        ("reset_password_task", json!(true)),
        ("organization_creation_defaults", json!(false)),
        ("max_allowed_memberships", json!(5)),
        ("second_factors", json!([])),
        ("factors", json!(["password", "email_code"])),
    ] {
        assert_eq!(settings.get(name), Some(&value), "{name}");
    }
    let ours = serde_json::to_value(clerk_emulator::Settings::default())?;
    assert_eq!(
        (&ours["device_trust"], &ours["phone_number"], &ours["username"]),
        (&json!(false), &json!("off"), &json!("off"))
    );
    assert_ne!(settings, Value::Null);
    Ok(())
}

#[tokio::test]
async fn a_seed_file_gives_people_numbers_and_second_factors() -> anyhow::Result<()> {
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let text = json!({ "users": [
        { "phone_numbers": [NUMBER], "password": clerk_emulator::PASSWORD, "totp_secret": secret, "backup_codes": ["spare-1"] },
        { "id": "user_eve", "username": "eve_1", "password": clerk_emulator::PASSWORD, "password_compromised": true, "bypass_client_trust": true },
    ] });
    let seed = clerk_emulator::Seed::read("seed.json", &text.to_string(), &clerk_emulator::Roles::default())?;
    let (clock, config) = (ManualClock::new(), clerk_emulator::Config { seed: Some(seed), ..Default::default() });
    let stage = Stage::configured(State::of(&config, clock.clone(), StdRng::seed_from_u64(1))?, clock, config)?;
    let settings = json!({
        "factors": ["password", "phone_code", "username"], "second_factors": ["totp", "backup_code"],
        "reset_password_task": true, "device_trust": true,
    });
    stage.turn(settings).await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, NUMBER).await?;
    assert_eq!(attempt.password().await?.strategies("supported_second_factors"), ["totp", "backup_code"]);
    let attempt = Attempt::sign_in(&browser, "eve_1").await?;
    let done = attempt.password().await?;
    assert_eq!(done.at("/client/sessions/0/tasks"), json!([{ "key": "reset-password" }]), "{}", done.text);
    let wrong = json!({ "users": [{ "phone_numbers": ["555"] }] }).to_string();
    let wrong = clerk_emulator::Seed::read("seed.json", &wrong, &clerk_emulator::Roles::default());
    assert!(wrong.is_err_and(|error| error.to_string().contains("is no number like +15555550100")));
    Ok(())
}
