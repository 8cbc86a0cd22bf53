//! Several people signed in in one browser, where the instance allows that; and the tokens of templates.

use serde_json::json;

use crate::{browser::Browser, stage::Stage};

const ADA: &str = "ada+clerk_test@example.com";
const MEL: &str = "mel+clerk_test@example.com";

/// Signs somebody in in a browser that is in use; answers the session.
async fn add(browser: &Browser<'_>, email: &str) -> anyhow::Result<String> {
    let fields = [("strategy", "password"), ("identifier", email), ("password", clerk_emulator::PASSWORD)];
    let answer = browser.post("/client/sign_ins", &fields).await?;
    Ok(answer.at("/response/created_session_id").as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn accounts_are_added_chosen_and_left_one_by_one() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    stage.control("PATCH", "/__control/settings", json!({ "single_session": false })).await?;
    let environment = stage.get("/__clerk/v1/environment").await?;
    assert_eq!(environment.at("/auth_config/single_session_mode"), false);
    let browser = Browser::signed_in(&stage, ADA).await?;
    let second = add(&browser, MEL).await?;
    let client = browser.client().await?;
    assert_eq!(client["sessions"].as_array().map(Vec::len), Some(2));
    assert_eq!(client["last_active_session_id"], second);
    let fields = [("strategy", "password"), ("identifier", MEL), ("password", clerk_emulator::PASSWORD)];
    let again = browser.post("/client/sign_ins", &fields).await?;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (400, "identifier_already_signed_in"));
    assert_eq!(again.at("/errors/0/meta/session_id"), second, "ClerkJS goes there");

    let chosen = format!("/client/sessions/{}/touch", browser.session_id);
    let touched = browser.post(&chosen, &[("intent", "select_session")]).await?;
    assert_eq!(touched.at("/client/last_active_session_id"), browser.session_id);
    let left = browser.post(&format!("/client/sessions/{}/remove", browser.session_id), &[]).await?;
    assert_eq!(
        (left.at("/response/status"), left.at("/client/last_active_session_id")),
        (json!("removed"), json!(second))
    );
    let ended = browser.post(&format!("/client/sessions/{second}/end"), &[]).await?;
    assert_eq!((ended.at("/response/status"), ended.at("/client/sessions")), (json!("ended"), json!([])));
    let statuses = stage.done("GET", "/sessions?user_id=user_localMelMember", json!(null)).await?;
    assert_eq!(statuses[0]["status"], "ended");
    Ok(())
}

#[tokio::test]
async fn everybody_signs_out_at_once() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    stage.control("PATCH", "/__control/settings", json!({ "single_session": false })).await?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    add(&browser, MEL).await?;
    assert_eq!(browser.delete("/client/sessions").await?.at("/response/sessions"), json!([]));
    Ok(())
}

#[tokio::test]
async fn a_template_makes_tokens_for_the_session() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let template = json!({ "name": "supabase", "claims": { "role": "authenticated", "org": "{{org.slug}}" } });
    stage.done("POST", "/jwt_templates", template).await?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    browser.switch("acme").await?;
    let path = format!("/client/sessions/{}/tokens", browser.session_id);
    let made = browser.post(&format!("{path}/supabase"), &[]).await?;
    let claims = crate::tokens::claims(&stage, &made.at("/jwt")).await?;
    assert_eq!(
        (&claims["role"], &claims["org"], &claims["azp"]),
        (&json!("authenticated"), &json!("acme"), &json!("http://localhost:3000"))
    );
    assert_eq!(claims["sid"], json!(null), "it is no session token");
    let unknown = browser.post(&format!("{path}/none"), &[]).await?;
    assert_eq!((unknown.status.as_u16(), unknown.code().as_str()), (404, "resource_not_found"));
    Ok(())
}

#[tokio::test]
async fn one_stays_in_an_organization_where_everybody_is_in_one() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    stage.control("PATCH", "/__control/settings", json!({ "force_organization_selection": true })).await?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let pending = browser.client().await?;
    assert_eq!(pending["sessions"][0]["tasks"], json!([{ "key": "choose-organization" }]));
    assert_eq!(browser.switch("acme").await?.at("/response/status"), "active");
    assert_eq!(browser.switch("").await?.at("/response/last_active_organization_id"), "org_localAcme");
    Ok(())
}
