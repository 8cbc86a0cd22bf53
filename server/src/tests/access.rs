//! Access ends when it ends, over the whole router: with tokens that are still good, on both databases.

use domain::Clock;
use http::{Method, StatusCode};
use serde_json::json;
use testkit::{Person, Place, people::claims};

use super::webhooks::{event, membership, server, told, user};
use crate::harness::{On, TestServer, Who, on_each_database};

/// Wants to change something that no product has: whoever is let through finds nothing there.
pub(super) async fn tries(server: &TestServer, who: Who) -> anyhow::Result<StatusCode> {
    Ok(server.call(who, Method::POST, "/api/nothing", Some(json!({}))).await?.status)
}

/// What is answered to whoever is let through.
pub(super) const LET_THROUGH: StatusCode = StatusCode::NOT_FOUND;

/// With a token that is still good: the save of a member who was removed, of one who may do less, of an ended session.
async fn access_ends_when_it_ends(on: On) -> anyhow::Result<()> {
    let server = server(on).await?;
    let now = server.clock.now_ms();
    assert_eq!(tries(&server, Who::Member).await?, LET_THROUGH);
    assert!(server.inbox().dump().await?.to_string().contains("Mel"), "whoever was not known is known now");
    let lowered = membership("orgmem_9", Person::Mel, "org:viewer", now + 1)?;
    told(&server, "msg_1", &event(&server, "organizationMembership.updated", lowered.clone())).await?;
    assert_eq!(tries(&server, Who::Member).await?, StatusCode::FORBIDDEN);
    assert_eq!(tries(&server, Who::Admin).await?, LET_THROUGH, "nobody else's access ends");
    told(&server, "msg_2", &event(&server, "organizationMembership.deleted", lowered)).await?;
    assert_eq!(tries(&server, Who::Member).await?, StatusCode::FORBIDDEN);
    assert_eq!(
        server.visit(Who::Member, "/orgs/acme/activity").await?.status,
        StatusCode::OK,
        "what is read is not asked for"
    );
    let gone = json!({"id": Person::Ada.user_id(), "object": "user", "deleted": true});
    told(&server, "msg_3", &event(&server, "user.deleted", gone)).await?;
    assert_eq!(tries(&server, Who::Admin).await?, StatusCode::UNAUTHORIZED);
    Ok(())
}

on_each_database!(access_ends_when_it_ends);

/// While Clerk cannot be asked, a token is good for as long as it lives.
#[tokio::test]
async fn without_clerk_the_token_decides() -> anyhow::Result<()> {
    let server = server(On::ALL[0]).await?;
    // The keys are known by then.
    server.visit(Who::Member, "/orgs/acme/activity").await?;
    server.control().order(&json!({ "path": "/v1/**", "status": 500 })).await?;
    assert_eq!(tries(&server, Who::Member).await?, LET_THROUGH);
    Ok(())
}

/// Of a tenant that has no row of theirs, too: on either database.
async fn whoever_is_banned_changes_nothing_anywhere(on: On) -> anyhow::Result<()> {
    let server = server(on).await?;
    let id = Person::Mel.user_id();
    let told_of = async |message: &str, field: &str, value: serde_json::Value, updated_at: i64| {
        let mut mel = user(&id, updated_at);
        mel["lockout_expires_in_seconds"] = json!(300);
        mel[field] = value;
        told(&server, message, &event(&server, "user.updated", mel)).await
    };
    told_of("msg_1", "banned", json!(true), 1).await?;
    assert_eq!(tries(&server, Who::Member).await?, StatusCode::UNAUTHORIZED);
    assert_eq!(tries(&server, Who::Admin).await?, LET_THROUGH);
    told_of("msg_2", "banned", json!(false), 2).await?;
    assert_eq!(tries(&server, Who::Member).await?, LET_THROUGH);
    told_of("msg_3", "locked", json!(true), 3).await?;
    assert_eq!(tries(&server, Who::Member).await?, StatusCode::UNAUTHORIZED);
    server.clock.advance(300_000);
    assert_eq!(tries(&server, Who::Member).await?, LET_THROUGH, "nobody says that a lock is over");
    Ok(())
}

on_each_database!(whoever_is_banned_changes_nothing_anywhere);

/// And no other session of the same person.
async fn an_ended_session_changes_nothing(on: On) -> anyhow::Result<()> {
    let server = server(on).await?;
    for (number, event_type) in ["session.ended", "session.removed", "session.revoked"].into_iter().enumerate() {
        let mut token = claims(Person::Mel, Place::Acme)?;
        token.session_id = format!("sess_{number}");
        let with = async || {
            let request = server.request(Who::Nobody, Method::POST, "/api/nothing").header("x-tenant", "/orgs/acme");
            let request = request.header("authorization", format!("Bearer {}", server.mint(&token)));
            anyhow::Ok(server.send(request.body(axum::body::Body::empty())?).await?.status)
        };
        assert_eq!(with().await?, LET_THROUGH, "{event_type}");
        let session = json!({
            "id": token.session_id, "user_id": token.user_id, "status": "ended", "created_at": 1, "updated_at": 2,
        });
        told(&server, &format!("msg_{number}"), &event(&server, event_type, session)).await?;
        assert_eq!(with().await?, StatusCode::UNAUTHORIZED, "{event_type}");
    }
    assert_eq!(tries(&server, Who::Member).await?, LET_THROUGH);
    Ok(())
}

on_each_database!(an_ended_session_changes_nothing);

/// The event of the new membership may come late, or never: a token that is newer than the end of the old one is asked about.
async fn whoever_joined_again_is_not_locked_out(on: On) -> anyhow::Result<()> {
    let server = server(on).await?;
    let gone = membership("orgmem_old", Person::Mel, "org:member", 1)?;
    told(&server, "msg_1", &event(&server, "organizationMembership.deleted", gone)).await?;
    assert_eq!(tries(&server, Who::Member).await?, StatusCode::FORBIDDEN);
    server.clock.advance(6_000);
    assert_eq!(tries(&server, Who::Member).await?, LET_THROUGH, "Clerk says that they are a member");
    assert!(server.inbox().dump().await?.to_string().contains("Mel"), "and that is kept");
    Ok(())
}

on_each_database!(whoever_joined_again_is_not_locked_out);

/// Demoted, and the event is lost: what a newer token says has Clerk asked, and the pages of people go by what it answers.
async fn whoever_was_demoted_manages_nobody(on: On) -> anyhow::Result<()> {
    let server = server(on).await?;
    let outdated = membership("orgmem_old", Person::Mel, "org:admin", 1)?;
    told(&server, "msg_1", &event(&server, "organizationMembership.updated", outdated)).await?;
    assert!(server.inbox().dump().await?.to_string().contains("org:admin"));
    assert_eq!(tries(&server, Who::Member).await?, LET_THROUGH);
    let dump = server.inbox().dump().await?.to_string();
    assert!(dump.contains("org:member") && !dump.contains("org:admin"), "{dump}");
    Ok(())
}

on_each_database!(whoever_was_demoted_manages_nobody);

/// Clerk itself says that there is no such organization.
#[tokio::test]
async fn what_clerk_does_not_know_is_not_changed() -> anyhow::Result<()> {
    let server = server(On::ALL[0]).await?;
    let mut token = claims(Person::Mel, Place::Acme)?;
    if let Some(organization) = &mut token.organization {
        (organization.id, organization.slug) = ("org_nowhere".to_owned(), Some("nowhere".to_owned()));
    }
    let request = server.request(Who::Nobody, Method::POST, "/api/nothing").header("x-tenant", "org_nowhere");
    let request = request.header("authorization", format!("Bearer {}", server.mint(&token)));
    assert_eq!(server.send(request.body(axum::body::Body::empty())?).await?.status, StatusCode::FORBIDDEN);
    Ok(())
}

/// Without webhooks nothing would keep the copy: nobody is refused for what it says.
#[tokio::test]
async fn without_a_secret_the_token_decides() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let change = store::copy::Change::PersonGone(Person::Mel.user_id().parse()?);
    server.inbox().hear(store::copy::Heard { change, at: 1, delivery: String::new() }).await?;
    assert_eq!(tries(&server, Who::Member).await?, LET_THROUGH);
    Ok(())
}
