//! Loading ClerkJS while nobody is signed in, and what is not served.

use anyhow::Context as _;
use axum::body::Body;
use http::Request;
use serde_json::{Value, json};

use crate::{
    browser::Browser,
    stage::{APP, Stage, picture},
};

#[tokio::test]
async fn a_new_browser_has_no_client() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    let answer = browser.get("/client").await?;
    assert_eq!(answer.json(), json!({ "response": null, "client": null }));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-local-clerk"), clerk_emulator::MARKER);
    Ok(())
}

#[tokio::test]
async fn the_environment_speaks_of_the_asking_app() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    let environment = browser.patch("/environment", &[]).await?.json();
    assert_eq!(environment["display_config"]["sign_in_url"], format!("{APP}/sign-in"));
    assert_eq!(environment["user_settings"]["attributes"]["email_address"]["verify_at_sign_up"], true);
    assert_eq!(environment["auth_config"]["single_session_mode"], true);
    Ok(())
}

#[tokio::test]
async fn an_unknown_dev_browser_is_told_so() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let mut browser = Browser::open(&stage).await?;
    browser.token.push('x');
    let answer = browser.get("/client").await?;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "dev_browser_unauthenticated"));
    Ok(())
}

#[tokio::test]
async fn what_is_missing_names_itself() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    for (answer, call) in [
        (browser.post("/client/waitlist", &[]).await?, "POST /__clerk/v1/client/waitlist"),
        (browser.delete("/environment").await?, "DELETE /__clerk/v1/environment"),
        (stage.backend("/v1/saml_connections").await?, "GET /v1/saml_connections"),
        (stage.get("/nowhere").await?, "GET /nowhere"),
    ] {
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (501, "not_implemented"), "{call}");
        let message = answer.json()["errors"][0]["message"].clone();
        assert_eq!(message, format!("The local Clerk does not do {call} yet"));
    }
    Ok(())
}

#[tokio::test]
async fn other_websites_are_refused() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let from = |origin: &str| Request::get("/__clerk/v1/client").header("origin", origin).body(Body::empty());
    let other = stage.send(from("https://evil.test")?).await?;
    assert_eq!((other.status.as_u16(), other.code().as_str()), (400, "origin_invalid"));
    let app = stage.send(from("http://localhost:4001")?).await?;
    assert_eq!(app.header("access-control-allow-origin"), "http://localhost:4001");
    assert_eq!(app.header("access-control-allow-credentials"), "true");
    let frame = stage.send(from("null")?).await?;
    assert_eq!(frame.header("access-control-allow-origin"), "");
    Ok(())
}

#[tokio::test]
async fn a_sandboxed_frame_changes_nothing() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    for (method, path) in [
        ("POST", "/client/sign_ins"),
        ("POST", "/dev_browser"),
        ("POST", "/client?_method=DELETE"),
        ("PATCH", "/me"),
        ("PUT", "/client"),
        ("DELETE", "/client"),
    ] {
        let request = Request::builder().method(method).uri(format!("/__clerk/v1{path}")).header("origin", "null");
        let answer = stage.send(request.body(Body::empty())?).await?;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "origin_invalid"), "{method} {path}");
    }
    Ok(())
}

#[tokio::test]
async fn scripts_come_from_the_packages_and_from_nowhere_else() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let script = stage.get("/__clerk/npm/@clerk/clerk-js@6/dist/clerk.browser.js").await?;
    assert_eq!((script.status.as_u16(), script.text.trim()), (200, "// stands for ClerkJS"));
    assert_eq!(script.header("access-control-allow-origin"), "*");
    assert_eq!(script.header("cache-control"), "public, max-age=300");
    let chunk = stage.get("/__clerk/npm/@clerk/clerk-js@6.40.0/dist/clerk.browser.js").await?;
    assert_eq!(chunk.header("cache-control"), "public, max-age=31536000, immutable");
    for path in [
        "clerk-js@6/dist/..%2Fsecret.js",
        "clerk-js@6/dist/.hidden.js",
        "other@6/dist/clerk.browser.js",
        "ui@1/dist/none.js",
    ] {
        assert_eq!(stage.get(&format!("/__clerk/npm/@clerk/{path}")).await?.status, 404, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn avatars_show_initials() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let users = stage.control("GET", "/__control/users", Value::Null).await?.json();
    let ada = users.as_array().and_then(|users| users.iter().find(|user| user["first_name"] == "Ada"));
    let ada = ada.context("no Ada")?;
    assert!(picture(&ada["image_url"])?.contains(">AA</text>"));
    let membership = &ada["organization_memberships"][0]["organization"];
    assert!(picture(&membership["image_url"])?.contains(">A</text>"), "Acme");
    Ok(())
}

#[tokio::test]
async fn the_public_keys_are_public() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let keys = stage.get("/__clerk/.well-known/jwks.json").await?.json();
    assert_eq!(keys, stage.backend("/v1/jwks").await?.json());
    assert_ne!(keys["keys"][0]["kid"], Value::Null);
    Ok(())
}
