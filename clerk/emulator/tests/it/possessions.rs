//! What people change in their profile: numbers, authenticator app, spare codes, name, password.

use serde_json::{Value, json};

use crate::{
    attempt::{TEST_CODE, refused},
    authenticator,
    browser::Browser,
    stage::{NOON, Stage},
};

const MEL: &str = "mel+clerk_test@example.com";
const NUMBER: &str = "+15555550101";

async fn stage() -> anyhow::Result<Stage> {
    let all = json!({
        "factors": ["password", "email_code", "phone_code", "username"],
        "second_factors": ["totp", "phone_code", "backup_code"],
    });
    Stage::set(all).await
}

/// Adds a number and proves it; answers its path.
async fn add_number(browser: &Browser<'_>, number: &str) -> anyhow::Result<String> {
    let added = browser.post("/me/phone_numbers/", &[("phone_number", number)]).await?;
    let path = format!("/me/phone_numbers/{}", added.text_at("/response/id"));
    browser.post(&format!("{path}/prepare_verification"), &[("strategy", "phone_code")]).await?;
    let proven = browser.post(&format!("{path}/attempt_verification"), &[TEST_CODE]).await?;
    assert_eq!(proven.at("/response/verification/status"), "verified", "{}", proven.text);
    Ok(path)
}

#[tokio::test]
async fn a_number_is_added_proven_and_removed() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::signed_in(&stage, MEL).await?;
    let wrong = browser.post("/me/phone_numbers", &[("phone_number", "12")]).await?;
    assert_eq!(wrong.refusal(), refused(422, "form_param_format_invalid", "phone_number"));
    let path = add_number(&browser, NUMBER).await?;
    let me = browser.get("/me").await?;
    let first = me.at("/response/primary_phone_number_id");
    assert_eq!(first, me.at("/response/phone_numbers/0/id"), "the first one");
    let taken = browser.post("/me/phone_numbers", &[("phone_number", NUMBER)]).await?;
    assert_eq!(taken.refusal(), refused(422, "form_identifier_exists", "phone_number"));

    let other = add_number(&browser, "+15555550102").await?;
    let id = other.rsplit('/').next().unwrap_or_default();
    assert_eq!(
        browser.patch("/me", &[("primary_phone_number_id", id)]).await?.at("/response/primary_phone_number_id"),
        id
    );
    assert_eq!(browser.get("/me/phone_numbers").await?.at("/response").as_array().map(Vec::len), Some(2));
    assert_eq!(browser.delete(&other).await?.at("/response/deleted"), true);
    assert_eq!(browser.get("/me").await?.at("/response/primary_phone_number_id"), first);
    stage.turn(json!({ "phone_number": "required" })).await?;
    let needed = browser.delete(&path).await?;
    assert_eq!(needed.refusal(), refused(400, "last_required_identification_deletion_failed", ""));
    stage.turn(json!({ "factors": ["password"], "phone_number": "off", "second_factors": [] })).await?;
    let off = browser.post("/me/phone_numbers", &[("phone_number", "+15555550103")]).await?;
    assert_eq!(off.refusal(), refused(403, "feature_not_enabled", ""));
    Ok(())
}

#[tokio::test]
async fn a_number_becomes_a_second_factor_and_brings_spare_codes_once() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::signed_in(&stage, MEL).await?;
    let added = browser.post("/me/phone_numbers", &[("phone_number", "+15555550103")]).await?;
    let unproven = format!("/me/phone_numbers/{}", added.text_at("/response/id"));
    let reserve = ("reserved_for_second_factor", "true");
    let early = browser.patch(&unproven, &[reserve]).await?;
    assert_eq!(early.refusal(), refused(400, "identification_update_second_factor_unverified", ""));

    let (one, two) = (add_number(&browser, NUMBER).await?, add_number(&browser, "+15555550102").await?);
    let both = browser.patch(&one, &[reserve, ("default_second_factor", "false")]).await?;
    assert_eq!(both.refusal(), refused(422, "form_disable_default_second_factor_not_allowed", "default_second_factor"));
    assert_eq!(browser.get(&one).await?.at("/response/reserved_for_second_factor"), false, "nothing of it");
    let reserved = browser.patch(&one, &[reserve]).await?;
    assert_eq!(reserved.at("/response/backup_codes").as_array().map(Vec::len), Some(10), "{}", reserved.text);
    assert_eq!(reserved.at("/response/default_second_factor"), true);
    let second = browser.patch(&two, &[reserve]).await?;
    assert_eq!(
        (second.at("/response/backup_codes"), second.at("/response/default_second_factor")),
        (Value::Null, json!(false))
    );
    assert_eq!(
        browser.patch(&two, &[("default_second_factor", "true")]).await?.at("/response/default_second_factor"),
        true
    );
    assert_eq!(browser.get(&one).await?.at("/response/default_second_factor"), false);
    let user = browser.get("/me").await?.at("/response");
    assert_eq!((&user["two_factor_enabled"], &user["backup_code_enabled"]), (&json!(true), &json!(true)));

    browser.patch(&two, &[("reserved_for_second_factor", "false")]).await?;
    assert_eq!(browser.get(&one).await?.at("/response/default_second_factor"), true, "one is always the default");
    browser.delete(&one).await?;
    let user = browser.get("/me").await?.at("/response");
    assert_eq!(
        (&user["two_factor_enabled"], &user["backup_code_enabled"]),
        (&json!(false), &json!(false)),
        "spare codes go along"
    );
    Ok(())
}

#[tokio::test]
async fn an_authenticator_app_is_set_up_with_its_first_code() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::signed_in(&stage, MEL).await?;
    let early = browser.post("/me/totp/attempt_verification", &[("code", "000000")]).await?;
    assert_eq!(early.refusal(), refused(400, "verification_missing", ""));
    let made = browser.post("/me/totp", &[]).await?;
    let secret = made.text_at("/response/secret");
    assert_eq!((secret.len(), made.at("/response/verified")), (32, json!(false)));
    let uri = made.text_at("/response/uri");
    assert!(uri.starts_with(&format!("otpauth://totp/Local%20Clerk:{MEL}?")) && uri.ends_with(&secret), "{uri}");
    assert_eq!(browser.get("/me").await?.at("/response/totp_enabled"), false, "not yet");
    let wrong = browser.post("/me/totp/attempt_verification", &[("code", "000000")]).await?;
    assert_eq!(wrong.refusal(), refused(422, "form_code_incorrect", "code"));
    let code = authenticator::code(&secret, NOON)?;
    let proven = browser.post("/me/totp/attempt_verification", &[("code", &code)]).await?;
    assert_eq!((proven.at("/response/verified"), proven.at("/response/secret")), (json!(true), Value::Null));
    assert_eq!(proven.at("/response/backup_codes").as_array().map(Vec::len), Some(10));
    assert_eq!(proven.at("/client/sessions/0/user/totp_enabled"), true);
    assert_eq!(browser.post("/me/totp", &[]).await?.refusal(), refused(400, "totp_already_enabled", ""));
    assert_eq!(browser.delete("/me/totp").await?.at("/response/deleted"), true);
    let user = browser.get("/me").await?.at("/response");
    assert_eq!((&user["two_factor_enabled"], &user["backup_code_enabled"]), (&json!(false), &json!(false)));
    stage.turn(json!({ "second_factors": [] })).await?;
    assert_eq!(browser.post("/me/totp", &[]).await?.refusal(), refused(403, "feature_not_enabled", ""));
    Ok(())
}

#[tokio::test]
async fn a_new_list_of_codes_makes_the_old_one_void() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::signed_in(&stage, MEL).await?;
    let none = browser.post("/me/backup_codes/", &[]).await?;
    assert_eq!(none.refusal(), refused(400, "backup_codes_not_available", ""), "they come with another factor");
    let path = add_number(&browser, NUMBER).await?;
    let first =
        browser.patch(&path, &[("reserved_for_second_factor", "true")]).await?.text_at("/response/backup_codes/0");
    let made = browser.post("/me/backup_codes/", &[]).await?;
    assert_eq!(made.at("/response/codes").as_array().map(Vec::len), Some(10), "{}", made.text);
    let verify = async |code: String| {
        Ok::<_, anyhow::Error>(
            stage.ask("POST", "/users/user_localMelMember/verify_totp", json!({ "code": code })).await?.status,
        )
    };
    assert_eq!(verify(first).await?, 422);
    assert_eq!(verify(made.text_at("/response/codes/3")).await?, 200);
    assert_eq!(verify(made.text_at("/response/codes/3")).await?, 422, "once");
    Ok(())
}

#[tokio::test]
async fn a_name_is_chosen_changed_and_given_up() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::signed_in(&stage, MEL).await?;
    stage.done("PATCH", "/users/user_localAdaAdmin", json!({ "username": "ada_1" })).await?;
    for (name, code) in [
        ("mel", "form_username_invalid_length"),
        ("mel mel", "form_username_invalid_character"),
        ("ADA_1", "form_identifier_exists"),
    ] {
        assert_eq!(browser.patch("/me", &[("username", name)]).await?.refusal(), refused(422, code, "username"));
    }
    assert_eq!(browser.patch("/me", &[("username", "mel_1")]).await?.at("/client/sessions/0/user/username"), "mel_1");
    assert_eq!(browser.patch("/me", &[("first_name", "Mel")]).await?.at("/response/username"), "mel_1", "it stays");
    assert_eq!(browser.patch("/me", &[("username", "")]).await?.at("/response/username"), Value::Null);
    let named = json!({ "username": "eve_1", "password": clerk_emulator::PASSWORD });
    assert_eq!(stage.refused("POST", "/users", named.clone()).await?, (422, "form_data_missing".to_owned()));
    stage.turn(json!({ "email_address": "optional" })).await?;
    stage.done("POST", "/users", named).await?;
    let eve = Browser::signed_in(&stage, "eve_1").await?;
    let nothing_else = eve.patch("/me", &[("username", "")]).await?;
    assert_eq!(nothing_else.refusal(), refused(400, "last_required_identification_deletion_failed", ""));
    stage.turn(json!({ "username": "required" })).await?;
    let needed = browser.patch("/me", &[("username", "")]).await?;
    assert_eq!(needed.refusal(), refused(422, "form_param_missing", "username"));
    stage.turn(json!({ "factors": ["password"], "username": "off" })).await?;
    let off = browser.patch("/me", &[("username", "mel_2")]).await?;
    assert_eq!(off.refusal(), refused(422, "form_param_unknown", "username"));
    Ok(())
}

#[tokio::test]
async fn a_password_is_set_by_who_has_none_and_kept_by_who_has_nothing_else() -> anyhow::Result<()> {
    let stage = stage().await?;
    stage.done("POST", "/users/user_localMelMember/remove_password", json!({})).await?;
    stage.turn(json!({ "factors": ["email_code"] })).await?;
    let mut browser = Browser::open(&stage).await?;
    let begun = browser.post("/client/sign_ins", &[("strategy", "email_code"), ("identifier", MEL)]).await?;
    let path = format!("/client/sign_ins/{}/attempt_first_factor", begun.text_at("/response/id"));
    browser.session_id =
        browser.post(&path, &[("strategy", "email_code"), TEST_CODE]).await?.text_at("/response/created_session_id");
    stage.turn(json!({ "factors": ["password"] })).await?;
    let set = browser.post("/me/change_password", &[("new_password", "a good password")]).await?;
    assert_eq!(set.at("/response/password_enabled"), true, "{}", set.text);
    let alone = browser.post("/me/remove_password", &[("current_password", "a good password")]).await?;
    assert_eq!(alone.refusal(), refused(400, "password_required", ""));
    Ok(())
}

#[tokio::test]
async fn a_fresh_proof_stands_for_the_current_password() -> anyhow::Result<()> {
    let stage = Stage::set(json!({ "reverification": true })).await?;
    let browser = Browser::signed_in(&stage, MEL).await?;
    let changed = browser.post("/me/change_password", &[("new_password", "a good password")]).await?;
    assert_eq!(changed.status, 200, "ClerkJS does not ask for it then: {}", changed.text);
    stage.clock.advance_seconds(11 * 60);
    let old = browser.post("/me/change_password", &[("new_password", "another good one")]).await?;
    assert_eq!(old.code(), "session_reverification_required");
    Ok(())
}

#[tokio::test]
async fn nobody_is_offered_to_leave_where_that_is_off() -> anyhow::Result<()> {
    let stage = Stage::set(json!({ "delete_self": false })).await?;
    let browser = Browser::signed_in(&stage, MEL).await?;
    assert_eq!(browser.get("/me").await?.at("/response/delete_self_enabled"), false);
    assert_eq!(browser.delete("/me").await?.refusal(), refused(403, "user_delete_self_not_enabled", ""));
    Ok(())
}
