//! Strangers who would have us ask Clerk for them, all day, and a real visitor beside them.

use std::net::SocketAddr;

use axum::{body::Body, extract::ConnectInfo};
use clerk_emulator::SessionToken;
use http::{Request, StatusCode, header};
use serde_json::json;
use testkit::people::{Person, Place, claims};

use crate::harness::{Answer, ORIGIN, TestServer};

/// The default of `RATE_LIMIT_CLERK_ADDRESS`: so many in a row. The tests' clock stands still, so none is added.
const ALLOWED: u64 = 100;
const REFRESH: &str = "/v1/sessions/*/refresh";
const COUNTED: u64 = 1_000_000;

/// How many requests of each kind; `FLOOD_REQUESTS=10000` for the whole of it.
fn requests() -> usize {
    std::env::var("FLOOD_REQUESTS").ok().and_then(|count| count.parse().ok()).unwrap_or(150)
}

/// The load of a page, over a connection from `peer`.
async fn load(server: &TestServer, peer: &str, target: &str, cookie: &str) -> anyhow::Result<Answer> {
    let target = target.strip_prefix(ORIGIN).unwrap_or(target);
    let request = Request::builder().uri(target).header(header::HOST, "localhost:3000");
    let request = request.header("sec-fetch-dest", "document").header(header::ACCEPT, "text/html");
    let mut request = request.header(header::COOKIE, cookie).body(Body::empty())?;
    request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>()?));
    server.send(request).await
}

/// A first visit: to Clerk, back with a nonce, and the page's cookies for it.
async fn arrives(server: &TestServer, peer: &str) -> anyhow::Result<bool> {
    let first = load(server, peer, "/", "").await?;
    let at_clerk = load(server, peer, first.header(header::LOCATION), "").await?;
    let back = at_clerk.header(header::LOCATION).to_owned();
    anyhow::ensure!(back.contains("__clerk_handshake_nonce="), "{back}");
    let page = load(server, peer, &back, "").await?;
    let cookies = page.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    Ok(page.status == StatusCode::TEMPORARY_REDIRECT
        && cookies.into_iter().any(|line| line.starts_with("__clerk_db_jwt")))
}

/// Counts the calls of a path from now on; with a status the local Clerk answers that.
async fn count(server: &TestServer, path: &str, status: Option<u16>) -> anyhow::Result<()> {
    server.control().clear().await?;
    server.control().order(&json!({ "path": path, "count": COUNTED, "status": status })).await
}

async fn calls(server: &TestServer) -> anyhow::Result<u64> {
    Ok(COUNTED - server.control().calls_left().await?)
}

#[tokio::test]
async fn made_up_nonces_of_one_address_are_few_calls_and_a_real_handshake_succeeds() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    count(&server, "/v1/clients/handshake_payload", None).await?;
    for number in 0..requests() {
        let cookie = format!("__clerk_db_jwt=x; __clerk_handshake_nonce=n{number}");
        load(&server, "192.0.2.1:1", "/", &cookie).await?;
    }
    assert_eq!(calls(&server).await?, ALLOWED);
    assert!(arrives(&server, "192.0.2.2:1").await?);
    assert_eq!(calls(&server).await?, ALLOWED + 1);
    Ok(())
}

#[tokio::test]
async fn dead_sessions_of_one_address_are_few_calls_and_a_real_handshake_succeeds() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let suffix = server.cookie_suffix();
    let ada = claims(Person::Ada, Place::Acme)?;
    let one = server.mint(&ada);
    let many: Vec<String> = (0..requests())
        .map(|number| server.mint(&SessionToken { session_id: format!("sess_dead{number}"), ..ada.clone() }))
        .collect();
    server.clock.advance(120_000);
    count(&server, REFRESH, Some(401)).await?;
    let cookie = |token: &str, number: usize| {
        format!("__clerk_db_jwt=x; __client_uat=1; __session={token}; __refresh_{suffix}=junk{number}")
    };
    for number in 0..requests() {
        let answer = load(&server, "192.0.2.1:1", "/", &cookie(&one, number)).await?;
        assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT, "the browser asks Clerk itself");
    }
    assert_eq!(calls(&server).await?, 1, "a refusal is remembered");
    for (number, token) in many.iter().enumerate() {
        load(&server, "192.0.2.1:1", "/", &cookie(token, number)).await?;
    }
    assert_eq!(calls(&server).await?, ALLOWED);
    assert!(arrives(&server, "192.0.2.2:1").await?);
    load(&server, "192.0.2.2:1", "/", &cookie(&one, 0)).await?;
    assert_eq!(calls(&server).await?, ALLOWED + 1, "another address is not held to the first one's refusals");
    count(&server, REFRESH, Some(500)).await?;
    for (number, token) in many.iter().enumerate() {
        load(&server, &format!("198.51.100.{}:1", number % 256), "/", &cookie(token, number)).await?;
    }
    assert_eq!(calls(&server).await?, 5, "a Clerk that trips over refreshes is not asked for more");
    assert!(arrives(&server, "192.0.2.3:1").await?, "which ends no handshake");
    Ok(())
}
