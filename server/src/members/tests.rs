//! The directory against the local Clerk, well and unwell.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use app::context::member_directory::MemberDirectory;
use clerk_axum::{Clerk, ClerkConfig};
use clerk_emulator::Emulator;
use domain::{People, TenantScope, UserId};
use futures::future::join_all;
use serde_json::json;
use testkit::{HandClock, LocalClerk, Person, Place};

use super::{
    ClerkMembers,
    answers::{FRESH_MS, PAUSE_MS},
};
use crate::harness::{Control, emulator};

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
        names(self.directory.choices(scope).await)
    }

    async fn names_of(&self, scope: &TenantScope, whom: &[Person]) -> anyhow::Result<Vec<String>> {
        Ok(names(self.directory.people(scope, &ids(whom)?).await))
    }

    /// A directory that hears nothing of `org:sys_memberships:read`, as where a role does not include it.
    async fn withhold_memberships(&self) -> anyhow::Result<()> {
        self.control.withhold("org:sys_memberships:read").await
    }
}

fn names(people: People) -> Vec<String> {
    people.members.into_iter().map(|member| member.name).collect()
}

fn ids(people: &[Person]) -> anyhow::Result<BTreeSet<UserId>> {
    people.iter().map(|person| Ok(person.user_id().parse()?)).collect()
}

fn ada() -> anyhow::Result<TenantScope> {
    LocalClerk::shared()?.scope(Person::Ada, Place::Acme)
}

fn vic() -> anyhow::Result<TenantScope> {
    LocalClerk::shared()?.scope(Person::Vic, Place::Acme)
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

/// Those who were asked about, oneself always; of those who are not there, that they are not.
#[tokio::test]
async fn only_those_who_are_asked_about_are_told() -> anyhow::Result<()> {
    let world = World::new(LONG).await?;
    assert_eq!(world.names_of(&vic()?, &[]).await?, ["Vic Viewer"]);
    assert_eq!(world.names_of(&vic()?, &[Person::Mel]).await?, ["Mel Member", "Vic Viewer"]);
    let people = world.directory.people(&vic()?, &ids(&[Person::Mel, Person::Sam])?).await;
    assert_eq!(people.former, ids(&[Person::Sam])?.into_iter().collect::<Vec<_>>());
    Ok(())
}

#[tokio::test]
async fn whoever_may_not_read_memberships_learns_their_own_name_alone() -> anyhow::Result<()> {
    let world = World::new(LONG).await?;
    world.withhold_memberships().await?;
    for scope in [ada()?, vic()?] {
        let own = if scope.actor().as_str() == Person::Ada.user_id() { "Ada Admin" } else { "Vic Viewer" };
        assert_eq!(world.names(&scope).await, [own]);
        let people = world.directory.people(&scope, &ids(&[Person::Ada, Person::Mel, Person::Sam, Person::Vic])?).await;
        assert_eq!(people.former, [], "nor who is no member");
        assert_eq!(names(people), [own]);
    }
    Ok(())
}

/// A permission that was taken is gone a minute later; what others may has nothing to do with it.
#[tokio::test]
async fn the_permission_is_as_old_as_a_minute_at_most() -> anyhow::Result<()> {
    let world = World::new(LONG).await?;
    assert_eq!(world.names(&vic()?).await, ACME);
    world.withhold_memberships().await?;
    world.clock.advance(FRESH_MS - 1);
    assert_eq!(world.names(&vic()?).await, ACME);
    world.clock.advance(1);
    assert_eq!(world.names(&vic()?).await, ["Vic Viewer"]);
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
    world.names_of(&vic()?, &[Person::Mel, Person::Sam]).await?;
    assert_eq!(world.control.calls_left().await?, 99);
    world.clock.advance(1);
    world.names(&ada).await;
    assert_eq!(world.control.calls_left().await?, 98);
    Ok(())
}

#[tokio::test]
async fn a_failing_clerk_is_left_alone_for_a_while_and_nobody_is_named_after_a_minute() -> anyhow::Result<()> {
    let world = World::new(LONG).await?;
    let ada = ada()?;
    assert_eq!(world.names(&ada).await, ACME);
    world.control.order(&json!({ "path": MEMBERSHIPS, "status": 500, "count": 100 })).await?;
    world.clock.advance(FRESH_MS - 1);
    assert_eq!(world.names(&ada).await, ACME);
    world.clock.advance(1);
    assert_eq!(world.names(&ada).await, [""; 0], "whether she still may know is not known");
    assert_eq!(world.names(&ada).await, [""; 0]);
    assert_eq!(world.control.calls_left().await?, 99, "once");
    world.control.clear().await?;
    let globex = LocalClerk::shared()?.scope(Person::Sam, Place::Globex)?;
    assert_eq!(world.names(&globex).await, ["Ada Admin", "Sam Stranger"], "another tenant is asked about all the same");
    world.clock.advance(PAUSE_MS);
    assert_eq!(world.names(&ada).await, ACME);
    Ok(())
}

#[tokio::test]
async fn tenants_in_a_row_are_an_outage_and_nobody_is_asked_about_for_a_while() -> anyhow::Result<()> {
    let world = World::new(LONG).await?;
    world.control.order(&json!({ "path": "/v1/**", "status": 500, "count": 100 })).await?;
    let clerk = LocalClerk::shared()?;
    for (person, place) in [(Person::Ada, Place::Acme), (Person::Sam, Place::Globex), (Person::Sam, Place::Personal)] {
        assert_eq!(world.names(&clerk.scope(person, place)?).await, [""; 0]);
    }
    assert_eq!(world.control.calls_left().await?, 97);
    let fourth = clerk.scope(Person::Ada, Place::Personal)?;
    assert_eq!(world.names(&fourth).await, [""; 0], "another tenant would meet the same failure, so it is not tried");
    assert_eq!(world.control.calls_left().await?, 97);
    world.control.clear().await?;
    world.clock.advance(PAUSE_MS);
    assert_eq!(world.names(&fourth).await, ["Ada Admin"]);
    Ok(())
}

#[tokio::test]
async fn one_tenants_slow_answer_is_no_other_tenants_trouble() -> anyhow::Result<()> {
    let world = World::new(SHORT).await?;
    world.control.order(&json!({ "path": MEMBERSHIPS, "hang": true, "count": 1 })).await?;
    let ada = ada()?;
    assert_eq!(world.names(&ada).await, [""; 0]);
    assert_eq!(world.names(&ada).await, [""; 0]);
    let another = LocalClerk::shared()?.scope(Person::Sam, Place::Personal)?;
    let known = async {
        loop {
            let names = world.names(&another).await;
            if !names.is_empty() {
                return names;
            }
            tokio::task::yield_now().await;
        }
    };
    assert_eq!(tokio::time::timeout(LONG, known).await?, ["Sam Stranger"]);
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

async fn has(world: &World, scope: &TenantScope, id: &str) -> anyhow::Result<Option<bool>> {
    Ok(world.directory.has(scope, &id.parse()?).await)
}

#[tokio::test]
async fn who_belongs_to_a_tenant_is_told_by_its_list() -> anyhow::Result<()> {
    let world = World::new(LONG).await?;
    for (id, expected) in [("user_localMelMember", true), ("user_localSamStranger", false), ("user_nobody", false)] {
        assert_eq!(has(&world, &ada()?, id).await?, Some(expected), "{id}");
    }
    let personal = LocalClerk::shared()?.scope(Person::Sam, Place::Personal)?;
    assert_eq!(has(&world, &personal, "user_localAdaAdmin").await?, Some(false));
    Ok(())
}

/// In an organization of more people than one answer holds, whoever is not in it is asked about alone.
#[tokio::test]
async fn in_a_large_organization_people_are_looked_up_one_by_one() -> anyhow::Result<()> {
    let world = World::new(LONG).await?;
    world.control.crowd("acme", 600).await?;
    let scope = ada()?;
    let everybody = world.directory.choices(&scope).await.members;
    assert_eq!(everybody.len(), 500);
    let first = world.directory.choices(&scope).await;
    let left_out = (0..600).map(|number| format!("user_crowd{number}")).filter_map(|id| id.parse().ok());
    let left_out: Vec<UserId> = left_out.filter(|id| first.name_of(id).is_none()).collect();
    assert!(left_out.len() >= 100, "{}", left_out.len());
    let one = &left_out[0];
    assert_eq!(world.directory.has(&scope, one).await, Some(true));
    assert_eq!(has(&world, &scope, "user_localSamStranger").await?, Some(false), "no member is refused also then");
    let known = world.directory.people(&scope, &[one.clone(), "user_localSamStranger".parse()?].into()).await;
    let number = one.as_str().trim_start_matches("user_crowd");
    assert_eq!(known.name_of(one), Some(format!("Crowd {number}").as_str()));
    assert_eq!(known.former, ["user_localSamStranger".parse()?]);
    Ok(())
}

/// Neither yes nor no: not while the list is known from earlier, either.
#[tokio::test]
async fn while_clerk_does_not_answer_nobody_is_vouched_for() -> anyhow::Result<()> {
    let world = World::new(LONG).await?;
    assert_eq!(has(&world, &ada()?, "user_localMelMember").await?, Some(true));
    world.control.order(&json!({ "path": MEMBERSHIPS, "status": 500, "count": 100 })).await?;
    world.clock.advance(FRESH_MS);
    for id in ["user_localMelMember", "user_localSamStranger"] {
        assert_eq!(has(&world, &ada()?, id).await?, None, "{id}");
    }
    Ok(())
}
