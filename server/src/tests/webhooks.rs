//! Webhooks over the whole router: what is taken in, what is refused, what it comes to, and what is left of it.

use std::collections::BTreeSet;

use axum::body::Body;
use clerk_protocol::{WebhookSecret, verify::webhook::EventType};
use domain::Clock;
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use store::webhooks::{Entry, Standing};
use testkit::{Person, Place, people::claims};

use crate::{
    harness::{Answer, On, TestServer, listen, on_each_database},
    jobs::tidying,
    webhooks::PATH,
};

pub(super) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

pub(super) async fn server(on: On) -> anyhow::Result<TestServer> {
    TestServer::on_with(on, &[("CLERK_WEBHOOK_SIGNING_SECRET", SECRET)]).await
}

/// A request as Clerk sends it.
fn delivery(server: &TestServer, secret: &str, id: &str, body: &str) -> anyhow::Result<Request<Body>> {
    let seconds = server.clock.now_ms() / 1_000;
    let signature = WebhookSecret::parse(secret)?.signature(id, seconds, body.as_bytes());
    let request = Request::builder().method(Method::POST).uri(PATH).header("host", "localhost:3000");
    let request = request.header("content-type", "application/json").header("svix-id", id);
    let request = request.header("svix-timestamp", seconds.to_string()).header("svix-signature", signature);
    Ok(request.body(Body::from(body.to_owned()))?)
}

pub(super) async fn send(server: &TestServer, id: &str, body: &Value) -> anyhow::Result<Answer> {
    server.send(delivery(server, SECRET, id, &body.to_string())?).await
}

/// Sent, taken in, and done.
pub(super) async fn told(server: &TestServer, id: &str, body: &Value) -> anyhow::Result<()> {
    let answer = send(server, id, body).await?;
    anyhow::ensure!(answer.status == StatusCode::OK, "{id}: {} {}", answer.status, answer.text);
    server.work_through().await;
    Ok(())
}

pub(super) fn event(server: &TestServer, event_type: &str, data: Value) -> Value {
    json!({
        "object": "event", "type": event_type, "timestamp": server.clock.now_ms(), "instance_id": "ins_1", "data": data,
        "event_attributes": {"http_request": {"client_ip": "203.0.113.77", "user_agent": "Netscape"}},
    })
}

pub(super) fn user(id: &str, updated_at: i64) -> Value {
    json!({
        "id": id, "object": "user", "first_name": "Zebulon", "last_name": "Quartermain", "image_url": "https://img.example/z",
        "primary_email_address_id": "idn_1", "created_at": 1, "updated_at": updated_at, "private_metadata": {"note": "hush-hush"},
        "email_addresses": [{"id": "idn_1", "email_address": "zeb@quartermain.example"}],
        "phone_numbers": [{"phone_number": "+15555550199"}],
    })
}

/// A membership of Acme's.
pub(super) fn membership(id: &str, person: Person, role: &str, updated_at: i64) -> anyhow::Result<Value> {
    let organization = claims(person, Place::Acme)?.organization.ok_or_else(|| anyhow::anyhow!("no organization"))?;
    Ok(json!({
        "id": id, "role": role, "permissions": domain::role::permissions_of(role).iter().map(|it| it.key()).collect::<Vec<_>>(),
        "organization": {"id": organization.id, "name": "Acme", "slug": "acme", "created_at": 1, "updated_at": 1},
        "public_user_data": {"user_id": person.user_id(), "first_name": "Mel"}, "created_at": updated_at, "updated_at": updated_at,
    }))
}

pub(super) async fn entries(server: &TestServer, standing: Option<Standing>) -> anyhow::Result<Vec<Entry>> {
    Ok(server.inbox().deliveries(standing, None, 100).await?)
}

async fn a_delivery_is_kept_and_applied_once(on: On) -> anyhow::Result<()> {
    let server = server(on).await?;
    let body = event(&server, "user.created", user("user_zeb", 5));
    for _ in 0..3 {
        assert_eq!(send(&server, "msg_1", &body).await?.status, StatusCode::OK);
    }
    assert_eq!(entries(&server, Some(Standing::Waiting)).await?.len(), 1);
    server.work_through().await;
    told(&server, "msg_1", &body).await?;
    assert_eq!(entries(&server, Some(Standing::Applied)).await?.len(), 1);
    let dump = server.inbox().dump().await?;
    assert_eq!(dump.pointer("/people/0/first_name"), Some(&json!("Zebulon")));
    assert_eq!(dump.pointer("/people/0/email"), Some(&json!("zeb@quartermain.example")));
    Ok(())
}

on_each_database!(a_delivery_is_kept_and_applied_once);

#[tokio::test]
async fn what_clerk_did_not_send_is_refused() -> anyhow::Result<()> {
    let both = format!("{OTHER}, {SECRET}");
    let server = TestServer::with(&[("CLERK_WEBHOOK_SIGNING_SECRET", &both)]).await?;
    let body = event(&server, "user.created", user("user_zeb", 5)).to_string();
    for secret in [SECRET, OTHER] {
        assert_eq!(server.send(delivery(&server, secret, "msg_1", &body)?).await?.status, StatusCode::OK);
    }
    let forged = delivery(&server, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "msg_2", &body)?;
    let stale = delivery(&server, SECRET, "msg_3", &body)?;
    server.clock.advance(301_000);
    let large = delivery(&server, SECRET, "msg_4", &format!("{{\"a\":\"{}\"}}", "x".repeat(300_000)))?;
    let text = delivery(&server, SECRET, "msg_5", "hello")?;
    let mut form = delivery(&server, SECRET, "msg_6", &body)?;
    form.headers_mut().insert("content-type", "text/plain".parse()?);
    for (request, expected) in [(forged, 400), (stale, 400), (large, 413), (text, 400), (form, 415)] {
        assert_eq!(server.send(request).await?.status.as_u16(), expected);
    }
    assert_eq!(entries(&server, None).await?.len(), 1);
    Ok(())
}

async fn what_cannot_be_kept_comes_again(on: On) -> anyhow::Result<()> {
    let server = server(on).await?;
    server.system().close().await;
    let answer = send(&server, "msg_1", &event(&server, "user.created", user("user_zeb", 5))).await?;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.text);
    Ok(())
}

on_each_database!(what_cannot_be_kept_comes_again);

#[tokio::test]
async fn without_a_secret_nothing_is_taken_in() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let answer = send(&server, "msg_1", &event(&server, "user.created", user("user_zeb", 5))).await?;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    Ok(())
}

/// Behind a proxy that is believed, it is the visitor's address.
#[tokio::test]
async fn addresses_can_be_named() -> anyhow::Result<()> {
    let variables = [
        ("CLERK_WEBHOOK_SIGNING_SECRET", SECRET),
        ("CLERK_WEBHOOK_ADDRESSES", "203.0.113.0/24"),
        ("TRUSTED_PROXIES", "10.0.0.0/8"),
    ];
    let server = TestServer::with(&variables).await?;
    for (peer, forwarded, expected) in [
        ("203.0.113.9:1", None, 200),
        ("198.51.100.1:1", None, 403),
        ("10.0.0.1:1", Some("203.0.113.9"), 200),
        ("10.0.0.1:1", Some("198.51.100.1"), 403),
        ("198.51.100.1:1", Some("203.0.113.9"), 403),
    ] {
        let body = event(&server, "user.created", user("user_zeb", 5)).to_string();
        let mut request = delivery(&server, SECRET, "msg_1", &body)?;
        let peer = axum::extract::ConnectInfo(peer.parse::<std::net::SocketAddr>()?);
        request.extensions_mut().insert(peer);
        if let Some(forwarded) = forwarded {
            request.headers_mut().insert("x-forwarded-for", forwarded.parse()?);
        }
        assert_eq!(server.send(request).await?.status.as_u16(), expected, "{peer:?} {forwarded:?}");
    }
    Ok(())
}

/// None of them stands in another one's way, and each is answered well.
async fn what_is_odd_is_kept_apart(on: On) -> anyhow::Result<()> {
    let server = server(on).await?;
    told(&server, "msg_0", &event(&server, "user.created", user("user_first", 1))).await?;
    let mut foreign = event(&server, "user.created", user("user_foreign", 1));
    foreign["instance_id"] = json!("ins_2");
    let odd = [
        ("msg_1", event(&server, "planet.created", json!({"id": "planet_1", "name": "Pluto"})), Standing::Ignored),
        ("msg_2", event(&server, "role.updated", json!({"id": "role_1", "key": "org:admin"})), Standing::Ignored),
        ("msg_3", event(&server, "user.created", json!({"id": "user_1"})), Standing::Parked),
        ("msg_4", event(&server, "user.updated", user("usr_1", 1)), Standing::Parked),
        ("msg_5", json!({"a": 1}), Standing::Parked),
        ("msg_6", foreign, Standing::Parked),
    ];
    for (id, body, _) in &odd {
        told(&server, id, body).await?;
    }
    told(&server, "msg_7", &event(&server, "user.created", user("user_last", 1))).await?;
    for (id, _, expected) in odd {
        let found = entries(&server, Some(expected)).await?;
        assert!(found.iter().any(|entry| entry.id == id && entry.reason.is_some()), "{id}: {found:?}");
    }
    let dump = server.inbox().dump().await?.to_string();
    assert!(dump.contains("user_first") && dump.contains("user_last") && !dump.contains("user_foreign"), "{dump}");
    Ok(())
}

on_each_database!(what_is_odd_is_kept_apart);

/// After three months nobody needs the ledger, after one nobody looks after what is parked.
#[tokio::test]
async fn what_is_old_goes() -> anyhow::Result<()> {
    let server = server(On::ALL[0]).await?;
    told(&server, "msg_1", &event(&server, "user.created", user("user_zeb", 1))).await?;
    let tidy = async || tidying::tidy_all(server.inbox(), server.system(), "me", server.clock.now_ms()).await;
    assert_eq!(tidy().await?, Some(0));
    server.clock.advance(91 * 24 * 60 * 60 * 1_000);
    assert_eq!(tidy().await?, Some(1));
    assert_eq!(entries(&server, None).await?, []);
    Ok(())
}

/// Those that the local Clerk makes have the shape of Clerk's: none is parked, and each is delivered at the first attempt.
#[tokio::test]
async fn every_type_that_clerk_publishes_is_taken_in() -> anyhow::Result<()> {
    let server = server(On::ALL[0]).await?;
    let address = listen(server.router()).await?;
    server.control().tell(&format!("http://localhost:{}{PATH}", address.port()), SECRET).await?;
    for event_type in EventType::KNOWN {
        let idle = server.control().trigger(event_type.as_str()).await?;
        assert_eq!(idle["next_at_ms"], Value::Null, "{event_type} is to be sent again: {idle}");
    }
    server.work_through().await;
    let all = entries(&server, None).await?;
    let parked: Vec<_> =
        all.iter().filter(|entry| matches!(entry.standing, Standing::Parked | Standing::Waiting)).collect();
    assert!(parked.is_empty(), "{parked:?}");
    let kept: BTreeSet<&str> = all.iter().map(|entry| entry.event_type.as_str()).collect();
    let sent =
        EventType::KNOWN.iter().map(EventType::as_str).filter(|name| !["email.created", "sms.created"].contains(name));
    assert_eq!(kept, sent.collect());
    Ok(())
}
