//! The layer with verified and unverified visitors.

use std::sync::Arc;

use axum::body::Body;
use clerk_axum::{AuthOutcome, Clerk, ClerkConfig, ConfigError, SystemClock};
use clerk_protocol::{Auth, Status};
use http::{HeaderValue, Method, StatusCode, header};
use tower::ServiceExt;

use crate::{
    Outcome,
    local_clerk::{ORIGIN, build, config, config_of, get, header_text, navigate, start, text, token_of},
    upstream::Upstream,
};

#[tokio::test]
async fn a_bearer_token_is_known_to_handlers_and_to_the_log() -> Outcome {
    let emulator = start().await?;
    let (_, _, app) = build(config_of(&emulator))?;
    let token = token_of("Ada Admin")?;
    let bearer = format!("Bearer {}", emulator.mint_session_token(&token));
    let response = app.oneshot(get("/me").header(header::AUTHORIZATION, bearer).body(Body::empty())?).await?;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header_text(&response, "cache-control"), "private, no-store");
    assert_eq!(header_text(&response, "vary"), "Cookie");
    let known =
        response.extensions().get::<Auth>().and_then(|auth| auth.session().map(|session| session.user_id().to_owned()));
    assert_eq!(known.as_deref(), Some(token.user_id.as_str()));
    assert_eq!(response.extensions().get::<AuthOutcome>().and_then(|outcome| outcome.status), Some(Status::SignedIn));
    assert_eq!(text(response).await?, token.user_id);
    Ok(())
}

#[tokio::test]
async fn the_whole_person_is_asked_of_clerk() -> Outcome {
    let emulator = start().await?;
    let (_, _, app) = build(config_of(&emulator))?;
    let bearer = format!("Bearer {}", emulator.mint_session_token(&token_of("Ada Admin")?));
    let request = get("/name").header(header::AUTHORIZATION, bearer).body(Body::empty())?;
    assert_eq!(text(app.clone().oneshot(request).await?).await?, "Ada");
    assert_eq!(text(app.oneshot(get("/name").body(Body::empty())?).await?).await?, "nobody");
    Ok(())
}

#[tokio::test]
async fn refusals_are_alike_and_name_no_reason() -> Outcome {
    let emulator = start().await?;
    let (_, clock, app) = build(config_of(&emulator))?;
    let good = emulator.mint_session_token(&token_of("Ada Admin")?);
    let foreign = {
        let mut token = token_of("Ada Admin")?;
        token.authorized_party = Some("https://evil.test".to_owned());
        emulator.mint_session_token(&token)
    };
    let tampered = good.replacen('.', ".e", 1);
    let mut bodies = Vec::new();
    for (token, offset_ms) in [(good.as_str(), 120_000), (&foreign, 0), (&tampered, 0), ("junk", 0), ("a.b.c", 0)] {
        clock.set_ms(offset_ms);
        let request = get("/me").header(header::AUTHORIZATION, format!("Bearer {token}")).body(Body::empty())?;
        let response = app.clone().oneshot(request).await?;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(header_text(&response, "content-type"), "application/problem+json");
        assert!(response.headers().contains_key("www-authenticate"));
        bodies.push(text(response).await?);
    }
    bodies.dedup();
    assert_eq!(bodies, [r#"{"status":401,"title":"Unauthorized","type":"about:blank"}"#]);
    Ok(())
}

#[tokio::test]
async fn a_first_navigation_goes_to_clerk_and_a_program_does_not() -> Outcome {
    let emulator = start().await?;
    let (_, _, app) = build(config_of(&emulator))?;
    let response = app.clone().oneshot(navigate("/dashboard?a=1").body(Body::empty())?).await?;
    assert_eq!(response.status(), StatusCode::TEMPORARY_REDIRECT);
    let location = header_text(&response, "location");
    assert!(location.starts_with("http://app.example/__clerk/v1/client/handshake?redirect_url="), "{location}");
    assert!(location.contains("http%3A%2F%2Fapp.example%2Fdashboard%3Fa%3D1"), "{location}");
    assert!(header_text(&response, "set-cookie").starts_with("__clerk_redirect_count=1"));
    assert_eq!(header_text(&response, "cache-control"), "private, no-store");
    assert_eq!(text(response).await?, "");

    let program = app.oneshot(get("/api/who").body(Body::empty())?).await?;
    assert_eq!(program.status(), StatusCode::OK);
    assert_eq!(header_text(&program, "x-clerk-auth-status"), "signed-out");
    assert_eq!(text(program).await?, "nobody 0");
    Ok(())
}

#[tokio::test]
async fn headers_from_outside_decide_nothing() -> Outcome {
    let emulator = start().await?;
    let mut config = config_of(&emulator);
    config.public_origin = None;
    let (_, _, app) = build(config)?;
    let forged = [
        ("x-clerk-auth-status", "signed-in"),
        ("x-clerk-auth-token", "x"),
        ("x-forwarded-host", "evil.test"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-port", "81"),
        ("forwarded", "host=evil.test"),
        ("x-user-id", "user_1"),
        ("x-original-url", "/evil"),
        ("x-middleware-subrequest", "1"),
    ];
    let with = |request: http::request::Builder| {
        forged.iter().fold(request, |request, (name, value)| request.header(*name, *value))
    };
    let response = app.clone().oneshot(with(get("/api/who")).body(Body::empty())?).await?;
    assert_eq!(text(response).await?, "nobody 0", "none of them reaches a handler");
    let plain = app.clone().oneshot(navigate("/x").body(Body::empty())?).await?;
    let forged = app.oneshot(with(navigate("/x")).body(Body::empty())?).await?;
    assert_eq!(header_text(&plain, "location"), header_text(&forged, "location"));
    assert!(!header_text(&forged, "location").contains("evil"));
    Ok(())
}

#[tokio::test]
async fn a_third_redirect_in_a_row_becomes_a_page() -> Outcome {
    let emulator = start().await?;
    let (_, _, app) = build(config_of(&emulator))?;
    for count in ["3", "4", "99"] {
        let request =
            navigate("/").header(header::COOKIE, format!("__clerk_redirect_count={count}")).body(Body::empty())?;
        let response = app.clone().oneshot(request).await?;
        assert_eq!(header_text(&response, "location"), "");
        assert!(header_text(&response, "content-type").starts_with("text/html"));
        assert!(text(response).await?.contains("going in circles"));
    }
    Ok(())
}

#[tokio::test]
async fn posts_are_never_redirected() -> Outcome {
    let emulator = start().await?;
    let (_, _, app) = build(config_of(&emulator))?;
    for cookie in ["", "__session=junk", "__client_uat=99; __clerk_db_jwt=x"] {
        let request = navigate("/me").method(Method::POST).header(header::COOKIE, cookie).body(Body::empty())?;
        let response = app.clone().oneshot(request).await?;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{cookie}");
    }
    Ok(())
}

#[tokio::test]
async fn a_nonce_is_looked_up_once() -> Outcome {
    let upstream = Upstream::start().await?;
    let (_, _, app) = build(config(&upstream.url()))?;
    for _ in 0..5 {
        let request =
            navigate("/?__clerk_handshake_nonce=abc").header(header::COOKIE, "__clerk_db_jwt=x").body(Body::empty())?;
        app.clone().oneshot(request).await?;
    }
    assert_eq!(upstream.count("/v1/clients/handshake_payload"), 1);
    let hostile = navigate("/?__clerk_handshake_nonce=a%26b%2F..%2Fusers").header(header::COOKIE, "__clerk_db_jwt=x");
    app.oneshot(hostile.body(Body::empty())?).await?;
    assert_eq!(upstream.seen().len(), 1, "a nonce of another shape is not looked up at all");
    Ok(())
}

#[tokio::test]
async fn a_handshake_sets_only_clerks_cookies() -> Outcome {
    let upstream = Upstream::start().await?;
    upstream.answers(|_| {
        let directives =
            r#"{"directives":["__session=; Path=/; Max-Age=0","ATTACKER=1; Path=/","__client_uat=0; Path=/"]}"#;
        crate::upstream::json(StatusCode::OK, directives)
    });
    let (_, _, app) = build(config(&upstream.url()))?;
    let request =
        navigate("/x?__clerk_handshake_nonce=abc&a=1").header(header::COOKIE, "__clerk_db_jwt=x").body(Body::empty())?;
    let response = app.oneshot(request).await?;
    assert_eq!(response.status(), StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(header_text(&response, "location"), "http://app.example/x?a=1");
    assert_eq!(header_text(&response, "cache-control"), "private, no-store");
    assert_eq!(header_text(&response, "access-control-allow-origin"), "");
    let cookies: Vec<_> = response.headers().get_all(header::SET_COOKIE).iter().map(HeaderValue::as_bytes).collect();
    assert_eq!(cookies, [&b"__session=; Path=/; Max-Age=0"[..], b"__client_uat=0; Path=/"]);
    Ok(())
}

#[tokio::test]
async fn an_outage_in_the_middle_of_a_handshake_is_a_503_and_no_loop() -> Outcome {
    let upstream = Upstream::start().await?;
    upstream.answers(|_| crate::upstream::json(StatusCode::BAD_GATEWAY, "{}"));
    let (_, _, app) = build(config(&upstream.url()))?;
    let request =
        navigate("/?__clerk_handshake_nonce=abc").header(header::COOKIE, "__clerk_db_jwt=x").body(Body::empty())?;
    let response = app.clone().oneshot(request).await?;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!((header_text(&response, "retry-after"), header_text(&response, "location")), ("1", ""));

    upstream.answers(|_| crate::upstream::json(StatusCode::NOT_FOUND, "{}"));
    let request =
        navigate("/?__clerk_handshake_nonce=def").header(header::COOKIE, "__clerk_db_jwt=x").body(Body::empty())?;
    let response = app.oneshot(request).await?;
    assert_eq!(
        header_text(&response, "location"),
        "http://app.example/",
        "a nonce that Clerk does not know is dropped"
    );
    Ok(())
}

#[test]
fn configurations_that_cannot_work_do_not_start() {
    let start = |change: fn(&mut ClerkConfig)| {
        let mut config = config("http://127.0.0.1:1");
        change(&mut config);
        Clerk::new(config, Arc::new(SystemClock)).err()
    };
    assert_eq!(start(|_| ()), None);
    assert_eq!(start(|config| config.public_origin = Some(ORIGIN.to_owned())), None);
    assert!(matches!(start(|config| config.publishable_key.clear()), Some(ConfigError::Protocol(_))));
    assert!(matches!(start(|config| config.secret_key = String::new().into()), Some(ConfigError::Protocol(_))));
    assert!(matches!(start(|config| config.jwt_key = Some("junk".to_owned())), Some(ConfigError::Protocol(_))));
    assert!(matches!(
        start(|config| config.public_origin = Some("app.example/x".to_owned())),
        Some(ConfigError::Protocol(_))
    ));
    assert_eq!(
        start(|config| config.secret_key = "sk_live_x".to_owned().into()),
        Some(ConfigError::MixedKeys { publishable: "test" })
    );
    assert!(matches!(
        start(|config| config.api_url = Some("http://api.clerk.com".to_owned())),
        Some(ConfigError::Url { .. })
    ));
    assert!(matches!(
        start(|config| config.fapi_url = Some("https://a:b@clerk.dev".to_owned())),
        Some(ConfigError::Url { .. })
    ));
    assert_eq!(start(|config| config.proxy_url = Some("/".to_owned())), Some(ConfigError::ProxyUrl));
    assert_eq!(start(|config| config.proxy_url = Some("/a/../b".to_owned())), Some(ConfigError::ProxyUrl));
}

#[test]
fn debug_output_holds_no_secret() -> Outcome {
    let (clerk, _, _) = build(config("http://127.0.0.1:1"))?;
    let shown = format!("{clerk:?} {:?} {:?}", clerk.backend(), config("http://127.0.0.1:1"));
    assert!(!shown.contains("sk_test_secret"), "{shown}");
    Ok(())
}
