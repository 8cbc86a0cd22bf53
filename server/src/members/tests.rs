//! The directory against the local Clerk, well and unwell.

use std::{sync::Arc, time::Duration};

use app::server::members::MemberDirectory;
use clerk_axum::{Clerk, ClerkConfig};
use clerk_emulator::Emulator;
use domain::TenantScope;
use futures::future::join_all;
use serde_json::json;
use testkit::{HandClock, LocalClerk, Person, Place};

use super::{
    ClerkMembers,
    lists::{FRESH_MS, PAUSE_MS},
};
use crate::tests::{control::Control, harness::emulator};

const MEMBERSHIPS: &str = "/v1/organizations/*/memberships";

struct World {
    directory: ClerkMembers,
    clock: Arc<HandClock>,
    control: Control,
    _emulator: Emulator,
}

impl World {
    async fn new(patience: Duration) -> anyhow::Result<Self> {
        let clock = HandClock::new();
        let emulator = emulator(clock.clone()).await?;
        let mut config = ClerkConfig::new(emulator.publishable_key(), emulator.secret_key());
        config.api_url = Some(emulator.api_url());
        let backend = Clerk::new(config, clock.clone())?.backend().clone();
        let directory = ClerkMembers::new(backend, clock.clone(), patience);
        Ok(Self { directory, clock, control: Control::of(&emulator), _emulator: emulator })
    }

    async fn names(&self, scope: &TenantScope) -> Vec<String> {
        self.directory.members(scope).await.into_iter().map(|member| member.name).collect()
    }
}

fn ada() -> anyhow::Result<TenantScope> {
    LocalClerk::shared()?.scope(Person::Ada, Place::Acme)
}

/// Longer than any answer of the local Clerk takes.
const LONG: Duration = Duration::from_secs(60);
/// Shorter than any waiting that was ordered.
const SHORT: Duration = Duration::from_millis(50);
const ACME: [&str; 3] = ["Ada Admin", "Mel Member", "Vic Viewer"];

#[tokio::test]
async fn a_tenants_people_and_no_others() -> anyhow::Result<()> {
    let world = World::new(LONG).await?;
    assert_eq!(world.names(&ada()?).await, ACME);
    let globex = LocalClerk::shared()?.scope(Person::Ada, Place::Globex)?;
    assert_eq!(world.names(&globex).await, ["Ada Admin", "Sam Stranger"]);
    let personal = LocalClerk::shared()?.scope(Person::Sam, Place::Personal)?;
    assert_eq!(world.names(&personal).await, ["Sam Stranger"]);
    Ok(())
}

#[tokio::test]
async fn clerk_is_asked_once_a_minute_however_many_ask() -> anyhow::Result<()> {
    let world = World::new(LONG).await?;
    world.control.order(&json!({ "path": MEMBERSHIPS, "delay_ms": 20, "count": 100 })).await?;
    let ada = ada()?;
    let everybody = join_all((0..20).map(|_| world.names(&ada))).await;
    assert!(everybody.iter().all(|names| names == &ACME), "{everybody:?}");
    world.clock.advance(FRESH_MS - 1);
    world.names(&ada).await;
    assert_eq!(world.control.calls_left().await?, 99);
    world.clock.advance(1);
    world.names(&ada).await;
    assert_eq!(world.control.calls_left().await?, 98);
    Ok(())
}

#[tokio::test]
async fn a_failing_clerk_gives_what_was_known_and_is_left_alone_for_a_while() -> anyhow::Result<()> {
    let world = World::new(LONG).await?;
    let ada = ada()?;
    assert_eq!(world.names(&ada).await, ACME);
    world.clock.advance(FRESH_MS);
    world.control.order(&json!({ "path": MEMBERSHIPS, "status": 500, "count": 100 })).await?;
    assert_eq!(world.names(&ada).await, ACME);
    let globex = LocalClerk::shared()?.scope(Person::Sam, Place::Globex)?;
    assert_eq!(world.names(&globex).await, [""; 0], "another tenant would meet the same failure, so it is not tried");
    assert_eq!(world.control.calls_left().await?, 99);
    world.control.clear().await?;
    world.clock.advance(PAUSE_MS);
    assert_eq!(world.names(&globex).await, ["Ada Admin", "Sam Stranger"]);
    Ok(())
}

#[tokio::test]
async fn a_silent_clerk_is_not_waited_for() -> anyhow::Result<()> {
    let world = World::new(SHORT).await?;
    let ada = ada()?;
    world.control.order(&json!({ "path": MEMBERSHIPS, "hang": true, "count": 100 })).await?;
    assert_eq!(world.names(&ada).await, [""; 0]);
    assert_eq!(world.names(&ada).await, [""; 0]);
    assert_eq!(world.control.calls_left().await?, 99, "one question, however often somebody needs its answer");
    Ok(())
}

#[tokio::test]
async fn an_organization_that_is_gone_is_no_outage() -> anyhow::Result<()> {
    let world = World::new(LONG).await?;
    world.control.order(&json!({ "path": MEMBERSHIPS, "status": 404, "count": 1 })).await?;
    assert_eq!(world.names(&ada()?).await, [""; 0]);
    let globex = LocalClerk::shared()?.scope(Person::Sam, Place::Globex)?;
    assert_eq!(world.names(&globex).await, ["Ada Admin", "Sam Stranger"]);
    Ok(())
}
