//! The comparison of the copy with Clerk: it heals what never came, and changes nothing where it may be mistaken.

use std::{
    future::ready,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use clerk_axum::backend::{CreateOrganizationInvitation, Pace};
use domain::Clock;
use futures::future::BoxFuture;
use serde_json::{Value, json};
use store::copy::{Change, Heard};
use testkit::{HandClock, Person};

use super::{
    access::{LET_THROUGH, tries},
    webhooks::{event, server, told, user},
};
use crate::{
    harness::{On, TestServer, Who, on_each_database},
    reconcile::{Difference, Options, Outcome, Parts},
};

/// Takes no time but the test's own, and notes how much.
struct Unhurried {
    clock: Arc<HandClock>,
    pauses: Mutex<Vec<Duration>>,
}

impl Unhurried {
    fn of(server: &TestServer) -> Self {
        Self { clock: Arc::clone(&server.clock), pauses: Mutex::default() }
    }

    fn pauses(&self) -> Vec<Duration> {
        self.pauses.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Pace for Unhurried {
    fn wait(&self, pause: Duration) -> BoxFuture<'static, ()> {
        self.clock.advance(i64::try_from(pause.as_millis()).unwrap_or_default());
        self.pauses.lock().unwrap_or_else(PoisonError::into_inner).push(pause);
        Box::pin(ready(()))
    }

    fn chance(&self) -> f64 {
        0.5
    }
}

fn parts<'a>(server: &'a TestServer, pace: &'a Unhurried, holder: &'a str) -> Parts<'a> {
    let (clerk, inbox, system) = (server.parts.clerk.backend(), server.inbox(), server.system());
    Parts { clerk, inbox, system, pace, clock: &*server.clock, holder }
}

pub(super) async fn reconciled(server: &TestServer, options: Options) -> anyhow::Result<Outcome> {
    parts(server, &Unhurried::of(server), "test").reconcile(options).await
}

async fn refused(server: &TestServer, options: Options) -> anyhow::Result<String> {
    match reconciled(server, options).await {
        Ok(outcome) => anyhow::bail!("{outcome:?}"),
        Err(error) => Ok(error.to_string()),
    }
}

fn with_removals() -> Options {
    Options { allow_mass_removal: true, ..Options::default() }
}

async fn hear(server: &TestServer, change: Change) -> anyhow::Result<()> {
    let at = server.clock.now_ms();
    Ok(server.inbox().hear(Heard { change, at, delivery: "msg_heard".to_owned() }).await?)
}

/// Whatever never came, is twice there, or is gone at Clerk: after one comparison there is no difference.
async fn one_comparison_heals(on: On) -> anyhow::Result<()> {
    let server = server(on).await?;
    // Clerk is asked about Mel, so something of the copy is at Clerk.
    tries(&server, Who::Member).await?;
    told(&server, "msg_1", &event(&server, "user.created", user("user_ghost", 5))).await?;
    let before = server.inbox().dump().await?;
    let dry = reconciled(&server, Options { dry_run: true, ..Options::default() }).await?;
    assert!(dry.healed == 0 && dry.checked > 5, "{dry:?}");
    assert_eq!(server.inbox().dump().await?, before);
    let ghost = Difference { kind: "people", id: "user_ghost".to_owned(), what: "gone at Clerk" };
    assert!(dry.differences.contains(&ghost), "{dry:?}");
    let healed = reconciled(&server, Options::default()).await?;
    assert_eq!((healed.differences.len(), healed.healed), (dry.differences.len(), dry.differences.len() as u64));
    let again = reconciled(&server, Options::default()).await?;
    assert!(again.differences.is_empty() && again.checked == healed.checked, "{again:?}");
    let dump = server.inbox().dump().await?.to_string();
    assert!(dump.contains("org:sys_memberships:manage") && !dump.contains("Zebulon"), "{dump}");
    Ok(())
}

on_each_database!(one_comparison_heals);

/// More is gone than somebody may have taken away: neither is it removed, nor anything else changed.
#[tokio::test]
async fn a_mass_removal_stops_and_asks() -> anyhow::Result<()> {
    let server = server(On::ALL[0]).await?;
    tries(&server, Who::Member).await?;
    for number in 0..11 {
        let ghost = event(&server, "user.created", user(&format!("user_{number}"), 1));
        told(&server, &format!("msg_{number}"), &ghost).await?;
    }
    let before = server.inbox().dump().await?;
    let stopped = refused(&server, Options::default()).await?;
    assert!(stopped.starts_with("11 of") && stopped.contains("--allow-mass-removal"), "{stopped}");
    assert_eq!(server.inbox().dump().await?, before);
    reconciled(&server, with_removals()).await?;
    assert!(!server.inbox().dump().await?.to_string().contains("Zebulon"));
    Ok(())
}

/// The secret key of another instance shows other people, however few ours are: nobody's rows come in, and nobody is buried.
#[tokio::test]
async fn keys_of_another_instance_change_nothing() -> anyhow::Result<()> {
    let server = server(On::ALL[0]).await?;
    for number in 0..3 {
        told(&server, &format!("msg_{number}"), &event(&server, "user.created", user(&format!("user_{number}"), 1)))
            .await?;
    }
    let before = server.inbox().dump().await?;
    let stopped = refused(&server, Options::default()).await?;
    assert!(stopped.contains("another instance"), "{stopped}");
    assert_eq!(server.inbox().dump().await?, before);
    assert_eq!(server.system().tenants(None, 9).await?, []);
    Ok(())
}

/// When the webhooks are known to be of the same instance, whoever is the only one may be gone.
#[tokio::test]
async fn of_our_own_instance_everybody_may_be_gone() -> anyhow::Result<()> {
    let server = server(On::ALL[0]).await?;
    let ours: Value = serde_json::from_str(&server.backend("/v1/instance").await?)?;
    let mut ghost = event(&server, "user.created", user("user_ghost", 1));
    ghost["instance_id"] = ours["id"].clone();
    told(&server, "msg_1", &ghost).await?;
    reconciled(&server, Options::default()).await?;
    let dump = server.inbox().dump().await?.to_string();
    assert!(dump.contains("Mel") && !dump.contains("Zebulon"), "{dump}");
    Ok(())
}

/// A deletion that was none: Clerk's own word, by the id, counts more than what is said here.
async fn whom_clerk_still_has_is_let_in_again(on: On) -> anyhow::Result<()> {
    let server = server(on).await?;
    reconciled(&server, Options::default()).await?;
    let whole = server.inbox().dump().await?;
    let mel = Person::Mel.user_id();
    hear(&server, Change::PersonGone(mel.parse()?)).await?;
    server.work_through().await;
    assert_ne!(tries(&server, Who::Member).await?, LET_THROUGH);
    let healed = reconciled(&server, Options::default()).await?;
    let still = Difference { kind: "people", id: mel, what: "deleted here, still at Clerk" };
    assert!(healed.differences.contains(&still), "{healed:?}");
    assert_eq!(server.inbox().dump().await?, whole);
    assert_eq!(tries(&server, Who::Member).await?, LET_THROUGH);
    Ok(())
}

on_each_database!(whom_clerk_still_has_is_let_in_again);

/// An invitation to whoever is erased is still pending at Clerk.
#[tokio::test]
async fn an_erased_address_does_not_come_back() -> anyhow::Result<()> {
    let server = server(On::ALL[0]).await?;
    let organization = clerk_emulator::organization_id("Acme");
    let parameters = CreateOrganizationInvitation {
        email_address: "zeb@quartermain.example".to_owned(),
        role: "org:member".to_owned(),
        inviter_user_id: Some(Person::Ada.user_id()),
        ..CreateOrganizationInvitation::default()
    };
    server.parts.clerk.backend().organizations().create_invitation(&organization, &parameters).await?;
    reconciled(&server, Options::default()).await?;
    assert!(server.inbox().dump().await?.to_string().contains("zeb@quartermain.example"));
    assert_eq!(server.inbox().forget_address(&organization, "zeb@quartermain.example").await?, 1);
    let again = reconciled(&server, Options::default()).await?;
    assert!(again.differences.is_empty(), "{again:?}");
    assert!(!server.inbox().dump().await?.to_string().contains("zeb@quartermain.example"));
    Ok(())
}

/// Clerk allows a development instance a hundred calls in ten seconds, and visitors need some of them.
#[tokio::test]
async fn calls_are_made_at_a_walk_and_again_when_clerk_asks_for_a_pause() -> anyhow::Result<()> {
    let server = server(On::ALL[0]).await?;
    let pace = Unhurried::of(&server);
    server.control().order(&json!({ "path": "/v1/users", "status": 429, "count": 3 })).await?;
    let outcome = parts(&server, &pace, "test").reconcile(Options::default()).await?;
    assert!(outcome.healed > 5, "{outcome:?}");
    let pauses = pace.pauses();
    assert!(pauses.len() > 4 && pauses.iter().all(|pause| *pause >= Duration::from_millis(200)), "{pauses:?}");
    Ok(())
}

/// Of several processes one compares at a time; what failed is tried again soon, and what was done is not, for a day.
#[tokio::test]
async fn one_server_compares_once_a_day() -> anyhow::Result<()> {
    let server = server(On::ALL[0]).await?;
    let pace = Unhurried::of(&server);
    let (mine, other) = (parts(&server, &pace, "me"), parts(&server, &pace, "other"));
    assert!(mine.is_due().await && other.is_due().await);
    server.control().order(&json!({ "path": "/v1/**", "status": 401 })).await?;
    assert!(mine.reconcile(Options::default()).await.is_err());
    server.control().clear().await?;
    assert!(mine.is_due().await, "it failed");
    assert!(server.system().lease("reconcile", "third", 1_000_000).await?);
    let busy = other.reconcile(Options::default()).await.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(busy.contains("another process"), "{busy}");
    assert!(server.system().lease("reconcile", "third", 0).await?);
    other.reconcile(Options::default()).await?;
    assert!(!mine.is_due().await && !other.is_due().await);
    server.clock.advance(23 * 60 * 60 * 1_000);
    assert!(mine.is_due().await);
    Ok(())
}
