//! Ways to come into somebody else's account that must not work.

use anyhow::Context as _;
use axum::body::Body;
use http::Request;
use serde_json::{Value, json};

use super::{
    ADA, CALLBACK, GOOGLE, GRACE, begin,
    provider::{Account, Provider},
    sign_in_proof, stage,
};
use crate::browser::Browser;

const MEL: &str = "mel+clerk_test@example.com";
const CODE: (&str, &str) = ("code", "424242");
/// Somebody who says that they have Ada's address.
const LIAR: Account<'_> = Account { email: ADA, first_name: "Eve", is_verified: false };

async fn go_to<'a>(browser: &'a Browser<'_>, path: &str) -> anyhow::Result<Option<Provider<'a>>> {
    let asked = browser.post(&format!("{path}/prepare_first_factor"), &[GOOGLE, CALLBACK]).await?;
    if asked.status != 200 {
        assert_eq!(asked.code(), "client_state_invalid", "{}", asked.text);
        return Ok(None);
    }
    let page = asked.at("/response/first_factor_verification/external_verification_redirect_url");
    Ok(Some(Provider::open(browser, page.as_str().context("no page")?).await?))
}

async fn sign_in(browser: &Browser<'_>, fields: &[(&str, &str)]) -> anyhow::Result<(String, Value)> {
    let begun = browser.post("/client/sign_ins", fields).await?;
    let path = format!("/client/sign_ins/{}", begun.at("/response/id").as_str().unwrap_or_default());
    Ok((path, begun.at("/response/status")))
}

#[tokio::test]
async fn one_persons_proofs_are_not_anothers() -> anyhow::Result<()> {
    let stage = stage().await?;
    stage.control("PATCH", "/__control/settings", json!({ "device_trust": true })).await?;
    let browser = Browser::open(&stage).await?;
    let password = ("password", clerk_emulator::PASSWORD);
    let (path, status) = sign_in(&browser, &[("strategy", "password"), ("identifier", MEL), password]).await?;
    assert_eq!(status, "needs_client_trust");
    browser.post(&format!("{path}/prepare_second_factor"), &[("strategy", "email_code")]).await?;
    assert!(go_to(&browser, &path).await?.is_none(), "the first factor was proven already");
    let reset = [("strategy", "reset_password_email_code"), CODE];
    let other = Browser::open(&stage).await?;
    let (path, _) = sign_in(&other, &[("identifier", MEL)]).await?;
    other.post(&format!("{path}/prepare_first_factor"), &reset[..1]).await?;
    let page = go_to(&other, &path).await?.context("it is the turn of a first factor")?;
    other.post(&format!("{path}/prepare_first_factor"), &reset[..1]).await?;
    other.post(&format!("{path}/attempt_first_factor"), &reset).await?;
    assert_eq!(page.invent(LIAR).await?.code(), "client_state_invalid");
    assert!(go_to(&other, &path).await?.is_none());
    // Who has begun as one and comes as another starts from nothing.
    let third = Browser::open(&stage).await?;
    let (path, _) = sign_in(&third, &[("identifier", MEL)]).await?;
    let code = [("strategy", "email_code"), CODE];
    third.post(&format!("{path}/prepare_first_factor"), &code[..1]).await?;
    go_to(&third, &path).await?.context("no page")?.invent(LIAR).await?;
    assert_eq!(third.post(&format!("{path}/attempt_first_factor"), &code).await?.code(), "verification_missing");
    Ok(())
}

#[tokio::test]
async fn only_the_browser_that_went_comes_back() -> anyhow::Result<()> {
    let stage = stage().await?;
    let (one, other) = (Browser::open(&stage).await?, Browser::open(&stage).await?);
    let (_, google) = begin(&one, "sign_ins").await?;
    begin(&other, "sign_ins").await?;
    let link = google.link("Ada")?;
    let stolen = other.come_back(&link).await?;
    assert_eq!(stolen.code(), "oauth_callback_invalid", "{}", stolen.text);
    assert!(stolen.cookies().is_empty(), "{:?}", stolen.cookies());
    let bare = stage.send(Request::get(link.replace("http://localhost:3000", "")).body(Body::empty())?).await?;
    assert_eq!(bare.code(), "oauth_callback_invalid");
    assert_eq!(one.come_back(&link).await?.status, 303);
    // Whoever has signed out connects nothing any more.
    let ada = Browser::signed_in(&stage, ADA).await?;
    let begun = ada.post("/me/external_accounts", &[("strategy", "oauth_github"), CALLBACK]).await?;
    let page = begun.at("/response/verification/external_verification_redirect_url");
    let github = Provider::open(&ada, page.as_str().context("no page")?).await?;
    ada.delete("/client/sessions").await?;
    assert_eq!(github.choose("Ada").await?.code(), "oauth_callback_invalid");
    Ok(())
}

#[tokio::test]
async fn a_company_is_not_walked_around() -> anyhow::Result<()> {
    let stage = stage().await?;
    let corp = json!({ "enterprise_connections": [{ "name": "Corp", "domains": ["corp.test"] }] });
    stage.control("PATCH", "/__control/settings", corp).await?;
    let browser = Browser::open(&stage).await?;
    let (begun, google) = begin(&browser, "sign_ups").await?;
    google.type_in(&[("username", "eve")]).await?;
    let path = format!("/client/sign_ups/{}", begun.at("/response/id").as_str().unwrap_or_default());
    let changed = browser.patch(&path, &[("email_address", "boss+clerk_test@corp.test")]).await?;
    assert_eq!(changed.at("/response/missing_fields"), json!(["enterprise_sso"]), "{}", changed.text);
    let (_, google) = begin(&browser, "sign_ins").await?;
    google.invent(Account { email: "boss@corp.test", ..GRACE }).await?;
    let proof = browser.client().await?.get("sign_in").map(sign_in_proof);
    assert_eq!(proof, Some((json!("failed"), json!("strategy_for_user_invalid"))));
    Ok(())
}

#[tokio::test]
async fn an_account_of_somebody_else_is_not_taken_along() -> anyhow::Result<()> {
    let stage = stage().await?;
    let first = Browser::open(&stage).await?;
    let (_, google) = begin(&first, "sign_ups").await?;
    google.invent(GRACE).await?;
    let browser = Browser::open(&stage).await?;
    let (begun, google) = begin(&browser, "sign_ups").await?;
    google.invent(GRACE).await?;
    let path = format!("/client/sign_ups/{}", begun.at("/response/id").as_str().unwrap_or_default());
    let changed = browser.patch(&path, &[("email_address", "eve+clerk_test@example.org")]).await?;
    assert_eq!(changed.at("/response/missing_fields"), json!(["password"]), "{}", changed.text);
    browser.patch(&path, &[("password", "a-long-local-password")]).await?;
    browser.post(&format!("{path}/prepare_verification"), &[("strategy", "email_code")]).await?;
    let done = browser.post(&format!("{path}/attempt_verification"), &[("strategy", "email_code"), CODE]).await?;
    assert_eq!(done.at("/response/status"), "complete", "{}", done.text);
    assert_eq!(done.at("/client/sessions/0/user/external_accounts"), json!([]));
    Ok(())
}

#[tokio::test]
async fn what_can_be_transferred_runs_out() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    let (_, google) = begin(&browser, "sign_ins").await?;
    google.invent(GRACE).await?;
    stage.clock.advance_seconds(601);
    let late = browser.post("/client/sign_ups", &[("transfer", "true")]).await?;
    assert_eq!(late.code(), "account_transfer_invalid", "{}", late.text);
    Ok(())
}

#[tokio::test]
async fn the_last_way_in_stays() -> anyhow::Result<()> {
    let stage = stage().await?;
    stage.control("PATCH", "/__control/settings", json!({ "factors": ["password"] })).await?;
    let mut browser = Browser::open(&stage).await?;
    let (_, google) = begin(&browser, "sign_ups").await?;
    google.invent(GRACE).await?;
    let session = browser.client().await?.pointer("/sessions/0").cloned().unwrap_or_default();
    browser.session_id = session.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let account =
        session.pointer("/user/external_accounts/0/id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let kept = browser.delete(&format!("/me/external_accounts/{account}")).await?;
    assert_eq!(kept.code(), "last_required_identification_deletion_failed", "{}", kept.text);
    Ok(())
}
