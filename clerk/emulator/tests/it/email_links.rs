//! Links that prove an address, followed in the browser that asked, in another, late, and in vain.

use serde_json::{Value, json};

use crate::{
    browser::Browser,
    stage::{APP, Answer, Stage},
};

const ADA: &str = "ada+clerk_test@example.com";
const PAGE: (&str, &str) = ("redirect_url", "http://localhost:3000/verify?x=1");

async fn stage() -> anyhow::Result<Stage> {
    let stage = Stage::new()?;
    let factors = json!({ "factors": ["password", "email_code", "email_link"] });
    stage.control("PATCH", "/__control/settings", factors).await?;
    Ok(stage)
}

fn id(answer: &Answer) -> String {
    answer.at("/response/id").as_str().unwrap_or_default().to_owned()
}

/// Begins to sign in as Ada by a link; answers the attempt's path.
async fn ask(browser: &Browser<'_>) -> anyhow::Result<String> {
    let begun = browser.post("/client/sign_ins", &[("identifier", ADA)]).await?;
    let path = format!("/client/sign_ins/{}", id(&begun));
    let asked = browser.post(&format!("{path}/prepare_first_factor"), &[("strategy", "email_link"), PAGE]).await?;
    assert_eq!(asked.at("/response/first_factor_verification/object"), "verification_email_link", "{}", asked.text);
    Ok(path)
}

async fn link(stage: &Stage, address: &str) -> anyhow::Result<String> {
    let path = format!("/__control/outbox?to={}", address.replace('+', "%2B"));
    let mails = stage.control("GET", &path, Value::Null).await?.json();
    let newest = mails.as_array().and_then(|mails| mails.last()).cloned().unwrap_or_default();
    Ok(newest.get("link").and_then(Value::as_str).unwrap_or_default().to_owned())
}

/// What the page is told that the link leads to.
async fn follow(browser: &Browser<'_>, link: &str) -> anyhow::Result<String> {
    let answer = browser.follow(link).await?;
    let location = answer.header("location").to_owned();
    assert!(location.starts_with(&format!("{APP}/verify?x=1&")), "{} {location}", answer.text);
    Ok(location.trim_start_matches(&format!("{APP}/verify?x=1&")).to_owned())
}

#[tokio::test]
async fn a_link_signs_the_browser_in_that_asked() -> anyhow::Result<()> {
    let stage = stage().await?;
    let (asking, phone) = (Browser::open(&stage).await?, Browser::open(&stage).await?);
    let path = ask(&asking).await?;
    let said = follow(&phone, &link(&stage, ADA).await?).await?;
    assert!(said.starts_with("__clerk_created_session=sess_") && said.ends_with("&__clerk_status=verified"), "{said}");
    let waited = asking.get(&path).await?;
    assert_eq!(
        (waited.at("/response/status"), waited.at("/response/first_factor_verification/status")),
        (json!("complete"), json!("verified"))
    );
    let session = waited.at("/response/created_session_id").as_str().unwrap_or_default().to_owned();
    let touched = asking.post(&format!("/client/sessions/{session}/touch"), &[]).await?;
    assert_eq!(touched.at("/client/sign_in"), Value::Null, "what is over is forgotten");
    assert_eq!(follow(&phone, &link(&stage, ADA).await?).await?, "__clerk_status=failed", "once");
    Ok(())
}

#[tokio::test]
async fn a_link_can_be_late_outdated_or_in_the_wrong_place() -> anyhow::Result<()> {
    let stage = stage().await?;
    let asking = Browser::open(&stage).await?;
    ask(&asking).await?;
    let first = link(&stage, ADA).await?;
    let path = ask(&asking).await?;
    assert_eq!(follow(&asking, &first).await?, "__clerk_status=failed", "there is a newer one");
    stage.control("PATCH", "/__control/settings", json!({ "email_link_same_client": true })).await?;
    let second = link(&stage, ADA).await?;
    assert_eq!(follow(&Browser::open(&stage).await?, &second).await?, "__clerk_status=client_mismatch");
    stage.clock.advance_seconds(10 * 60);
    assert_eq!(follow(&asking, &second).await?, "__clerk_status=expired");
    assert_eq!(asking.get(&path).await?.at("/response/status"), "needs_first_factor");
    let forged = asking.follow(&format!("{APP}/__clerk/v1/verify?token=forged")).await?;
    assert_eq!((forged.status.as_u16(), forged.code().as_str()), (400, "ticket_invalid_code"));
    Ok(())
}

#[tokio::test]
async fn somebody_new_signs_up_with_a_link_unless_the_address_was_taken() -> anyhow::Result<()> {
    let stage = stage().await?;
    let mut links = Vec::new();
    let mut browsers = Vec::new();
    for _ in 0..2 {
        let browser = Browser::open(&stage).await?;
        let fields = [("email_address", "new@example.com"), ("password", "a long enough one")];
        let path = format!("/client/sign_ups/{}", id(&browser.post("/client/sign_ups", &fields).await?));
        browser.post(&format!("{path}/prepare_verification"), &[("strategy", "email_link"), PAGE]).await?;
        links.push(link(&stage, "new@example.com").await?);
        browsers.push((browser, path));
    }
    let [(first, path), (second, _)] = &browsers[..] else { anyhow::bail!("two browsers") };
    assert!(follow(first, &links[0]).await?.ends_with("&__clerk_status=verified"));
    assert_eq!(first.get(path).await?.at("/response/status"), "complete");
    assert_eq!(follow(second, &links[1]).await?, "__clerk_status=transferable");
    Ok(())
}

#[tokio::test]
async fn one_more_address_is_proven_by_a_link_and_it_leads_to_the_app_only() -> anyhow::Result<()> {
    let stage = stage().await?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let made = ada.post("/me/email_addresses", &[("email_address", "more@example.com")]).await?;
    let path = format!("/me/email_addresses/{}", id(&made));
    let prepare = format!("{path}/prepare_verification");
    let away = [("strategy", "email_link"), ("redirect_url", "https://evil.test/")];
    let refused = ada.post(&prepare, &away).await?;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "prohibited_redirect_url"));
    ada.post(&prepare, &[("strategy", "email_link"), PAGE]).await?;
    assert_eq!(follow(&ada, &link(&stage, "more@example.com").await?).await?, "__clerk_status=verified");
    assert_eq!(ada.get(&path).await?.at("/response/verification/status"), "verified");
    Ok(())
}

#[tokio::test]
async fn what_was_sent_is_not_good_any_more_once_its_factor_is_off() -> anyhow::Result<()> {
    let stage = stage().await?;
    let browser = Browser::open(&stage).await?;
    let path = ask(&browser).await?;
    let link = link(&stage, ADA).await?;
    stage.control("PATCH", "/__control/settings", json!({ "factors": ["password", "email_code"] })).await?;
    assert_eq!(follow(&browser, &link).await?, "__clerk_status=failed");
    let code = ("strategy", "email_code");
    browser.post(&format!("{path}/prepare_first_factor"), &[code]).await?;
    stage.control("PATCH", "/__control/settings", json!({ "factors": ["password"] })).await?;
    let late = browser.post(&format!("{path}/attempt_first_factor"), &[code, ("code", "424242")]).await?;
    assert_eq!((late.status.as_u16(), late.code().as_str()), (422, "form_param_value_invalid"));
    Ok(())
}

#[tokio::test]
async fn without_the_factor_there_are_no_links() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    let begun = browser.post("/client/sign_ins", &[("identifier", ADA)]).await?;
    let path = format!("/client/sign_ins/{}/prepare_first_factor", id(&begun));
    let refused = browser.post(&path, &[("strategy", "email_link"), PAGE]).await?;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "form_param_value_invalid"));
    Ok(())
}
