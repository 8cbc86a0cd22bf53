//! What strangers can make us ask of Clerk: made-up nonces, dead sessions, requests through the proxy.

use std::{net::SocketAddr, sync::Arc};

use axum::{Router, body::Body, extract::ConnectInfo, response::Response};
use clerk_axum::{CallRates, Clerk, ClerkConfig, limiter::Rate};
use clerk_protocol::Clock;
use http::{Method, Request, StatusCode, header};
use tower::ServiceExt;

use crate::{
    Outcome,
    local_clerk::{app, config, header_text, navigate},
    upstream::{Upstream, json},
};

const LOOK_UPS: &str = "/v1/clients/handshake_payload";

/// Stands still: no bucket fills again while a test runs.
struct Still;

impl Clock for Still {
    fn now_ms(&self) -> i64 {
        1_800_000_000_000
    }

    fn monotonic_ms(&self) -> i64 {
        0
    }
}

fn rates() -> CallRates {
    CallRates { address: Rate::new(5, 1), session: Rate::new(2, 1), total: Rate::new(12, 1), proxy: Rate::new(4, 1) }
}

fn build(change: impl FnOnce(&mut ClerkConfig), upstream: &Upstream) -> Result<Router, Box<dyn std::error::Error>> {
    let mut config = config(&upstream.url());
    config.call_rates = rates();
    config.fapi_url = Some(upstream.url());
    change(&mut config);
    Ok(app(&Clerk::new(config, Arc::new(Still))?))
}

/// A request over a connection from `peer`.
fn from(peer: &str, request: http::request::Builder) -> Result<Request<Body>, Box<dyn std::error::Error>> {
    let mut request = request.body(Body::empty())?;
    request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>()?));
    Ok(request)
}

fn with_nonce(nonce: &str) -> http::request::Builder {
    navigate("/").header(header::COOKIE, format!("__clerk_db_jwt=x; __clerk_handshake_nonce={nonce}"))
}

async fn flood(
    app: &Router,
    peer: &str,
    name: &str,
    count: usize,
) -> Result<Vec<Response>, Box<dyn std::error::Error>> {
    let mut responses = Vec::new();
    for number in 0..count {
        responses.push(app.clone().oneshot(from(peer, with_nonce(&format!("{name}{number}")))?).await?);
    }
    Ok(responses)
}

#[tokio::test]
async fn made_up_nonces_of_one_address_are_few_calls_and_nobody_elses_trouble() -> Outcome {
    let upstream = Upstream::start().await?;
    upstream.answers(|_| json(StatusCode::NOT_FOUND, "{}"));
    let app = build(|_| (), &upstream)?;
    let responses = flood(&app, "192.0.2.1:1", "a", 200).await?;
    assert_eq!(upstream.count(LOOK_UPS), 5);
    let last = responses.last().ok_or("no answer")?;
    assert_eq!(last.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(header_text(last, "retry-after"), "60");
    flood(&app, "[2001:db8:1:2::1]:1", "b", 1).await?;
    assert_eq!(upstream.count(LOOK_UPS), 6, "another address has a bucket of its own");
    Ok(())
}

#[tokio::test]
async fn a_household_is_one_address_however_many_it_has() -> Outcome {
    let upstream = Upstream::start().await?;
    let app = build(|config| config.trusted_proxies = "10.0.0.0/8".parse().unwrap_or_default(), &upstream)?;
    for number in 0..50 {
        flood(&app, &format!("[2001:db8:1:2::{number}]:1"), &format!("six{number}-"), 1).await?;
    }
    assert_eq!(upstream.count(LOOK_UPS), 5);
    for number in 0..50 {
        let request =
            with_nonce(&format!("proxied{number}")).header("x-forwarded-for", format!("{number}.1.1.1, 192.0.2.7"));
        app.clone().oneshot(from("10.0.0.1:1", request)?).await?;
    }
    assert_eq!(upstream.count(LOOK_UPS), 10, "behind a proxy the address it names counts, not what the visitor claims");
    Ok(())
}

#[tokio::test]
async fn many_addresses_together_stay_below_the_cap() -> Outcome {
    let upstream = Upstream::start().await?;
    let app = build(|_| (), &upstream)?;
    for number in 0..50 {
        flood(&app, &format!("192.0.2.{number}:1"), &format!("n{number}-"), 2).await?;
    }
    assert_eq!(upstream.count(LOOK_UPS), 12);
    Ok(())
}

#[tokio::test]
async fn a_clerk_that_fails_is_left_alone() -> Outcome {
    let upstream = Upstream::start().await?;
    upstream.answers(|_| json(StatusCode::BAD_GATEWAY, "{}"));
    let app = build(|config| config.call_rates.total = Rate::new(1_000, 1), &upstream)?;
    for number in 0..50 {
        flood(&app, &format!("192.0.2.{number}:1"), &format!("n{number}-"), 1).await?;
    }
    assert_eq!(upstream.count(LOOK_UPS), 5, "five failures in a row, then none until a while has passed");
    let responses = flood(&app, "192.0.2.200:1", "last", 1).await?;
    assert_eq!(responses.first().map(|response| header_text(response, "retry-after")), Some("5"));
    Ok(())
}

#[tokio::test]
async fn a_clerk_that_wants_a_pause_gets_it() -> Outcome {
    let upstream = Upstream::start().await?;
    upstream.answers(|_| {
        let mut response = json(StatusCode::TOO_MANY_REQUESTS, "{}");
        response.headers_mut().insert(header::RETRY_AFTER, 20.into());
        response
    });
    let app = build(|_| (), &upstream)?;
    let responses = flood(&app, "192.0.2.1:1", "a", 4).await?;
    assert_eq!(upstream.count(LOOK_UPS), 1);
    assert!(responses.iter().all(|response| header_text(response, "retry-after") == "20"));
    Ok(())
}

#[tokio::test]
async fn the_proxy_passes_so_many_requests_on_and_then_says_when_to_come_back() -> Outcome {
    let upstream = Upstream::start().await?;
    let app = build(|config| config.public_origin = Some("http://app.example".to_owned()), &upstream)?;
    let ask = |peer| {
        let request =
            Request::builder().method(Method::GET).uri("/__clerk/v1/client").header(header::HOST, "app.example");
        from(peer, request)
    };
    let mut refused = 0;
    for _ in 0..20 {
        let response = app.clone().oneshot(ask("192.0.2.1:1")?).await?;
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            assert_eq!(header_text(&response, "retry-after"), "60");
            refused += 1;
        }
    }
    assert_eq!((upstream.count("/v1/client"), refused), (4, 16));
    assert_eq!(app.clone().oneshot(ask("192.0.2.2:1")?).await?.status(), StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn a_nonce_is_looked_up_for_the_load_of_a_document_alone() -> Outcome {
    let upstream = Upstream::start().await?;
    let app = build(|_| (), &upstream)?;
    let cookie = "__clerk_db_jwt=x; __clerk_handshake_nonce=abc";
    let requests = [
        (Method::GET, "/api/who", "sec-fetch-dest", "empty"),
        (Method::GET, "/api/who", "accept", "application/json"),
        (Method::POST, "/", "sec-fetch-dest", "document"),
        (Method::HEAD, "/", "accept", "text/html"),
        (Method::GET, "/nothing", "sec-fetch-dest", "image"),
    ];
    for (method, path, name, value) in requests {
        let request = Request::builder().method(method).uri(path).header(header::HOST, "app.example");
        let request = request.header(name, value).header(header::COOKIE, cookie);
        let response = app.clone().oneshot(from("192.0.2.1:1", request)?).await?;
        assert_eq!(response.status(), StatusCode::OK, "it is decided without the nonce: {path} {value}");
        assert_eq!(header_text(&response, "set-cookie"), "", "which stays for the page: {path} {value}");
    }
    assert_eq!(upstream.seen().len(), 0);
    app.oneshot(from("192.0.2.1:1", with_nonce("abc"))?).await?;
    assert_eq!(upstream.count(LOOK_UPS), 1);
    Ok(())
}
