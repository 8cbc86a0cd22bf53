//! Accounts elsewhere in one's own profile, and what an app's server can do with them.

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};

use super::{ADA, CALLBACK, GOOGLE, GRACE, provider::Provider, stage};
use crate::{
    browser::Browser,
    stage::{Answer, Stage},
};

const PATH: &str = "/me/external_accounts";
const ACME: (&str, &str) = ("strategy", "oauth_custom_acme");

async fn begin<'a>(browser: &'a Browser<'_>, strategy: (&str, &str)) -> anyhow::Result<(String, Provider<'a>)> {
    let begun = browser.post(PATH, &[strategy, CALLBACK]).await?;
    assert_eq!(begun.at("/response/verification/status"), "unverified", "{}", begun.text);
    let page = begun.at("/response/verification/external_verification_redirect_url");
    let id = begun.at("/response/id").as_str().unwrap_or_default().to_owned();
    Ok((id, Provider::open(browser, page.as_str().unwrap_or_default()).await?))
}

async fn accounts(browser: &Browser<'_>) -> anyhow::Result<Vec<Value>> {
    let client = browser.client().await?;
    let list = client.pointer("/sessions/0/user/external_accounts");
    Ok(list.and_then(Value::as_array).cloned().unwrap_or_default())
}

async fn backend(stage: &Stage, method: &str, path: &str) -> anyhow::Result<Answer> {
    let request = Request::builder().method(method).uri(format!("/v1/users/user_localAdaAdmin{path}"));
    stage.send(request.header("authorization", format!("Bearer {}", stage.secret_key)).body(Body::empty())?).await
}

#[tokio::test]
async fn an_account_is_connected_used_and_let_go() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let (id, google) = begin(&browser, GOOGLE).await?;
    let back = google.invent(GRACE).await?;
    assert_eq!(back.header("location"), CALLBACK.1, "{}", back.text);
    let shown = browser.get(&format!("{PATH}/{id}")).await?;
    assert_eq!(
        (shown.at("/response/verification/status"), shown.at("/response/email_address")),
        (json!("verified"), json!(GRACE.email))
    );
    let addresses = browser.client().await?.pointer("/sessions/0/user/email_addresses").cloned().unwrap_or_default();
    assert_eq!(addresses.pointer("/1/email_address"), Some(&json!(GRACE.email)), "{addresses}");
    assert_eq!(addresses.pointer("/1/verification/strategy"), Some(&json!("from_oauth_google")));
    assert_eq!(browser.post(PATH, &[GOOGLE, CALLBACK]).await?.code(), "oauth_account_already_connected");
    // It signs in, though the person is known by another address first.
    let other = Browser::open(&stage).await?;
    let begun = other.post("/client/sign_ins", &[GOOGLE, CALLBACK]).await?;
    let page = begun.at("/response/first_factor_verification/external_verification_redirect_url");
    Provider::open(&other, page.as_str().unwrap_or_default()).await?.choose(GRACE.email).await?;
    assert_eq!(other.client().await?.pointer("/sessions/0/user/id"), Some(&json!("user_localAdaAdmin")));
    assert_eq!(browser.delete(&format!("{PATH}/{id}")).await?.at("/response/deleted"), true);
    assert_eq!(accounts(&browser).await?, Vec::<Value>::new());
    assert_eq!(browser.delete(&format!("{PATH}/{id}")).await?.code(), "external_account_not_found");
    Ok(())
}

#[tokio::test]
async fn what_was_not_connected_says_why() -> anyhow::Result<()> {
    let stage = stage().await?;
    let mel = Browser::signed_in(&stage, "mel+clerk_test@example.com").await?;
    let (_, google) = begin(&mel, GOOGLE).await?;
    google.invent(GRACE).await?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    for (words, code) in [
        ("Deny access", "oauth_access_denied"),
        (GRACE.email, "oauth_identification_claimed"),
        ("vic+clerk_test@example.com", "identification_claimed"),
    ] {
        let (_, google) = begin(&browser, GOOGLE).await?;
        google.choose(words).await?;
        let left = accounts(&browser).await?;
        let codes: Vec<_> = left.iter().filter_map(|account| account.pointer("/verification/error/code")).collect();
        assert_eq!(codes, [code], "{words}");
    }
    let (_, google) = begin(&browser, GOOGLE).await?;
    google.choose("Ada").await?;
    assert_eq!(accounts(&browser).await?.len(), 1, "only what is connected is left");
    Ok(())
}

#[tokio::test]
async fn a_provider_that_signs_nobody_in_can_be_connected() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let (_, acme) = begin(&browser, ACME).await?;
    assert!(acme.text.contains("Local Acme ID"));
    acme.choose("Ada").await?;
    let known = Browser::open(&stage).await?.post("/client/sign_ins", &[("identifier", ADA)]).await?;
    assert!(!known.at("/response/supported_first_factors").to_string().contains("acme"));
    Ok(())
}

#[tokio::test]
async fn more_is_asked_for_and_a_server_gets_the_token() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let (id, google) = begin(&browser, GOOGLE).await?;
    google.choose("Ada").await?;
    let more = [CALLBACK, ("additional_scope", "calendar"), ("additional_scope", "drive")];
    let asked = browser.patch(&format!("{PATH}/{id}/reauthorize"), &more).await?;
    assert_eq!(asked.at("/response/verification/status"), "verified", "{}", asked.text);
    let page = asked.at("/response/verification/external_verification_redirect_url");
    let google = Provider::open(&browser, page.as_str().unwrap_or_default()).await?;
    google.choose("Ada").await?;
    let scopes = browser.get(&format!("{PATH}/{id}")).await?.at("/response/approved_scopes");
    assert_eq!(scopes, "openid email profile calendar drive");
    let tokens = backend(&stage, "GET", "/oauth_access_tokens/oauth_google").await?;
    assert_eq!(tokens.at("/0/external_account_id"), json!(id), "{}", tokens.text);
    assert!(tokens.at("/0/token").is_string());
    assert_eq!(backend(&stage, "GET", "/oauth_access_tokens/github").await?.text, "[]");
    browser.delete(&format!("{PATH}/{id}/tokens")).await?;
    assert_eq!(backend(&stage, "GET", "/oauth_access_tokens/google").await?.code(), "oauth_missing_access_token");
    assert_eq!(backend(&stage, "DELETE", &format!("/external_accounts/{id}")).await?.at("/deleted"), true);
    assert_eq!(backend(&stage, "DELETE", &format!("/external_accounts/{id}")).await?.status, 404);
    Ok(())
}
