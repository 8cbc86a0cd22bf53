//! Signing in and up with accounts that people have elsewhere, through the page that stands in for their provider.

mod attacks;
mod enterprise;
mod profile;
pub(crate) mod provider;

use serde_json::{Value, json};

use crate::{
    browser::Browser,
    stage::{APP, Answer, Stage},
};
use provider::{Account, Provider};

const ADA: &str = "ada+clerk_test@example.com";
const GRACE: Account<'_> = Account { email: "grace@example.org", first_name: "Grace", is_verified: true };
const CALLBACK: (&str, &str) = ("redirect_url", "http://localhost:3000/sso-callback?x=1");
const HOME: (&str, &str) = ("action_complete_redirect_url", "/home");
const GOOGLE: (&str, &str) = ("strategy", "oauth_google");

pub(crate) async fn stage() -> anyhow::Result<Stage> {
    let stage = Stage::new()?;
    let custom = json!({ "strategy": "oauth_custom_acme", "name": "Acme ID", "authenticatable": false });
    let settings = json!({ "social_providers": ["oauth_google", "oauth_github", custom] });
    assert_eq!(stage.control("PATCH", "/__control/settings", settings).await?.status, 200);
    Ok(stage)
}

/// Begins with Google; answers the attempt and the provider's page.
async fn begin<'a>(browser: &'a Browser<'_>, kind: &str) -> anyhow::Result<(Answer, Provider<'a>)> {
    let begun = browser.post(&format!("/client/{kind}"), &[GOOGLE, CALLBACK, HOME]).await?;
    assert_eq!(begun.status, 200, "{}", begun.text);
    let proof = if kind == "sign_ins" { "first_factor_verification" } else { "verifications/external_account" };
    assert_eq!(begun.at(&format!("/response/{proof}/status")), "unverified", "{}", begun.text);
    let page = begun.at(&format!("/response/{proof}/external_verification_redirect_url"));
    Ok((begun, Provider::open(browser, page.as_str().unwrap_or_default()).await?))
}

async fn attempt(browser: &Browser<'_>, kind: &str) -> anyhow::Result<Value> {
    let client = browser.client().await?;
    Ok(client.get(kind).cloned().unwrap_or_default())
}

fn sign_in_proof(attempt: &Value) -> (Value, Value) {
    let proof = attempt.get("first_factor_verification").cloned().unwrap_or_default();
    let code = proof.pointer("/error/code").cloned().unwrap_or_default();
    (proof.get("status").cloned().unwrap_or_default(), code)
}

#[tokio::test]
async fn somebody_new_signs_up_without_a_password() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    let (_, google) = begin(&browser, "sign_ups").await?;
    assert!(google.text.contains("<h1>Local Google</h1>"), "{}", google.text);
    let back = google.invent(GRACE).await?;
    assert_eq!(back.header("location"), format!("{APP}/home"), "{}", back.text);
    assert!(back.cookies().iter().any(|cookie| cookie.starts_with("__client_uat=1")), "{:?}", back.cookies());
    let user = browser.client().await?.pointer("/sessions/0/user").cloned().unwrap_or_default();
    let at = |pointer: &str| user.pointer(pointer).cloned().unwrap_or_default();
    assert_eq!((at("/first_name"), at("/password_enabled")), (json!("Grace"), json!(false)));
    assert_eq!(at("/email_addresses/0/email_address"), GRACE.email);
    assert_eq!(at("/email_addresses/0/linked_to/0/type"), "oauth_google");
    assert_eq!(at("/external_accounts/0/provider"), "oauth_google");
    assert_eq!(at("/external_accounts/0/verification/status"), "verified");
    Ok(())
}

#[tokio::test]
async fn whoever_has_an_account_is_signed_in_and_it_is_linked() -> anyhow::Result<()> {
    let stage = stage().await?;
    for round in 0..2 {
        let browser = Browser::open(&stage).await?;
        let (_, google) = begin(&browser, "sign_ins").await?;
        let back = google.choose("Ada").await?;
        assert_eq!(back.header("location"), format!("{APP}/home"), "round {round}: {}", back.text);
        let user = browser.client().await?.pointer("/sessions/0/user").cloned().unwrap_or_default();
        assert_eq!(user.get("id"), Some(&json!("user_localAdaAdmin")));
        let accounts = user.get("external_accounts").and_then(Value::as_array).map(Vec::len);
        assert_eq!(accounts, Some(1), "{user}");
    }
    let known = Browser::open(&stage).await?.post("/client/sign_ins", &[("identifier", ADA)]).await?;
    assert!(known.at("/response/supported_first_factors").to_string().contains("oauth_google"), "{}", known.text);
    Ok(())
}

#[tokio::test]
async fn a_sign_in_of_somebody_unknown_becomes_a_sign_up() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    let (_, google) = begin(&browser, "sign_ins").await?;
    let back = google.invent(GRACE).await?;
    let wanted = "/sso-callback?x=1&__clerk_status=failed&__clerk_error_code=external_account_not_found";
    assert_eq!(back.header("location"), format!("{APP}{wanted}"));
    let waiting = attempt(&browser, "sign_in").await?;
    assert_eq!(sign_in_proof(&waiting), (json!("transferable"), json!("external_account_not_found")));
    let done = browser.post("/client/sign_ups", &[("transfer", "true")]).await?;
    assert_eq!(done.at("/response/status"), "complete", "{}", done.text);
    assert_eq!(browser.post("/client/sign_ups", &[("transfer", "true")]).await?.code(), "session_exists");
    let nothing = Browser::open(&stage).await?.post("/client/sign_ups", &[("transfer", "true")]).await?;
    assert_eq!((nothing.status.as_u16(), nothing.code()), (400, "account_transfer_invalid".to_owned()));
    Ok(())
}

#[tokio::test]
async fn a_sign_up_of_somebody_known_becomes_a_sign_in() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    let (_, google) = begin(&browser, "sign_ups").await?;
    google.choose("Ada").await?;
    let waiting = attempt(&browser, "sign_up").await?;
    let proof = waiting.pointer("/verifications/external_account").cloned().unwrap_or_default();
    assert_eq!(proof.get("status"), Some(&json!("transferable")), "{waiting}");
    assert_eq!(proof.pointer("/error/code"), Some(&json!("external_account_exists")));
    let done = browser.post("/client/sign_ins", &[("transfer", "true")]).await?;
    assert_eq!(done.at("/response/status"), "complete", "{}", done.text);
    assert_eq!(done.at("/client/sessions/0/user/id"), "user_localAdaAdmin");
    Ok(())
}

#[tokio::test]
async fn an_address_that_the_provider_has_not_verified_is_proven_first() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    let (begun, google) = begin(&browser, "sign_ins").await?;
    google.invent(Account { email: ADA, first_name: "Eve", is_verified: false }).await?;
    let path = format!("/client/sign_ins/{}", begun.at("/response/id").as_str().unwrap_or_default());
    let waiting = attempt(&browser, "sign_in").await?;
    assert_eq!(waiting.get("status"), Some(&json!("needs_first_factor")), "{waiting}");
    let factors = waiting.get("supported_first_factors").and_then(Value::as_array).cloned().unwrap_or_default();
    assert_eq!(factors.iter().filter_map(|factor| factor.get("strategy")).collect::<Vec<_>>(), ["email_code"]);
    let password = [("strategy", "password"), ("password", clerk_emulator::PASSWORD)];
    let refused = browser.post(&format!("{path}/attempt_first_factor"), &password).await?;
    assert_eq!(refused.code(), "strategy_for_user_invalid");
    browser.post(&format!("{path}/prepare_first_factor"), &[("strategy", "email_code")]).await?;
    let code = [("strategy", "email_code"), ("code", "424242")];
    let done = browser.post(&format!("{path}/attempt_first_factor"), &code).await?;
    assert_eq!(done.at("/response/status"), "complete", "{}", done.text);
    assert_eq!(done.at("/client/sessions/0/user/external_accounts/0/email_address"), ADA);
    Ok(())
}

#[tokio::test]
async fn somebody_new_whose_address_is_not_verified_gets_a_code() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    let (_, google) = begin(&browser, "sign_ups").await?;
    google.invent(Account { email: "new+clerk_test@example.org", first_name: "New", is_verified: false }).await?;
    let waiting = attempt(&browser, "sign_up").await?;
    let at = |name: &str| waiting.get(name).cloned().unwrap_or_default();
    assert_eq!((at("missing_fields"), at("unverified_fields")), (json!([]), json!(["email_address"])), "{waiting}");
    let path = format!("/client/sign_ups/{}", at("id").as_str().unwrap_or_default());
    browser.post(&format!("{path}/prepare_verification"), &[("strategy", "email_code")]).await?;
    let code = [("strategy", "email_code"), ("code", "424242")];
    let done = browser.post(&format!("{path}/attempt_verification"), &code).await?;
    assert_eq!(done.at("/response/status"), "complete", "{}", done.text);
    assert_eq!(done.at("/client/sessions/0/user/external_accounts/0/verification/status"), "verified");
    Ok(())
}

#[tokio::test]
async fn what_the_provider_does_not_give_is_asked_for() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    let (_, google) = begin(&browser, "sign_ups").await?;
    google.type_in(&[("username", "grace")]).await?;
    let waiting = attempt(&browser, "sign_up").await?;
    assert_eq!(waiting.get("missing_fields"), Some(&json!(["email_address"])), "{waiting}");
    let path = format!("/client/sign_ups/{}", waiting.get("id").and_then(Value::as_str).unwrap_or_default());
    browser.patch(&path, &[("email_address", "grace+clerk_test@example.org")]).await?;
    browser.post(&format!("{path}/prepare_verification"), &[("strategy", "email_code")]).await?;
    let code = [("strategy", "email_code"), ("code", "424242")];
    let done = browser.post(&format!("{path}/attempt_verification"), &code).await?;
    assert_eq!(done.at("/client/sessions/0/user/external_accounts/0/username"), "grace", "{}", done.text);
    Ok(())
}

#[tokio::test]
async fn a_denial_and_a_failure_are_told_to_the_app() -> anyhow::Result<()> {
    let stage = stage().await?;
    for (link, code) in [("Deny access", "oauth_access_denied"), ("Let Google fail", "oauth_fetch_user_error")] {
        let browser = Browser::open(&stage).await?;
        let (_, google) = begin(&browser, "sign_ins").await?;
        let back = google.choose(link).await?;
        let wanted = format!("{APP}/sso-callback?x=1&__clerk_status=failed&__clerk_error_code={code}");
        assert_eq!(back.header("location"), wanted);
        assert_eq!(sign_in_proof(&attempt(&browser, "sign_in").await?), (json!("failed"), json!(code)));
        let again = browser.post("/client/sign_ins", &[]).await?;
        assert_eq!(again.at("/response/first_factor_verification"), Value::Null, "the form begins anew");
        let (_, google) = begin(&browser, "sign_ups").await?;
        google.choose(link).await?;
        let failed = attempt(&browser, "sign_up").await?;
        assert_eq!(failed.pointer("/verifications/external_account/error/code"), Some(&json!(code)));
    }
    Ok(())
}

#[tokio::test]
async fn a_way_back_is_good_once_for_ten_minutes_and_for_its_own_code() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    let (_, google) = begin(&browser, "sign_ins").await?;
    let (_, other) = begin(&browser, "sign_ins").await?;
    let (mine, state) = (google.link("Ada")?, other.state()?);
    assert_eq!(google.follow(&mine).await?.code(), "oauth_callback_invalid", "the browser began anew");
    let code = mine.split("&code=").nth(1).unwrap_or_default();
    let mixed = format!("{APP}/__clerk/v1/oauth_callback?state={state}&code={code}");
    google.follow(&mixed).await?;
    assert_eq!(
        sign_in_proof(&attempt(&browser, "sign_in").await?).1,
        "oauth_fetch_user_error",
        "a code of another way"
    );
    let (_, google) = begin(&browser, "sign_ins").await?;
    let link = google.link("Ada")?;
    stage.clock.advance_seconds(601);
    let late = google.follow(&link).await?;
    assert_eq!((late.status.as_u16(), late.code()), (400, "oauth_callback_invalid".to_owned()));
    assert_eq!(sign_in_proof(&attempt(&browser, "sign_in").await?).0, "unverified");
    let (_, google) = begin(&browser, "sign_ins").await?;
    let link = google.link("Ada")?;
    assert_eq!(google.follow(&link).await?.status, 303);
    assert_eq!(google.follow(&link).await?.code(), "oauth_callback_invalid");
    Ok(())
}

#[tokio::test]
async fn settings_switch_providers_on_and_off() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    let social = browser.get("/environment").await?.at("/user_settings/social");
    assert_eq!(social.pointer("/oauth_github/name"), Some(&json!("GitHub")), "{social}");
    assert_eq!(social.pointer("/oauth_custom_acme/authenticatable"), Some(&json!(false)));
    let with = |strategy| [("strategy", strategy), CALLBACK];
    let refused = browser.post("/client/sign_ins", &with("oauth_facebook")).await?;
    assert_eq!(refused.code(), "oauth_provider_not_enabled");
    let refused = browser.post("/client/sign_ins", &with("oauth_custom_acme")).await?;
    assert_eq!(refused.code(), "oauth_non_authenticatable_provider");
    let elsewhere = [GOOGLE, ("redirect_url", "https://evil.test/")];
    assert_eq!(browser.post("/client/sign_ins", &elsewhere).await?.code(), "prohibited_redirect_url");
    let wrong = json!({ "social_providers": ["google"] });
    assert_eq!(stage.control("PATCH", "/__control/settings", wrong).await?.status, 422);
    stage.control("POST", "/__control/reset", Value::Null).await?;
    assert_eq!(browser.get("/environment").await?.at("/user_settings/social"), json!({}));
    Ok(())
}

#[tokio::test]
async fn whoever_may_not_sign_up_may_not_with_a_provider_either() -> anyhow::Result<()> {
    for (setting, code) in [
        (json!({ "sign_up_mode": "restricted" }), "sign_up_mode_restricted"),
        (json!({ "sign_up_mode": "waitlist" }), "sign_up_restricted_waitlist"),
        (json!({ "allowlist": true }), "not_allowed_access"),
    ] {
        let stage = stage().await?;
        stage.control("PATCH", "/__control/settings", setting).await?;
        let browser = Browser::open(&stage).await?;
        let (_, google) = begin(&browser, "sign_ins").await?;
        google.invent(GRACE).await?;
        assert_eq!(sign_in_proof(&attempt(&browser, "sign_in").await?), (json!("failed"), json!(code)));
    }
    let stage = stage().await?;
    let banned = json!({ "user_ids": ["user_localAdaAdmin"] });
    let request = http::Request::post("/v1/users/ban").header("authorization", format!("Bearer {}", stage.secret_key));
    stage.send_body(request.header("content-type", "application/json"), banned.to_string()).await?;
    let browser = Browser::open(&stage).await?;
    let (_, google) = begin(&browser, "sign_ins").await?;
    google.choose("Ada").await?;
    assert_eq!(sign_in_proof(&attempt(&browser, "sign_in").await?), (json!("failed"), json!("user_banned")));
    Ok(())
}

#[tokio::test]
async fn the_page_shows_what_people_typed_as_text() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    let (_, google) = begin(&browser, "sign_ups").await?;
    let name = "\"><script>alert(1)</script>";
    google.invent(Account { email: "x@example.org", first_name: name, is_verified: true }).await?;
    let (_, google) =
        begin(&Browser::open(&stage).await?, "sign_ins").await.map(|(_, page)| ((), page.text.clone()))?;
    assert!(google.contains("&lt;script&gt;") && !google.contains("<script>"), "{google}");
    let over = browser.stage.get("/__clerk/local_provider?state=none").await?;
    assert_eq!(over.code(), "oauth_callback_invalid");
    Ok(())
}

#[tokio::test]
async fn icons_come_from_this_machine() -> anyhow::Result<()> {
    let stage = stage().await?;
    let sheet = stage.get("/__clerk/local_icons.css").await?;
    assert_eq!((sheet.status.as_u16(), sheet.header("content-type")), (200, "text/css; charset=utf-8"));
    for class in [".cl-providerIcon,", "__google{", "__github{", "__custom_acme{"] {
        assert!(sheet.text.contains(class), "{class}: {}", sheet.text);
    }
    assert!(!sheet.text.contains("http:") && !sheet.text.contains("https:"));
    Ok(())
}

#[tokio::test]
async fn one_tap_signs_in_and_up() -> anyhow::Result<()> {
    let stage = stage().await?;
    let token = |email: &str| json!({ "strategy": "google_one_tap", "email_address": email, "first_name": "Grace" });
    let mint = |email: &'static str| stage.control("POST", "/__control/identity-tokens", token(email));
    let new = mint("grace@example.org").await?.at("/token");
    let new = [("strategy", "google_one_tap"), ("token", new.as_str().unwrap_or_default())];
    let browser = Browser::open(&stage).await?;
    assert_eq!(browser.post("/client/sign_ins", &new).await?.code(), "oauth_provider_not_enabled");
    stage.control("PATCH", "/__control/settings", json!({ "google_one_tap": true })).await?;
    let shown = browser.get("/environment").await?.at("/display_config/google_one_tap_client_id");
    assert!(shown.is_string(), "{shown}");
    let unknown = browser.post("/client/sign_ins", &new).await?;
    assert_eq!((unknown.status.as_u16(), unknown.code()), (404, "external_account_not_found".to_owned()));
    let up = browser.post("/client/sign_ups", &new).await?;
    assert_eq!(up.at("/response/status"), "complete", "{}", up.text);
    let again = Browser::open(&stage).await?;
    assert_eq!(again.post("/client/sign_ins", &new).await?.code(), "form_param_value_invalid", "it is good once");
    let fresh = mint("grace@example.org").await?.at("/token");
    let fresh = [("strategy", "google_one_tap"), ("token", fresh.as_str().unwrap_or_default())];
    assert_eq!(again.post("/client/sign_ins", &fresh).await?.at("/response/status"), "complete");
    let late = mint("grace@example.org").await?.at("/token");
    let late = [("strategy", "google_one_tap"), ("token", late.as_str().unwrap_or_default())];
    stage.clock.advance_seconds(3_601);
    assert_eq!(Browser::open(&stage).await?.post("/client/sign_ins", &late).await?.code(), "form_param_value_invalid");
    let forged = [("strategy", "google_one_tap"), ("token", "x.y.z")];
    assert_eq!(
        Browser::open(&stage).await?.post("/client/sign_ins", &forged).await?.code(),
        "form_param_value_invalid"
    );
    // It is the same account as through the provider's page.
    let known = Browser::open(&stage).await?;
    let (_, google) = begin(&known, "sign_ins").await?;
    google.choose("grace@example.org").await?;
    assert_eq!(known.client().await?.pointer("/sessions/0/user/first_name"), Some(&json!("Grace")));
    Ok(())
}
