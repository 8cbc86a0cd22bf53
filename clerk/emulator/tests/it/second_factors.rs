//! Second factors of a sign-in: an authenticator app, a message, a code of the list; and a browser that has to be trusted.

use serde_json::{Value, json};

use crate::{
    attempt::{Attempt, TEST_CODE, refused},
    authenticator,
    browser::Browser,
    stage::{NOON, Stage},
    tokens,
};

const ADA: &str = "ada+clerk_test@example.com";
const ADAS_ID: &str = "user_localAdaAdmin";
const NUMBER: &str = "+15555550101";
const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// Ada with all of them.
async fn stage() -> anyhow::Result<Stage> {
    let stage = Stage::set(json!({ "second_factors": ["totp", "phone_code", "backup_code"] })).await?;
    let secrets = json!({ "totp_secret": SECRET, "backup_codes": ["spare-1", "spare-2"] });
    stage.done("PATCH", &format!("/users/{ADAS_ID}"), secrets).await?;
    let number =
        json!({ "user_id": ADAS_ID, "phone_number": NUMBER, "verified": true, "reserved_for_second_factor": true });
    stage.done("POST", "/phone_numbers", number).await?;
    Ok(stage)
}

async fn second(attempt: &Attempt<'_, '_>, strategy: &str, code: &str) -> anyhow::Result<crate::stage::Answer> {
    attempt.step("attempt_second_factor", &[("strategy", strategy), ("code", code)]).await
}

#[tokio::test]
async fn a_password_is_half_of_the_way() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    let early = second(&attempt, "totp", "000000").await?;
    assert_eq!(early.refusal(), refused(400, "client_state_invalid", ""), "the first factor comes first");
    assert_eq!(attempt.show().await?.at("/response/supported_second_factors"), Value::Null);

    let half = attempt.password().await?;
    assert_eq!(half.standing(), "needs_second_factor");
    assert_eq!(half.at("/client/sessions"), json!([]), "nobody is signed in yet");
    assert_eq!(half.strategies("supported_second_factors"), ["totp", "phone_code", "backup_code"]);
    assert_eq!(half.at("/response/first_factor_verification/status"), "verified");
    assert_eq!(half.at("/client/sign_in/status"), "needs_second_factor", "a reload goes on from there");

    let wrong = second(&attempt, "totp", "000000").await?;
    assert_eq!(wrong.refusal(), refused(422, "form_code_incorrect", "code"));
    let done = second(&attempt, "totp", &authenticator::code(SECRET, NOON)?).await?;
    assert_eq!(done.standing(), "complete", "{}", done.text);
    let claims = tokens::claims(&stage, &done.at("/client/sessions/0/last_active_token/jwt")).await?;
    assert_eq!(claims["fva"], json!([0, 0]));
    Ok(())
}

#[tokio::test]
async fn a_message_is_a_second_factor_but_no_first_one() -> anyhow::Result<()> {
    let stage = stage().await?;
    stage.turn(json!({ "factors": ["password", "email_code", "phone_code"] })).await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    let first = attempt.step("prepare_first_factor", &[("strategy", "phone_code")]).await?;
    assert_eq!(first.refusal(), refused(422, "form_param_value_invalid", "phone_number_id"));
    attempt.step("prepare_first_factor", &[("strategy", "email_code")]).await?;
    let half = attempt.step("attempt_first_factor", &[("strategy", "email_code"), TEST_CODE]).await?;
    assert_eq!(half.standing(), "needs_second_factor");
    assert_eq!(half.at("/response/supported_second_factors/1/safe_identifier"), NUMBER);
    assert_eq!(half.at("/response/supported_second_factors/1/default"), true);
    let unasked = second(&attempt, "phone_code", "424242").await?;
    assert_eq!(unasked.refusal(), refused(400, "verification_missing", ""));
    let sent = attempt.step("prepare_second_factor", &[("strategy", "phone_code")]).await?;
    assert_eq!(sent.at("/response/second_factor_verification/status"), "unverified");
    assert_eq!(stage.messages(NUMBER).await?.len(), 1);
    assert_eq!(second(&attempt, "phone_code", "424242").await?.standing(), "complete");
    Ok(())
}

#[tokio::test]
async fn a_code_of_the_list_is_good_once() -> anyhow::Result<()> {
    let stage = stage().await?;
    for (code, expected) in [("spare-1", "complete"), ("spare-1", ""), ("spare-2", "complete")] {
        let browser = Browser::open(&stage).await?;
        let attempt = Attempt::sign_in(&browser, ADA).await?;
        attempt.password().await?;
        let answer = second(&attempt, "backup_code", code).await?;
        assert_eq!(answer.standing(), expected, "{code}: {}", answer.text);
    }
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    let half = attempt.password().await?;
    assert_eq!(half.strategies("supported_second_factors"), ["totp", "phone_code"], "the list is used up");
    Ok(())
}

#[tokio::test]
async fn the_settings_say_which_there_are() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    stage.turn(json!({ "second_factors": ["phone_code"] })).await?;
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    assert_eq!(attempt.password().await?.strategies("supported_second_factors"), ["phone_code"]);
    let off = second(&attempt, "totp", &authenticator::code(SECRET, NOON)?).await?;
    assert_eq!(off.refusal(), refused(422, "form_param_value_invalid", "strategy"));
    let attributes = browser.get("/environment").await?.at("/user_settings/attributes");
    assert_eq!(attributes["phone_number"]["second_factors"], json!(["phone_code"]));
    assert_eq!(
        (&attributes["authenticator_app"]["enabled"], &attributes["backup_code"]["enabled"]),
        (&json!(false), &json!(false))
    );
    stage.turn(json!({ "second_factors": [] })).await?;
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    assert_eq!(attempt.password().await?.standing(), "complete");
    Ok(())
}

#[tokio::test]
async fn a_new_password_waits_for_the_second_factor() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    let strategy = ("strategy", "reset_password_email_code");
    attempt.step("prepare_first_factor", &[strategy]).await?;
    attempt.step("attempt_first_factor", &[strategy, TEST_CODE]).await?;
    let half = attempt.step("reset_password", &[("password", "another good one")]).await?;
    assert_eq!(half.standing(), "needs_second_factor", "{}", half.text);
    let verify = json!({ "password": clerk_emulator::PASSWORD });
    let path = format!("/users/{ADAS_ID}/verify_password");
    assert_eq!(stage.ask("POST", &path, verify.clone()).await?.status, 200, "the old one is good until then");
    assert_eq!(second(&attempt, "backup_code", "spare-1").await?.standing(), "complete");
    assert_eq!(stage.ask("POST", &path, verify).await?.status, 422);
    Ok(())
}

async fn trusting(settings: Value) -> anyhow::Result<Stage> {
    let stage = Stage::set(json!({ "device_trust": true })).await?;
    stage.turn(settings).await?;
    Ok(stage)
}

#[tokio::test]
async fn a_browser_where_somebody_never_was_has_to_be_trusted_once() -> anyhow::Result<()> {
    let stage = trusting(json!({})).await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    assert_eq!(attempt.show().await?.at("/response/client_trust_state"), "pending");
    let wrong = attempt.step("attempt_first_factor", &[("strategy", "password"), ("password", "wrong")]).await?;
    assert_eq!(wrong.code(), "form_password_incorrect", "only a right password asks");
    let half = attempt.password().await?;
    assert_eq!(
        (half.standing(), half.text_at("/response/client_trust_state")),
        ("needs_client_trust".to_owned(), "new".to_owned())
    );
    assert_eq!(half.strategies("supported_second_factors"), ["email_code"]);
    assert_eq!(half.at("/response/supported_second_factors/0/safe_identifier"), ADA);
    assert_eq!(half.at("/client/sessions"), json!([]));
    attempt.step("prepare_second_factor", &[("strategy", "email_code")]).await?;
    let done = second(&attempt, "email_code", "424242").await?;
    assert_eq!(
        (done.standing(), done.text_at("/response/client_trust_state")),
        ("complete".to_owned(), "known".to_owned())
    );
    let claims = tokens::claims(&stage, &done.at("/client/sessions/0/last_active_token/jwt")).await?;
    assert_eq!(claims["fva"], json!([0, -1]), "it is no second factor");

    browser.delete("/client/sessions").await?;
    stage.clock.advance_seconds(20 * 24 * 60 * 60);
    let again = Attempt::sign_in(&browser, ADA).await?;
    assert_eq!(again.password().await?.standing(), "complete", "the browser is known");
    browser.delete("/client/sessions").await?;
    let other = Attempt::sign_in(&browser, "mel+clerk_test@example.com").await?;
    assert_eq!(other.password().await?.standing(), "needs_client_trust", "to her, not to others");
    Ok(())
}

#[tokio::test]
async fn trust_comes_by_message_or_link_too() -> anyhow::Result<()> {
    let stage = trusting(json!({ "factors": ["password", "email_link", "phone_code"] })).await?;
    let number = json!({ "user_id": ADAS_ID, "phone_number": NUMBER, "verified": true });
    stage.done("POST", "/phone_numbers", number).await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    assert_eq!(attempt.password().await?.strategies("supported_second_factors"), ["email_link", "phone_code"]);
    let fields = [("strategy", "email_link"), ("redirect_url", "http://localhost:3000/verify")];
    attempt.step("prepare_second_factor", &fields).await?;
    let mail = stage.messages(ADA).await?.pop().unwrap_or_default();
    let followed = browser.follow(mail["link"].as_str().unwrap_or_default()).await?;
    assert!(followed.header("location").ends_with("__clerk_status=verified"), "{}", followed.header("location"));
    let waited = attempt.show().await?;
    assert_eq!(
        (waited.standing(), waited.text_at("/response/second_factor_verification/status")),
        ("complete".to_owned(), "verified".to_owned())
    );

    let other = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&other, ADA).await?;
    attempt.password().await?;
    attempt.step("prepare_second_factor", &[("strategy", "phone_code")]).await?;
    assert_eq!(second(&attempt, "phone_code", "424242").await?.standing(), "complete");
    Ok(())
}

#[tokio::test]
async fn who_needs_no_trust_is_not_asked() -> anyhow::Result<()> {
    let stage = trusting(json!({})).await?;
    let browser = Browser::open(&stage).await?;
    let by_code = Attempt::sign_in(&browser, ADA).await?;
    by_code.step("prepare_first_factor", &[("strategy", "email_code")]).await?;
    let done = by_code.step("attempt_first_factor", &[("strategy", "email_code"), TEST_CODE]).await?;
    assert_eq!(done.standing(), "complete", "a code has proven the address already");

    stage.done("PATCH", "/users/user_localMelMember", json!({ "bypass_client_trust": true })).await?;
    let other = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&other, "mel+clerk_test@example.com").await?;
    assert_eq!(attempt.password().await?.standing(), "complete", "she is let off");

    stage.turn(json!({ "second_factors": ["totp"] })).await?;
    stage.done("PATCH", &format!("/users/{ADAS_ID}"), json!({ "totp_secret": SECRET })).await?;
    let third = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&third, ADA).await?;
    assert_eq!(attempt.password().await?.standing(), "needs_second_factor", "a second factor is more");
    Ok(())
}

#[tokio::test]
async fn a_second_factor_that_was_set_up_meanwhile_counts() -> anyhow::Result<()> {
    let stage = trusting(json!({ "second_factors": ["totp"] })).await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    assert_eq!(attempt.password().await?.standing(), "needs_client_trust");
    attempt.step("prepare_second_factor", &[("strategy", "email_code")]).await?;
    stage.done("PATCH", &format!("/users/{ADAS_ID}"), json!({ "totp_secret": SECRET })).await?;
    let half = second(&attempt, "email_code", "424242").await?;
    assert_eq!((half.standing(), half.at("/client/sessions")), ("needs_second_factor".to_owned(), json!([])));
    assert_eq!(second(&attempt, "totp", &authenticator::code(SECRET, NOON)?).await?.standing(), "complete");
    Ok(())
}

#[tokio::test]
async fn a_refused_sign_in_uses_no_code_up_and_changes_no_password() -> anyhow::Result<()> {
    let stage = stage().await?;
    stage.turn(json!({ "single_session": false })).await?;
    let browser = Browser::open(&stage).await?;
    let first = Attempt::sign_in(&browser, ADA).await?;
    first.password().await?;
    second(&first, "backup_code", "spare-1").await?;
    let again = Attempt::sign_in(&browser, ADA).await?;
    let strategy = ("strategy", "reset_password_email_code");
    again.step("prepare_first_factor", &[strategy]).await?;
    again.step("attempt_first_factor", &[strategy, TEST_CODE]).await?;
    again.step("reset_password", &[("password", "another good one")]).await?;
    let refusal = second(&again, "backup_code", "spare-2").await?;
    assert_eq!(refusal.code(), "identifier_already_signed_in", "{}", refusal.text);
    let user = format!("/users/{ADAS_ID}");
    let old = json!({ "password": clerk_emulator::PASSWORD });
    assert_eq!(stage.ask("POST", &format!("{user}/verify_password"), old).await?.status, 200);
    assert_eq!(stage.ask("POST", &format!("{user}/verify_totp"), json!({ "code": "spare-2" })).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn a_link_is_half_of_the_way_as_well() -> anyhow::Result<()> {
    let stage = stage().await?;
    stage.turn(json!({ "factors": ["email_link"] })).await?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_in(&browser, ADA).await?;
    let fields = [("strategy", "email_link"), ("redirect_url", "http://localhost:3000/verify")];
    attempt.step("prepare_first_factor", &fields).await?;
    let mail = stage.messages(ADA).await?.pop().unwrap_or_default();
    browser.follow(mail["link"].as_str().unwrap_or_default()).await?;
    assert_eq!(attempt.show().await?.standing(), "needs_second_factor");
    assert_eq!(browser.client().await?["sessions"], json!([]));
    assert_eq!(second(&attempt, "backup_code", "spare-1").await?.standing(), "complete");
    Ok(())
}
