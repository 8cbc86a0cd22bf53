//! What is left of whoever is gone, and when it goes.

use std::{future::pending, sync::Arc, time::Duration};

use async_trait::async_trait;
use clerk_axum::BackendError;
use domain::{Attempt, Clock, PermissionSource, TenantScope};
use http::StatusCode;
use serde_json::json;
use store::{
    Backed, Behind, Inbox, Removal, StoreError, SystemStore,
    queue::{Job, NewJob},
    webhooks::{Standing, WEBHOOK},
};
use testkit::{Person, people};

use super::{
    access::{LET_THROUGH, tries},
    webhooks::{entries, event, membership, send, server, told, user},
};
use crate::{
    harness::{Log, On, TestServer, Who, on_each_database},
    jobs::{
        erasure::{Directory, Erasure},
        inbox::Workers,
        tidying,
    },
};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// What must not be kept is nowhere, and whoever is deleted leaves no name: not in the copy, the ledger, the queue or the log.
async fn nothing_is_left_of_whoever_is_gone(on: On) -> anyhow::Result<()> {
    let log = Log::default();
    let guard = log.as_json();
    let server = server(on).await?;
    told(&server, "msg_1", &event(&server, "user.created", user("user_zeb", 1))).await?;
    let invitation = json!({
        "id": "orginv_1", "email_address": "zeb@quartermain.example", "role": "org:member", "status": "pending",
        "organization_id": "org_other", "created_at": 1, "updated_at": 1, "expires_at": server.clock.now_ms() * 2,
    });
    told(&server, "msg_2", &event(&server, "organizationInvitation.created", invitation)).await?;
    let mail = json!({"id": "ema_1", "to_email_address": "zeb@quartermain.example", "body": "Your code is 424242"});
    told(&server, "msg_3", &event(&server, "email.created", mail)).await?;
    // One that waits for somebody, with names in it; and rows of their own.
    let late = event(&server, "user.updated", user("user_zeb", 2));
    send(&server, "msg_late", &late).await?;
    assert!(server.inbox().park_delivery("msg_late").await?);
    let session = people::LocalClerk::shared()?.session(&people::token("user_zeb", None))?;
    let scope = TenantScope::of(&session, PermissionSource::Clerk, true)?;
    let attempt = Attempt { action: "thing.deleted".parse()?, object_id: Some("thing_1".to_owned()) };
    server.parts.state.context.store.refused(&scope, &attempt).await?;
    let before = everything(&server).await?;
    assert!(before.contains("Quartermain") && before.contains("zeb@quartermain.example"), "{before}");
    for never in ["424242", "hush-hush", "+15555550199", "203.0.113.77", "Netscape", "msg_3"] {
        assert!(!before.contains(never), "{never} is in {before}");
    }
    let gone = json!({"id": "user_zeb", "object": "user", "deleted": true});
    told(&server, "msg_4", &event(&server, "user.deleted", gone)).await?;
    assert!(!server.inbox().dump().await?.to_string().contains("Quartermain"));
    assert!(everything(&server).await?.contains("zeb@quartermain.example"), "it is not time yet");
    server.clock.advance(25 * 60 * 60 * 1_000);
    server.work_through().await;
    assert_eq!(server.inbox().jobs(None, 9).await?, []);
    told(&server, "msg_5", &event(&server, "user.updated", user("user_zeb", i64::MAX))).await?;
    drop(guard);
    let after = everything(&server).await?;
    assert!(after.contains("user_zeb"), "the tombstone is there: {after}");
    for name in ["Zebulon", "Quartermain", "zeb@quartermain.example"] {
        assert!(!after.contains(name), "{name} is in {after}");
        assert!(!log.lines().join("\n").contains(name), "{name} is in the log");
    }
    Ok(())
}

on_each_database!(nothing_is_left_of_whoever_is_gone);

/// The copy, the ledger and the queue.
async fn everything(server: &TestServer) -> anyhow::Result<String> {
    let (copy, jobs) = (server.inbox().dump().await?, server.inbox().jobs(None, 100).await?);
    Ok(format!("{copy} {jobs:?} {:?}", entries(server, None).await?))
}

/// One forged or mistaken event costs nobody's data.
#[tokio::test]
async fn whom_clerk_still_has_is_not_erased_and_is_let_in_again() -> anyhow::Result<()> {
    let server = server(On::ALL[0]).await?;
    server.refused(Who::Alone, "a thing").await?;
    let gone = json!({"id": Person::Sam.user_id(), "object": "user", "deleted": true});
    told(&server, "msg_1", &event(&server, "user.deleted", gone)).await?;
    assert_eq!(tries(&server, Who::Alone).await?, StatusCode::UNAUTHORIZED);
    server.clock.advance(25 * 60 * 60 * 1_000);
    server.work_through().await;
    assert_eq!(server.inbox().jobs(None, 9).await?, []);
    assert_eq!(server.system().tenants(None, 9).await?.len(), 1, "the personal account has its rows");
    assert_eq!(tries(&server, Who::Alone).await?, LET_THROUGH, "they are let in again");
    Ok(())
}

async fn only_job(inbox: &dyn Inbox) -> anyhow::Result<Job> {
    let mut jobs = inbox.jobs(None, 9).await?;
    anyhow::ensure!(jobs.len() == 1, "{jobs:?}");
    jobs.pop().ok_or_else(|| anyhow::anyhow!("there is no job"))
}

/// Others are counted by these rows: they do not wait for the erasure, nor for Clerk.
async fn whoever_is_gone_is_a_member_nowhere(on: On) -> anyhow::Result<()> {
    let server = server(on).await?;
    let mel = membership("orgmem_1", Person::Mel, "org:member", 1)?;
    told(&server, "msg_1", &event(&server, "organizationMembership.created", mel)).await?;
    let organization = server.system().tenants(None, 9).await?.pop().ok_or_else(|| anyhow::anyhow!("no tenant"))?.id;
    let gone = json!({"id": Person::Mel.user_id(), "object": "user", "deleted": true});
    told(&server, "msg_2", &event(&server, "user.deleted", gone)).await?;
    assert_eq!(
        server.inbox().forget_memberships(&organization, &Person::Mel.user_id()).await?,
        0,
        "it is gone already"
    );
    assert_eq!(only_job(server.inbox()).await?.failures, 0);
    Ok(())
}

on_each_database!(whoever_is_gone_is_a_member_nowhere);

/// However long Clerk is down: what failed for another reason later has all its attempts left.
#[tokio::test]
async fn waiting_for_clerk_uses_up_no_attempts() -> anyhow::Result<()> {
    let server = server(On::ALL[0]).await?;
    let gone = json!({"id": "user_zeb", "object": "user", "deleted": true});
    told(&server, "msg_1", &event(&server, "user.deleted", gone)).await?;
    server.clock.advance(DAY_MS);
    server.control().order(&json!({ "path": "/v1/**", "status": 500 })).await?;
    for _ in 0..9 {
        server.clock.advance(60_000);
        server.work_through().await;
    }
    let job = only_job(server.inbox()).await?;
    assert_eq!((job.failures, job.parked_at), (0, None), "{job:?}");
    assert!(job.attempts >= 9, "{job:?}");
    server.control().clear().await?;
    server.clock.advance(60_000);
    server.work_through().await;
    assert_eq!(server.inbox().jobs(None, 9).await?, []);
    Ok(())
}

/// While servers are replaced one after the other, an older one may meet what only a newer one can read.
#[tokio::test]
async fn what_this_server_cannot_read_is_left_to_another_one() -> anyhow::Result<()> {
    let server = server(On::ALL[0]).await?;
    let payload = json!({"change": {"planet": {}}}).to_string();
    server.inbox().put_job(NewJob { kind: WEBHOOK, key: "msg_1".to_owned(), payload, due_at: 0 }).await?;
    server.work_through().await;
    let job = only_job(server.inbox()).await?;
    assert_eq!((job.failures, job.parked_at), (1, None), "{job:?}");
    assert!(job.due_at <= server.clock.now_ms() + 1_000, "{job:?}");
    Ok(())
}

/// Never says anything.
struct Silent;

#[async_trait]
impl Directory for Silent {
    async fn is_gone(&self, _: &str) -> Result<bool, BackendError> {
        pending().await
    }
}

/// Clerk does not answer about somebody who is to be erased: what comes meanwhile is applied all the same.
#[tokio::test]
async fn an_erasure_that_takes_long_holds_up_no_webhook() -> anyhow::Result<()> {
    let server = server(On::ALL[0]).await?;
    let gone = json!({"id": "user_gone", "object": "user", "deleted": true});
    told(&server, "msg_1", &event(&server, "user.deleted", gone)).await?;
    server.clock.advance(DAY_MS);
    let erasure = Arc::new(Erasure { clerk: Box::new(Silent), after_ms: 0 });
    let workers = Workers { erasure, ..server.workers() };
    let applied = async {
        let mut looks = tokio::time::interval(Duration::from_millis(10));
        let before = only_job(server.inbox()).await?.attempts;
        while only_job(server.inbox()).await?.attempts == before {
            looks.tick().await;
        }
        send(&server, "msg_2", &event(&server, "user.created", user("user_new", 1))).await?;
        while entries(&server, Some(Standing::Applied)).await?.len() < 2 {
            looks.tick().await;
        }
        anyhow::Ok(())
    };
    tokio::select! {
        () = workers.work() => anyhow::bail!("workers work for ever"),
        done = applied => done?,
    }
    assert_eq!(only_job(server.inbox()).await?.key, "user_gone");
    Ok(())
}

/// A server that does not own the trail.
struct Unowned(Arc<dyn SystemStore>);

impl Backed for Unowned {
    fn behind(&self) -> Behind<'_> {
        self.0.behind()
    }
}

#[async_trait]
impl SystemStore for Unowned {
    async fn remove_tenant(&self, _: &str) -> Result<Removal, StoreError> {
        Ok(Removal::NeedsOwner)
    }
}

/// What only the owner of the tables may remove waits for them, however long, and without the address; the deletion that is
/// told meanwhile is not lost.
async fn what_waits_for_the_owner_is_not_forgotten(on: On) -> anyhow::Result<()> {
    let server = server(on).await?;
    told(&server, "msg_1", &event(&server, "user.created", user("user_zeb", 1))).await?;
    let gone = event(&server, "user.deleted", json!({"id": "user_zeb", "object": "user", "deleted": true}));
    told(&server, "msg_2", &gone).await?;
    server.clock.advance(DAY_MS);
    let system: Arc<dyn SystemStore> = Arc::new(Unowned(Arc::clone(&server.parts.state.system)));
    Workers { system, ..server.workers() }.work_through().await;
    let parked = only_job(server.inbox()).await?;
    assert!(parked.parked_at.is_some() && !parked.payload.contains("zeb@"), "{parked:?}");
    server.clock.advance(100 * DAY_MS);
    tidying::tidy_all(server.inbox(), server.system(), "me", server.clock.now_ms()).await?;
    assert_eq!(only_job(server.inbox()).await?, parked);
    told(&server, "msg_3", &gone).await?;
    assert_eq!(only_job(server.inbox()).await?.parked_at, None);
    server.clock.advance(DAY_MS);
    server.work_through().await;
    assert_eq!(server.inbox().jobs(None, 9).await?, []);
    Ok(())
}

on_each_database!(what_waits_for_the_owner_is_not_forgotten);
