//! The handshake of an app's server, in its nonce and its token form.

use anyhow::Context as _;
use axum::body::Body;
use clerk_protocol::verify::{is_allowed_handshake_cookie, suffix::cookie_suffix};
use http::Request;
use serde_json::Value;
use url::Url;

use crate::{
    browser::Browser,
    stage::{Answer, Stage},
    tokens,
};

const PAGE: &str = "http://localhost:3000/dashboard?tab=one";
const ADA: &str = "ada+clerk_test@example.com";

/// Where the handshake sends the browser, and the parameter that was added.
fn landing(answer: &Answer, parameter: &str) -> anyhow::Result<String> {
    assert_eq!(answer.status, 307, "{}", answer.text);
    let location = Url::parse(answer.header("location"))?;
    assert!(location.as_str().starts_with(PAGE), "{location}");
    let value = location.query_pairs().find(|(name, _)| name == parameter).map(|(_, value)| value.into_owned());
    value.context("the parameter is missing")
}

async fn handshake(stage: &Stage, more: &[(&str, &str)]) -> anyhow::Result<Answer> {
    let pairs = [("redirect_url", PAGE)].into_iter().chain(more.iter().copied());
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    stage.get(&format!("/__clerk/v1/client/handshake?{query}")).await
}

async fn redeem(stage: &Stage, answer: &Answer) -> anyhow::Result<Vec<String>> {
    let nonce = landing(answer, "__clerk_handshake_nonce")?;
    let payload = stage.backend(&format!("/v1/clients/handshake_payload?nonce={nonce}")).await?;
    assert_eq!(payload.header("content-type"), "application/json");
    let again = stage.backend(&format!("/v1/clients/handshake_payload?nonce={nonce}")).await?;
    assert_eq!(again.status, 404, "a nonce serves once");
    texts(&payload.at("/directives"))
}

fn texts(directives: &Value) -> anyhow::Result<Vec<String>> {
    let all = directives.as_array().context("no directives")?;
    Ok(all.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

fn cookie(directives: &[String], name: &str) -> Option<String> {
    let directive = directives.iter().find_map(|directive| directive.strip_prefix(&format!("{name}=")))?;
    directive.split(';').next().map(str::to_owned)
}

#[tokio::test]
async fn a_signed_out_browser_gets_a_dev_browser_and_nothing_else() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let directives = redeem(&stage, &handshake(&stage, &[("format", "nonce")]).await?).await?;
    assert_eq!(cookie(&directives, "__client_uat").as_deref(), Some("0"));
    assert_eq!(cookie(&directives, "__session").as_deref(), Some(""));
    let token = cookie(&directives, "__clerk_db_jwt").context("no dev browser")?;
    let browser =
        Browser { stage: &stage, token, session_id: String::new(), cookie: String::new(), jar: Default::default() };
    assert_eq!(browser.client().await?, Value::Null, "the new dev browser is known");
    Ok(())
}

#[tokio::test]
async fn a_signed_in_browser_gets_its_session_in_both_names() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let more = [("format", "nonce"), ("__clerk_db_jwt", browser.token.as_str())];
    let directives = redeem(&stage, &handshake(&stage, &more).await?).await?;
    let session = cookie(&directives, "__session").context("no session")?;
    let claims = tokens::claims(&stage, &Value::String(session.clone())).await?;
    assert_eq!((&claims["sub"], &claims["azp"]), (&"user_localAdaAdmin".into(), &"http://localhost:3000".into()));
    let suffix = cookie_suffix(&stage.publishable_key);
    let refused: Vec<&String> =
        directives.iter().filter(|line| !is_allowed_handshake_cookie(line, &suffix, "localhost")).collect();
    assert_eq!(refused, Vec::<&String>::new(), "a strict app takes them all");
    let suffixed = directives.iter().filter(|directive| directive.contains(&session)).count();
    assert_eq!(suffixed, 2, "plain and suffixed");
    assert_eq!(cookie(&directives, "__clerk_db_jwt"), Some(browser.token.clone()));
    assert_eq!(cookie(&directives, "__client_uat").as_deref(), Some("1800000000"));
    Ok(())
}

#[tokio::test]
async fn the_token_form_is_signed() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let answer = handshake(&stage, &[("__clerk_db_jwt", browser.token.as_str())]).await?;
    let token = landing(&answer, "__clerk_handshake")?;
    let payload = tokens::claims(&stage, &Value::String(token)).await?;
    assert!(cookie(&texts(&payload["handshake"])?, "__session").is_some_and(|session| !session.is_empty()));
    Ok(())
}

#[tokio::test]
async fn the_organization_follows_the_page() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    for (wanted, expected) in [
        ("globex", Some("org_localGlobex")),
        ("org_localAcme", Some("org_localAcme")),
        ("nowhere", Some("org_localAcme")),
        ("", None),
    ] {
        let more = [("format", "nonce"), ("__clerk_db_jwt", browser.token.as_str()), ("organization_id", wanted)];
        let directives = redeem(&stage, &handshake(&stage, &more).await?).await?;
        let session = cookie(&directives, "__session").context("no session")?;
        let claims = tokens::claims(&stage, &Value::String(session)).await?;
        assert_eq!(claims["o"]["id"].as_str(), expected, "{wanted}");
        assert_eq!(browser.client().await?["sessions"][0]["last_active_organization_id"].as_str(), expected);
    }
    Ok(())
}

#[tokio::test]
async fn the_client_cookie_serves_where_there_is_no_dev_browser() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    let fields = [("strategy", "password"), ("identifier", ADA), ("password", clerk_emulator::PASSWORD)];
    let cookies = browser.post("/client/sign_ins", &fields).await?.cookies();
    let client = cookie(&cookies, "__client").context("no client cookie")?;
    let url =
        "/__clerk/v1/client/handshake?format=nonce&redirect_url=http%3A%2F%2Flocalhost%3A3000%2Fdashboard%3Ftab%3Done";
    let request = Request::get(url).header("cookie", format!("a=b; __client={client}"));
    let directives = redeem(&stage, &stage.send(request.body(Body::empty())?).await?).await?;
    assert!(cookie(&directives, "__session").is_some_and(|session| !session.is_empty()));
    Ok(())
}

#[tokio::test]
async fn sessions_are_not_sent_to_other_hosts() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    for url in ["https://evil.test/", "javascript:alert(1)", "/relative", ""] {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("redirect_url", url).finish();
        let answer = stage.get(&format!("/__clerk/v1/client/handshake?{query}")).await?;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "prohibited_redirect_url"), "{url}");
    }
    Ok(())
}
