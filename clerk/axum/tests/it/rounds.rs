//! What goes back and forth between a browser, this app and Clerk comes to an end: slow, refused, or too large to keep.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use axum::body::Body;
use http::{HeaderValue, StatusCode, header};
use tower::ServiceExt;
use tracing_subscriber::fmt::MakeWriter;

use crate::{
    Outcome,
    browser::Browser,
    keys::key_set,
    local_clerk::{build, change_settings, config, config_of, header_text, navigate, start, text, token_of},
    upstream::{Upstream, json},
};

/// Somebody who is signed in, before an app that keeps organizations in its paths.
async fn signed_in(emulator: &clerk_emulator::Emulator) -> Result<Browser, Box<dyn std::error::Error>> {
    let mut config = config_of(emulator);
    config.organization_patterns = ["/orgs/:slug", "/orgs/:slug/(.*)"].map(str::to_owned).to_vec();
    let (_, _, app) = build(config)?;
    let mut browser = Browser::new(app);
    browser.visit("/").await?;
    browser.sign_in().await?;
    browser.visit("/").await?;
    Ok(browser)
}

#[tokio::test]
async fn another_organizations_page_comes_in_three_hops_however_slow_they_are() -> Outcome {
    let emulator = start().await?;
    for seconds in [0, 3, 100, 250] {
        let mut browser = signed_in(&emulator).await?;
        browser.seconds_a_hop = seconds;
        let (response, hops) = browser.visit("/orgs/nobodys/projects").await?;
        assert_eq!((response.status(), hops), (StatusCode::OK, 3), "{seconds} s");
        browser.seconds_a_hop = 0;
        let (_, hops) = browser.visit("/orgs/nobodys/settings").await?;
        assert_eq!(hops, 0, "it is remembered");
        let (_, hops) = browser.visit("/orgs/acme").await?;
        assert!(hops <= 3, "{hops}");
        assert!(!browser.has("__clerk_redirect_count"), "a page ends the count");
    }
    Ok(())
}

#[tokio::test]
async fn it_ends_too_when_the_counter_gets_lost() -> Outcome {
    let emulator = start().await?;
    let mut browser = signed_in(&emulator).await?;
    let mut target = "/orgs/nobodys".to_owned();
    for hops in 0.. {
        let response = browser.send(http::Method::GET, &target, "", true).await?;
        browser.remove("__clerk_redirect_count");
        if !response.status().is_redirection() {
            assert_eq!(hops, 3);
            break;
        }
        assert!(hops < 3, "{target}");
        target = header_text(&response, "location").to_owned();
    }
    Ok(())
}

#[tokio::test]
async fn keys_that_do_not_fit_end_in_a_page_however_slow_the_hops_are() -> Outcome {
    let emulator = start().await?;
    // Clerk knows nothing of any nonce: what two instances' keys come to.
    let upstream = Upstream::start().await?;
    upstream.answers(|_| json(StatusCode::NOT_FOUND, "{}"));
    let mut config = config_of(&emulator);
    config.api_url = Some(upstream.url());
    let (_, _, app) = build(config)?;
    let mut browser = Browser::new(app);
    browser.seconds_a_hop = 100;
    let (response, hops) = browser.visit("/").await?;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(hops <= 9, "{hops}");
    assert!(text(response).await?.contains("going in circles"));
    assert!(!browser.has("__clerk_redirect_count"), "the next try begins anew");
    Ok(())
}

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_token_that_no_cookie_holds_becomes_a_page_that_says_so() -> Outcome {
    let emulator = start().await?;
    let mut browser = signed_in(&emulator).await?;
    change_settings(&emulator, serde_json::json!({ "custom_claims": { "filler": "x".repeat(4_500) } })).await?;
    browser.remove("__session");
    let log = Log::default();
    let guard =
        tracing::subscriber::set_default(tracing_subscriber::fmt().with_ansi(false).with_writer(log.clone()).finish());
    for _ in 0..5 {
        browser.set("__client_uat", "9999999999");
        let (response, hops) = browser.visit("/dashboard").await?;
        assert_eq!((response.status(), header_text(&response, "location")), (StatusCode::INTERNAL_SERVER_ERROR, ""));
        assert!((1..=2).contains(&hops), "{hops}");
        let page = text(response).await?;
        let size = page.split(" bytes as a cookie").next().and_then(|before| before.rsplit(' ').next());
        let size: usize = size.unwrap_or_default().parse()?;
        assert!(size > 4_500, "{size}");
        assert!(page.contains("custom claims") && page.contains("4096"), "{page}");
        assert!(log.text().contains(&format!("bytes={size}")) && log.text().contains("claims"), "{}", log.text());
    }
    drop(guard);
    Ok(())
}

#[tokio::test]
async fn a_nonce_is_good_until_clerk_has_answered() -> Outcome {
    let upstream = Upstream::start().await?;
    upstream.answers(|_| json(StatusCode::SERVICE_UNAVAILABLE, "{}"));
    let (_, _, app) = build(config(&upstream.url()))?;
    let reload =
        || navigate("/x?__clerk_handshake_nonce=abc").header(header::COOKIE, "__clerk_db_jwt=x").body(Body::empty());
    assert_eq!(app.clone().oneshot(reload()?).await?.status(), StatusCode::SERVICE_UNAVAILABLE);
    upstream.answers(|_| {
        json(StatusCode::OK, r#"{"directives":["__session=; Path=/; Max-Age=0","__client_uat=0; Path=/"]}"#)
    });
    let response = app.clone().oneshot(reload()?).await?;
    assert_eq!(header_text(&response, "location"), "http://app.example/x");
    assert_eq!(response.headers().get_all(header::SET_COOKIE).iter().count(), 2, "the same nonce serves after all");
    app.oneshot(reload()?).await?;
    assert_eq!(upstream.count("/v1/clients/handshake_payload"), 2, "and is spent then");
    Ok(())
}

#[tokio::test]
async fn a_nonce_that_brings_nothing_signs_nobody_out() -> Outcome {
    let emulator = start().await?;
    let (_, clock, app) = build(config_of(&emulator))?;
    clock.set_ms(0);
    let token = emulator.mint_session_token(&token_of("Ada Admin")?);
    let cookie = format!("__clerk_db_jwt=x; __client_uat=5; __session={token}; __clerk_handshake_nonce=tossed");
    for _ in 0..2 {
        let request = navigate("/api/who").header(header::COOKIE, &cookie).body(Body::empty())?;
        let response = app.clone().oneshot(request).await?;
        let cookies: Vec<&[u8]> =
            response.headers().get_all(header::SET_COOKIE).iter().map(HeaderValue::as_bytes).collect();
        assert!(cookies.contains(&&b"__clerk_handshake_nonce=; Path=/; Max-Age=0"[..]), "{cookies:?}");
        assert!(text(response).await?.starts_with("user_"));
    }
    Ok(())
}

#[tokio::test]
async fn an_outage_stops_only_who_needs_the_nonce() -> Outcome {
    let emulator = start().await?;
    let (upstream, keys) = (Upstream::start().await?, key_set(&emulator).await?);
    upstream.answers(move |seen| match seen.uri.path() {
        "/v1/jwks" => json(StatusCode::OK, keys.clone()),
        _ => json(StatusCode::BAD_GATEWAY, "{}"),
    });
    let mut config = config_of(&emulator);
    config.api_url = Some(upstream.url());
    let (_, _, app) = build(config)?;
    let token = emulator.mint_session_token(&token_of("Ada Admin")?);
    let nonce = "__clerk_db_jwt=x; __clerk_handshake_nonce=abc";
    let visit = |cookie: String| navigate("/api/who").header(header::COOKIE, cookie).body(Body::empty());
    let signed_in = app.clone().oneshot(visit(format!("{nonce}; __client_uat=5; __session={token}"))?).await?;
    assert_eq!((signed_in.status(), signed_in.headers().contains_key(header::SET_COOKIE)), (StatusCode::OK, false));
    let nobody = app.oneshot(visit(nonce.to_owned())?).await?;
    assert_eq!(nobody.status(), StatusCode::SERVICE_UNAVAILABLE);
    Ok(())
}
