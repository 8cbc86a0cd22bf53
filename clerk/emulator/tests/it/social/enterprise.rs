//! People whose company says who they are: by the domain of their address, and in no other way.

use serde_json::{Value, json};

use super::{
    CALLBACK, HOME,
    provider::{Account, Provider},
};
use crate::{browser::Browser, stage::Stage};

const BOSS: Account<'_> = Account { email: "boss@corp.test", first_name: "Bo", is_verified: true };
const STRATEGY: (&str, &str) = ("strategy", "enterprise_sso");

async fn stage() -> anyhow::Result<Stage> {
    let stage = super::stage().await?;
    let connections = json!([{ "name": "Corp", "domains": ["corp.test", "corp.example"] }]);
    let settings = json!({ "enterprise_connections": connections });
    assert_eq!(stage.control("PATCH", "/__control/settings", settings).await?.status, 200);
    Ok(stage)
}

/// Gives an address, and goes where the company says who that is.
async fn begin<'a>(browser: &'a Browser<'_>, email: &str) -> anyhow::Result<Provider<'a>> {
    let begun = browser.post("/client/sign_ins", &[("identifier", email)]).await?;
    let factors = begun.at("/response/supported_first_factors");
    assert_eq!(factors.pointer("/0/strategy"), Some(&json!("enterprise_sso")), "{}", begun.text);
    assert_eq!(factors.pointer("/1"), None, "there is no other way: {factors}");
    let path =
        format!("/client/sign_ins/{}/prepare_first_factor", begun.at("/response/id").as_str().unwrap_or_default());
    let asked = browser.post(&path, &[STRATEGY, CALLBACK, HOME]).await?;
    let page = asked.at("/response/first_factor_verification/external_verification_redirect_url");
    Provider::open(browser, page.as_str().unwrap_or_default()).await
}

#[tokio::test]
async fn a_company_brings_its_people_in() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    assert_eq!(browser.get("/environment").await?.at("/user_settings/enterprise_sso/enabled"), true);
    let company = begin(&browser, BOSS.email).await?;
    assert!(
        company.text.contains("Local Corp") && company.text.contains("value=\"boss@corp.test\""),
        "{}",
        company.text
    );
    company.invent(BOSS).await?;
    let done = browser.post("/client/sign_ups", &[("transfer", "true")]).await?;
    assert_eq!(done.at("/response/status"), "complete", "{}", done.text);
    let user = done.at("/client/sessions/0/user");
    assert_eq!(user.pointer("/enterprise_accounts/0/enterprise_connection/name"), Some(&json!("Corp")), "{user}");
    assert_eq!(user.pointer("/external_accounts"), Some(&json!([])));
    // From then on they are known, whichever page of the app they came from.
    let again = Browser::open(&stage).await?;
    let back = begin(&again, BOSS.email).await?.choose("Bo").await?;
    assert_eq!(back.header("location"), format!("{}/home", crate::stage::APP));
    Ok(())
}

#[tokio::test]
async fn nothing_else_signs_them_in() -> anyhow::Result<()> {
    let stage = stage().await?;
    let password = [("strategy", "password"), ("identifier", BOSS.email), ("password", "whatever it is")];
    let refused = Browser::open(&stage).await?.post("/client/sign_ins", &password).await?;
    assert_eq!((refused.status.as_u16(), refused.code()), (400, "strategy_for_user_invalid".to_owned()));
    let other = [STRATEGY, ("identifier", "ada+clerk_test@example.com"), CALLBACK];
    let refused = Browser::open(&stage).await?.post("/client/sign_ins", &other).await?;
    assert_eq!(
        (refused.status.as_u16(), refused.code()),
        (422, "enterprise_sso_sign_in_connection_missing".to_owned())
    );
    Ok(())
}

#[tokio::test]
async fn a_company_vouches_for_its_own_domains_only() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    let company = begin(&browser, BOSS.email).await?;
    company.invent(Account { email: "ada+clerk_test@example.com", ..BOSS }).await?;
    let proof = browser.client().await?.pointer("/sign_in/first_factor_verification").cloned().unwrap_or_default();
    assert_eq!(proof.pointer("/error/code"), Some(&json!("enterprise_sso_email_address_domain_mismatch")), "{proof}");
    Ok(())
}

#[tokio::test]
async fn a_sign_up_with_such_an_address_goes_to_the_company() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    let begun = browser.post("/client/sign_ups", &[("email_address", "new@corp.example"), ("password", "")]).await?;
    assert_eq!(begun.at("/response/missing_fields"), json!(["enterprise_sso"]), "{}", begun.text);
    assert_eq!(begun.at("/response/unverified_fields"), json!([]));
    let path = format!("/client/sign_ups/{}", begun.at("/response/id").as_str().unwrap_or_default());
    let asked = browser.patch(&path, &[STRATEGY, CALLBACK, HOME]).await?;
    let page = asked.at("/response/verifications/external_account/external_verification_redirect_url");
    let company = Provider::open(&browser, page.as_str().unwrap_or_default()).await?;
    let back = company.invent(Account { email: "new@corp.example", ..BOSS }).await?;
    assert_eq!(back.header("location"), format!("{}/home", crate::stage::APP), "{}", back.text);
    Ok(())
}

#[tokio::test]
async fn a_switched_off_connection_is_none() -> anyhow::Result<()> {
    let stage = stage().await?;
    let off = json!([{ "name": "Corp", "domains": ["corp.test"], "active": false }]);
    stage.control("PATCH", "/__control/settings", json!({ "enterprise_connections": off })).await?;
    let browser = Browser::open(&stage).await?;
    let unknown = browser.post("/client/sign_ins", &[("identifier", BOSS.email)]).await?;
    assert_eq!(unknown.code(), "form_identifier_not_found");
    let wrong = json!({ "enterprise_connections": [{ "name": "Corp", "domains": [] }] });
    assert_eq!(stage.control("PATCH", "/__control/settings", wrong).await?.status, 422);
    Ok(())
}

#[tokio::test]
async fn somebody_with_an_address_of_the_company_connects_it() -> anyhow::Result<()> {
    let stage = super::stage().await?;
    let connections = json!({ "enterprise_connections": [{ "name": "Example", "domains": ["example.com"] }] });
    let browser = Browser::signed_in(&stage, super::ADA).await?;
    stage.control("PATCH", "/__control/settings", connections).await?;
    let list = browser.get("/me/enterprise_connections").await?;
    assert_eq!(list.at("/response/0/name"), "Example", "{}", list.text);
    let id = list.at("/response/0/id").as_str().unwrap_or_default().to_owned();
    let begun = browser.post("/me/external_accounts", &[("enterprise_connection_id", &id), CALLBACK]).await?;
    let page = begun.at("/response/verification/external_verification_redirect_url");
    Provider::open(&browser, page.as_str().unwrap_or_default()).await?.choose("Ada").await?;
    let accounts = browser.client().await?.pointer("/sessions/0/user/enterprise_accounts").cloned().unwrap_or_default();
    assert_eq!(accounts.pointer("/0/verification/status"), Some(&json!("verified")), "{accounts}");
    let account = accounts.pointer("/0/id").and_then(Value::as_str).unwrap_or_default().to_owned();
    assert_eq!(browser.delete(&format!("/me/enterprise_accounts/{account}")).await?.at("/response/deleted"), true);
    Ok(())
}
