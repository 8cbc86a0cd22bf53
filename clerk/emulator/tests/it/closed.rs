//! Sign-ups that are not open to everybody: by invitation, from the waitlist, by lists, with consent.

use serde_json::{Value, json};

use crate::{
    attempt::{Attempt, refused},
    browser::Browser,
    stage::Stage,
};

const NEW: &str = "new+clerk_test@example.com";
const FIELDS: [(&str, &str); 2] = [("email_address", NEW), ("password", "a good password")];

/// The ticket in the newest mail to somebody new.
async fn ticket(stage: &Stage) -> anyhow::Result<String> {
    let mail = stage.messages(NEW).await?.pop().unwrap_or_default();
    let link = mail.get("link").and_then(Value::as_str);
    Ok(link.and_then(|link| link.rsplit('=').next()).unwrap_or_default().to_owned())
}

#[tokio::test]
async fn who_waits_is_let_in_and_signs_up_with_the_mail() -> anyhow::Result<()> {
    let stage = Stage::set(json!({ "sign_up_mode": "waitlist" })).await?;
    let browser = Browser::open(&stage).await?;
    let wrong = browser.post("/waitlist", &[("email_address", "no address")]).await?;
    assert_eq!(wrong.refusal(), refused(422, "form_param_format_invalid", "email_address"));
    let joined = browser.post("/waitlist", &[("email_address", NEW)]).await?;
    assert_eq!(joined.at("/response/object"), "waitlist_entry", "{}", joined.text);
    let again = browser.post("/waitlist", &[("email_address", NEW)]).await?;
    assert_eq!(again.at("/response/id"), joined.at("/response/id"), "once on the list");
    assert_eq!(joined.at("/response/status"), Value::Null, "where one stands is not told");
    let mails = stage.messages(NEW).await?;
    assert_eq!((mails.len(), &mails[0]["template"]), (1, &json!("waitlist_confirmation")));
    let early = browser.post("/client/sign_ups", &FIELDS).await?;
    assert_eq!(early.refusal(), refused(403, "sign_up_restricted_waitlist", ""));

    let id = joined.text_at("/response/id");
    let invited = stage.done("POST", &format!("/waitlist_entries/{id}/invite"), Value::Null).await?;
    assert_eq!(invited["status"], "invited");
    assert_eq!(
        stage.messages(NEW).await?.last().map(|mail| mail["template"].clone()),
        Some(json!("waitlist_invitation"))
    );
    let ticket = ticket(&stage).await?;
    let fields = [("strategy", "ticket"), ("ticket", ticket.as_str()), ("password", "a good password")];
    let done = browser.post("/client/sign_ups", &fields).await?;
    assert_eq!(done.standing(), "complete", "{}", done.text);
    let list = stage.done("GET", "/waitlist_entries?status=completed", Value::Null).await?;
    assert_eq!(list["data"][0]["email_address"], NEW);
    Ok(())
}

#[tokio::test]
async fn there_is_a_waitlist_only_where_the_mode_says_so() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    let url = async || anyhow::Ok(browser.get("/environment").await?.at("/display_config/waitlist_url"));
    let none = browser.post("/waitlist", &[("email_address", NEW)]).await?;
    assert_eq!((none.refusal(), url().await?), (refused(403, "waitlist_not_accepting_entries", ""), json!("")));
    stage.turn(json!({ "sign_up_mode": "waitlist" })).await?;
    assert_eq!(url().await?, json!("http://localhost:3000/waitlist"));
    Ok(())
}

#[tokio::test]
async fn a_sign_up_that_began_before_the_doors_closed_does_not_finish() -> anyhow::Result<()> {
    for (mode, code) in [("restricted", "sign_up_mode_restricted"), ("waitlist", "sign_up_restricted_waitlist")] {
        let stage = Stage::set(json!({ "factors": ["password", "email_code", "email_link"] })).await?;
        let (first, second) = (Browser::open(&stage).await?, Browser::open(&stage).await?);
        let by_link = Attempt::sign_up(&first, &FIELDS).await?;
        let fields = [("strategy", "email_link"), ("redirect_url", "http://localhost:3000/verify")];
        by_link.step("prepare_verification", &fields).await?;
        let link = stage.messages(NEW).await?.pop().unwrap_or_default();
        let other = [("email_address", "other+clerk_test@example.com"), ("password", "a good password")];
        let by_code = Attempt::sign_up(&second, &other).await?;
        stage.turn(json!({ "sign_up_mode": mode })).await?;

        let followed = first.follow(link["link"].as_str().unwrap_or_default()).await?;
        assert!(followed.header("location").ends_with("?__clerk_status=failed"), "{}", followed.header("location"));
        let waited = by_link.show().await?;
        assert_eq!((waited.standing(), waited.at("/client/sessions")), ("missing_requirements".to_owned(), json!([])));
        assert_eq!(by_code.prove("email_code").await?.refusal(), refused(403, code, ""));
        assert_eq!(stage.done("GET", "/users/count", Value::Null).await?["total_count"], 4, "nobody is new");
    }
    Ok(())
}

#[tokio::test]
async fn the_lists_hold_until_a_sign_up_is_complete() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    let attempt = Attempt::sign_up(&browser, &FIELDS).await?;
    stage.done("POST", "/blocklist_identifiers", json!({ "identifier": "*@example.com" })).await?;
    stage.turn(json!({ "blocklist": true })).await?;
    assert_eq!(attempt.prove("email_code").await?.refusal(), refused(403, "not_allowed_access", ""));
    Ok(())
}

#[tokio::test]
async fn the_lists_are_for_sign_ins_too_unless_a_switch_says_otherwise() -> anyhow::Result<()> {
    let stage = Stage::set(json!({ "allowlist": true })).await?;
    let browser = Browser::open(&stage).await?;
    let ada = [("identifier", "ada+clerk_test@example.com")];
    assert_eq!(browser.post("/client/sign_ins", &ada).await?.refusal(), refused(403, "not_allowed_access", ""));
    let new = browser.post("/client/sign_ups", &FIELDS).await?;
    assert_eq!(new.refusal(), refused(403, "not_allowed_access", ""));
    stage.done("PATCH", "/instance/restrictions", json!({ "allowlist_blocklist_disabled_on_sign_in": true })).await?;
    assert_eq!(browser.post("/client/sign_ins", &ada).await?.status, 200);
    stage.turn(json!({ "allowlist_blocklist_disabled_on_sign_in": false })).await?;
    stage.done("POST", "/allowlist_identifiers", json!({ "identifier": "*@example.com" })).await?;
    assert_eq!(browser.post("/client/sign_ins", &ada).await?.status, 200);
    assert_eq!(browser.post("/client/sign_ups", &FIELDS).await?.status, 200);
    stage.turn(json!({ "factors": ["password", "username"] })).await?;
    stage.done("PATCH", "/users/user_localAdaAdmin", json!({ "username": "ada_1" })).await?;
    assert_eq!(browser.post("/client/sign_ins", &[("identifier", "ada_1")]).await?.status, 200, "by her address");
    Ok(())
}

#[tokio::test]
async fn who_signs_up_agrees_to_the_terms_where_that_is_asked() -> anyhow::Result<()> {
    let stage = Stage::set(json!({ "legal_consent": true, "terms_url": "http://localhost:3000/terms" })).await?;
    let browser = Browser::open(&stage).await?;
    let environment = browser.get("/environment").await?;
    assert_eq!(environment.at("/user_settings/sign_up/legal_consent_enabled"), true);
    assert_eq!(environment.at("/display_config/terms_url"), "http://localhost:3000/terms");
    let attempt = Attempt::sign_up(&browser, &FIELDS).await?;
    assert_eq!(attempt.show().await?.at("/response/missing_fields"), json!(["legal_accepted"]));
    assert_eq!(attempt.prove("email_code").await?.standing(), "missing_requirements");
    browser.patch(&attempt.path, &[("legal_accepted", "false")]).await?;
    assert_eq!(attempt.show().await?.at("/response/legal_accepted_at"), Value::Null);
    let done = browser.patch(&attempt.path, &[("legal_accepted", "true")]).await?;
    assert_eq!(done.standing(), "complete", "{}", done.text);
    assert_eq!(done.at("/client/sessions/0/user/legal_accepted_at"), crate::stage::NOON);
    Ok(())
}
