//! The key set endpoint misbehaves: who notices, and how often it is asked.

use std::error::Error;

use axum::{Router, body::Body, response::Response};
use clerk_axum::Clerk;
use clerk_emulator::Emulator;
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    Outcome,
    local_clerk::{build, config_of, get, header_text, navigate, start, text, token_of},
    upstream::{self, Upstream},
};

/// What the endpoint answers instead of keys.
type Failure = fn() -> Response;

const KEYS: &str = "/v1/jwks";

pub(crate) async fn key_set(emulator: &Emulator) -> Result<String, Box<dyn Error>> {
    let request = reqwest::Client::builder().no_proxy().build()?.get(format!("{}{KEYS}", emulator.api_url()));
    Ok(request.bearer_auth(emulator.secret_key()).send().await?.text().await?)
}

/// An app whose key set comes from the stand-in, and a session token that lives for a day, the longest that counts.
async fn setup(
    emulator: &Emulator,
    upstream: &Upstream,
) -> Result<(Clerk, std::sync::Arc<crate::local_clerk::Moved>, Router, String), Box<dyn Error>> {
    let control =
        reqwest::Client::builder().no_proxy().build()?.patch(format!("{}/__control/settings", emulator.api_url()));
    control.json(&json!({ "token_life_seconds": 86_400 })).send().await?.error_for_status()?;
    let mut config = config_of(emulator);
    config.api_url = Some(upstream.url());
    let (clerk, clock, app) = build(config)?;
    Ok((clerk, clock, app, emulator.mint_session_token(&token_of("Ada Admin")?)))
}

async fn send(app: &Router, token: &str) -> Result<Response, Box<dyn Error>> {
    let request = get("/me").header(header::AUTHORIZATION, format!("Bearer {token}")).body(Body::empty())?;
    Ok(app.clone().oneshot(request).await?)
}

#[tokio::test]
async fn every_kind_of_failure_is_a_503_and_then_heals() -> Outcome {
    let emulator = start().await?;
    let keys = key_set(&emulator).await?;
    // What the endpoint does, and how many requests the first visitor causes.
    let failures: [(&str, Failure, usize); 7] = [
        ("500", || upstream::json(StatusCode::INTERNAL_SERVER_ERROR, "{}"), 3),
        ("garbage", || upstream::json(StatusCode::OK, "<html>"), 3),
        ("no keys", || upstream::json(StatusCode::OK, r#"{"keys":[]}"#), 3),
        ("10 MB", || upstream::json(StatusCode::OK, vec![b' '; 10 * 1024 * 1024]), 3),
        ("redirect", redirect, 3),
        ("401", || upstream::json(StatusCode::UNAUTHORIZED, r#"{"errors":[{"code":"clerk_key_invalid"}]}"#), 1),
        ("429", || upstream::json(StatusCode::TOO_MANY_REQUESTS, "{}"), 1),
    ];
    for (name, failure, requests) in failures {
        let upstream = Upstream::start().await?;
        upstream.answers(move |_| failure());
        let (_, clock, app, token) = setup(&emulator, &upstream).await?;
        for _ in 0..10 {
            let response = send(&app, &token).await?;
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "{name}");
            let seconds: u64 = header_text(&response, "retry-after").parse()?;
            assert!((1..=5).contains(&seconds), "{name}: {seconds}");
        }
        assert_eq!(upstream.count(KEYS), requests, "{name}");
        assert_eq!(upstream.seen().len(), requests, "{name}: nothing else is asked, no redirect followed");

        let keys = keys.clone();
        upstream.answers(move |_| upstream::json(StatusCode::OK, keys.clone()));
        clock.set_ms(6_000);
        assert_eq!(send(&app, &token).await?.status(), StatusCode::OK, "{name}");
    }
    Ok(())
}

fn redirect() -> Response {
    let mut response = upstream::json(StatusCode::TEMPORARY_REDIRECT, "{}");
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/elsewhere"));
    response
}

#[tokio::test]
async fn a_page_says_so_in_words_and_the_others_do_not_notice() -> Outcome {
    let (emulator, upstream) = (start().await?, Upstream::start().await?);
    upstream.answers(|_| upstream::json(StatusCode::BAD_GATEWAY, "{}"));
    let (_, _, app, token) = setup(&emulator, &upstream).await?;
    let request = navigate("/me").header(header::AUTHORIZATION, format!("Bearer {token}")).body(Body::empty())?;
    let response = app.clone().oneshot(request).await?;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(header_text(&response, "location"), "", "not a redirect to sign-in");
    assert!(text(response).await?.contains("cannot be checked"));
    let nobody = app.oneshot(get("/api/who").body(Body::empty())?).await?;
    assert_eq!(nobody.status(), StatusCode::OK, "without a token no key is needed");
    Ok(())
}

#[tokio::test]
async fn with_keys_an_hour_of_outage_is_not_noticed() -> Outcome {
    let (emulator, upstream) = (start().await?, Upstream::start().await?);
    let keys = key_set(&emulator).await?;
    upstream.answers(move |_| upstream::json(StatusCode::OK, keys.clone()));
    let (_, clock, app, token) = setup(&emulator, &upstream).await?;
    assert_eq!(send(&app, &token).await?.status(), StatusCode::OK);
    upstream.answers(|_| upstream::json(StatusCode::SERVICE_UNAVAILABLE, "{}"));
    for minute in (5..=60).step_by(5) {
        clock.set_ms(minute * 60_000);
        assert_eq!(send(&app, &token).await?.status(), StatusCode::OK, "minute {minute}");
    }
    clock.set_ms(2 * 3_600_000);
    assert_eq!(send(&app, &token).await?.status(), StatusCode::SERVICE_UNAVAILABLE, "in the end it fails closed");
    Ok(())
}

#[tokio::test]
async fn a_spray_of_unknown_kids_is_refused_with_two_fetches() -> Outcome {
    let (emulator, upstream) = (start().await?, Upstream::start().await?);
    let keys = key_set(&emulator).await?;
    upstream.answers(move |_| upstream::json(StatusCode::OK, keys.clone()));
    let (_, _, app, token) = setup(&emulator, &upstream).await?;
    for number in 0..500 {
        let response = send(&app, &with_kid(&token, &format!("ins_{number}"))?).await?;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    }
    assert_eq!(upstream.count(KEYS), 2);
    assert_eq!(send(&app, &token).await?.status(), StatusCode::OK);
    Ok(())
}

/// The token with another `kid`; its signature no longer fits, which nobody gets to see.
fn with_kid(token: &str, kid: &str) -> Result<String, Box<dyn Error>> {
    let (_, rest) = token.split_once('.').ok_or("not a token")?;
    let header = json!({ "alg": "RS256", "typ": "JWT", "kid": kid }).to_string();
    Ok(format!("{}.{rest}", base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, header)))
}

#[tokio::test]
async fn rotation_takes_one_fetch_and_a_flush_takes_effect_at_once() -> Outcome {
    let (emulator, upstream) = (start().await?, Upstream::start().await?);
    let first_keys = key_set(&emulator).await?;
    let old_keys = first_keys.clone();
    upstream.answers(move |_| upstream::json(StatusCode::OK, old_keys.clone()));
    let (clerk, _, app, old) = setup(&emulator, &upstream).await?;
    assert_eq!(send(&app, &old).await?.status(), StatusCode::OK);

    let control = reqwest::Client::builder().no_proxy().build()?;
    control.post(format!("{}/__control/rotate-key", emulator.api_url())).send().await?.error_for_status()?;
    let (new, new_keys) = (emulator.mint_session_token(&token_of("Ada Admin")?), key_set(&emulator).await?);
    assert_ne!(new_keys, first_keys);
    upstream.answers(move |_| upstream::json(StatusCode::OK, new_keys.clone()));
    assert_eq!(send(&app, &old).await?.status(), StatusCode::OK, "not asked for yet");
    clerk.flush_keys();
    assert_eq!(send(&app, &old).await?.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(send(&app, &new).await?.status(), StatusCode::OK);
    assert_eq!(upstream.count(KEYS), 2);

    upstream.answers(move |_| upstream::json(StatusCode::OK, first_keys.clone()));
    clerk.flush_keys();
    assert_eq!(send(&app, &old).await?.status(), StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn with_a_jwt_key_nothing_is_fetched() -> Outcome {
    let (emulator, upstream) = (start().await?, Upstream::start().await?);
    let keys: Value = serde_json::from_str(&key_set(&emulator).await?)?;
    let modulus = keys.pointer("/keys/0/n").and_then(Value::as_str).ok_or("no modulus")?;
    // A SubjectPublicKeyInfo of a 2048-bit key is this frame around the modulus.
    let modulus = modulus.replace('-', "+").replace('_', "/");
    let pem = format!(
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA{modulus}IDAQAB\n-----END PUBLIC KEY-----"
    );
    let mut config = config_of(&emulator);
    config.api_url = Some(upstream.url());
    config.jwt_key = Some(pem);
    let (_, _, app) = build(config)?;
    let token = emulator.mint_session_token(&token_of("Ada Admin")?);
    assert_eq!(send(&app, &token).await?.status(), StatusCode::OK);
    assert_eq!(send(&app, &with_kid(&token, "ins_other")?).await?.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(upstream.seen().len(), 0);
    Ok(())
}
