//! Signing up with an address, a password and the code that proves the address.

use crate::{
    browser::Browser,
    stage::{Stage, picture},
};

const NEW: &str = "nora@example.com";

fn fields<'a>(address: &'a str, password: &'a str) -> [(&'a str, &'a str); 4] {
    [("email_address", address), ("password", password), ("first_name", ""), ("last_name", "")]
}

#[tokio::test]
async fn address_password_code() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    let attempt = browser.post("/client/sign_ups", &fields(NEW, "a good password")).await?.json()["response"].clone();
    assert_eq!(attempt["status"], "missing_requirements");
    assert_eq!(attempt["unverified_fields"], serde_json::json!(["email_address"]));
    assert_eq!(attempt["verifications"]["email_address"]["next_action"], "needs_prepare");
    let strategy = &attempt["verifications"]["email_address"]["strategy"];
    assert_eq!(strategy, &serde_json::Value::Null, "with one ClerkJS takes the code for sent");

    let base = format!("/client/sign_ups/{}", attempt["id"].as_str().unwrap_or_default());
    browser.post(&format!("{base}/prepare_verification"), &[("strategy", "email_code")]).await?;
    let code = stage.last_code(NEW).await?;
    let wrong = if code == "111111" { "222222" } else { "111111" };
    let refused =
        browser.post(&format!("{base}/attempt_verification"), &[("strategy", "email_code"), ("code", wrong)]).await?;
    assert_eq!(refused.code(), "form_code_incorrect");
    let typed = [("strategy", "email_code"), ("code", code.as_str())];
    let done = browser.post(&format!("{base}/attempt_verification"), &typed).await?.json();
    assert_eq!(done["response"]["status"], "complete");
    assert_eq!(done["client"]["sessions"][0]["user"]["id"], done["response"]["created_user_id"]);
    assert_eq!(done["client"]["sign_up"], serde_json::Value::Null);
    let image = picture(&done["client"]["sessions"][0]["user"]["image_url"])?;
    assert!(image.contains(">N</text>"), "no name was given, the address stands in");
    Ok(())
}

#[tokio::test]
async fn test_addresses_take_the_known_code() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    let sign_up = fields("new+clerk_test@example.com", "a good password");
    let attempt = browser.post("/client/sign_ups", &sign_up).await?.json()["response"].clone();
    let base = format!("/client/sign_ups/{}", attempt["id"].as_str().unwrap_or_default());
    browser.post(&format!("{base}/prepare_verification"), &[("strategy", "email_code")]).await?;
    let typed = [("strategy", "email_code"), ("code", "424242")];
    let done = browser.post(&format!("{base}/attempt_verification"), &typed).await?;
    assert_eq!(done.json()["response"]["status"], "complete");
    Ok(())
}

#[tokio::test]
async fn bad_fields_are_refused_by_name() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    for (address, password, code, parameter) in [
        ("ada+clerk_test@example.com", "a good password", "form_identifier_exists", "email_address"),
        ("not an address", "a good password", "form_param_format_invalid", "email_address"),
        (NEW, "short", "form_password_length_too_short", "password"),
    ] {
        let answer = browser.post("/client/sign_ups", &fields(address, password)).await?;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, code));
        assert_eq!(answer.json()["errors"][0]["meta"]["param_name"], parameter);
    }
    Ok(())
}

#[tokio::test]
async fn what_is_missing_may_come_later() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    let address = "late+clerk_test@example.com";
    let attempt = browser.post("/client/sign_ups", &[("email_address", address)]).await?.json()["response"].clone();
    assert_eq!(attempt["missing_fields"], serde_json::json!(["password"]));
    let base = format!("/client/sign_ups/{}", attempt["id"].as_str().unwrap_or_default());
    browser.post(&format!("{base}/prepare_verification"), &[("strategy", "email_code")]).await?;
    let typed = [("strategy", "email_code"), ("code", "424242")];
    let proven = browser.post(&format!("{base}/attempt_verification"), &typed).await?.json();
    assert_eq!(proven["response"]["status"], "missing_requirements");
    let done = browser.patch(&base, &[("password", "a good password"), ("first_name", "Late")]).await?.json();
    assert_eq!(done["response"]["status"], "complete");
    assert_eq!(done["client"]["sessions"][0]["user"]["first_name"], "Late");
    Ok(())
}

#[tokio::test]
async fn a_password_may_say_what_it_is() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    // As ClerkJS' `signUp.password()` sends it.
    let typed =
        [("strategy", "password"), ("email_address", "own+clerk_test@example.com"), ("password", "a good password")];
    let attempt = browser.post("/client/sign_ups", &typed).await?.json()["response"].clone();
    assert_eq!(attempt["unverified_fields"], serde_json::json!(["email_address"]));
    Ok(())
}
