//! What holds of every resource, shown on one that no product has: isolation, what is durable, what is noted, what goes with
//! its tenant. Whatever resources come and go, this stands.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use domain::{AuditEvent, Clock, Impersonating, Object, PageRequest, TenantScope};
use store::{
    IdGenerator, Removal, Store, StoreError,
    things::{Thing, ThingId},
};
use tokio::task::JoinSet;

use super::{
    Open,
    patience::{answers, at_one_moment},
    world::{World, ada, impersonated, mel, outsiders, sam, vic},
};
use crate::{HandClock, SeededIds};

crate::contract::cases! { $ things {
    every_change_is_noted_once_with_its_object,
    whoever_acts_in_somebodys_place_is_noted,
    of_changes_at_once_none_is_lost,
    what_was_acknowledged_survives_dropped_futures,
    hostile_texts_come_back_as_they_went_in,
    a_removed_tenant_may_begin_again,
    removing_at_once_is_removing_once,
    a_large_tenant_is_removed_whole,
} isolation {
    another_tenants_things_do_not_exist,
    another_tenants_events_are_not_listed,
    equal_ids_stay_apart,
    other_tenants_stay_as_they_are,
} }

/// Ids of another tenant lead nowhere, even for the person who made the row there.
pub async fn another_tenants_things_do_not_exist(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (store, ada, mel, vic) = (&world.opened.store, ada()?, mel()?, vic()?);
    let acmes = [world.thing(&ada, "hers").await?, world.thing(&mel, "his").await?];
    for thing in &acmes {
        assert!(store.add_part(&ada, thing.id, "wheel").await?);
    }
    for outsider in outsiders()? {
        world.thing(&outsider, "own").await?;
        for thing in &acmes {
            assert_eq!(store.thing(&outsider, thing.id).await?, None);
            assert_eq!(store.rename_thing(&outsider, thing.id, thing.version, "taken").await?, None);
            assert!(!store.delete_thing(&outsider, thing.id).await?);
            assert!(!store.add_part(&outsider, thing.id, "theirs").await?);
            assert_eq!(store.parts(&outsider, thing.id).await?, [""; 0]);
        }
        assert!(store.things(&outsider).await?.iter().all(|thing| thing.name == "own"));
    }
    for thing in acmes {
        assert_eq!(store.parts(&vic, thing.id).await?, ["wheel"]);
        assert_eq!(store.thing(&vic, thing.id).await?, Some(thing));
    }
    Ok(())
}

/// Nor what was done with them.
pub async fn another_tenants_events_are_not_listed(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let thing = world.thing(&ada, "hers").await?;
    let noted = world.events(&ada).await?;
    assert_eq!(noted.len(), 1);
    for outsider in outsiders()? {
        let own = world.thing(&outsider, "own").await?;
        let listed = world.events(&outsider).await?;
        assert!(listed.iter().all(|event| event.object_name.as_deref() == Some("own")), "{listed:?}");
        assert!(listed.iter().any(|event| event.object_id == Some(own.id.to_string())));
        assert!(listed.iter().all(|event| event.object_id != Some(thing.id.to_string())));
    }
    let page = world.event_page(&ada, &PageRequest { after: None, limit: Some(100) }).await?;
    assert_eq!(page.items, noted);
    Ok(())
}

/// The same ids in two tenants: each is read, changed, listed, given parts and deleted in its own.
pub async fn equal_ids_stay_apart(open: impl Open) -> Result<()> {
    let clock = HandClock::new();
    let ids = SeededIds::new(clock.clone(), 7);
    let world = World::with(open, clock, ids.clone()).await?;
    let (store, ada, sam) = (&world.opened.store, ada()?, sam()?);
    let ours = world.thing(&ada, "ours").await?;
    ids.go_on_after(0);
    let theirs = world.thing(&sam, "theirs").await?;
    assert_eq!(ours.id, theirs.id);
    assert!(store.add_part(&ada, ours.id, "wheel").await? && store.add_part(&sam, theirs.id, "door").await?);
    assert_eq!(store.thing(&ada, ours.id).await?, Some(ours.clone()));
    assert_eq!(store.things(&ada).await?, std::slice::from_ref(&ours));
    world.clock.advance(1);
    let renamed = store.rename_thing(&ada, ours.id, 1, "renamed").await?.context("it was not renamed")?;
    assert_eq!((renamed.name.as_str(), renamed.version), ("renamed", 2));
    assert_eq!(store.things(&sam).await?, std::slice::from_ref(&theirs));
    assert_eq!(
        (store.parts(&ada, ours.id).await?, store.parts(&sam, ours.id).await?),
        (vec!["wheel".to_owned()], vec!["door".to_owned()])
    );
    assert!(store.delete_thing(&ada, ours.id).await?);
    assert_eq!(store.things(&ada).await?, []);
    assert_eq!(store.parts(&ada, ours.id).await?, [""; 0], "they went along");
    assert_eq!(
        (store.things(&sam).await?, store.parts(&sam, theirs.id).await?),
        (vec![theirs], vec!["door".to_owned()])
    );
    Ok(())
}

/// With its object before and after, by whom, when and on which request; what changes nothing is not noted.
pub async fn every_change_is_noted_once_with_its_object(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (store, ada) = (&world.opened.store, ada()?.for_request(Some("request-7".to_owned())));
    let made = world.thing(&ada, "Moon").await?;
    world.clock.advance(1);
    let renamed = store.rename_thing(&ada, made.id, made.version, "Mars").await?.context("it was not renamed")?;
    assert_eq!(store.rename_thing(&ada, made.id, made.version, "Venus").await?, None, "it is at another version");
    world.clock.advance(1);
    assert!(store.delete_thing(&ada, made.id).await?);
    assert!(!store.delete_thing(&ada, made.id).await?);
    let noted = world.events(&ada).await?;
    let expected = [
        (Thing::CREATED, made.created_at, None, Some(&made)),
        (Thing::UPDATED, renamed.updated_at, Some(&made), Some(&renamed)),
        (Thing::DELETED, world.clock.now_ms(), Some(&renamed), None),
    ];
    assert_eq!(noted.len(), expected.len(), "{noted:?}");
    for (event, (action, at, before, after)) in noted.iter().zip(expected) {
        let name = after.or(before).map(|thing| thing.name.clone());
        assert_eq!((&event.action, event.created_at, &event.object_name), (&action, at, &name));
        assert_eq!(event.before, before.map(store::canonical).transpose()?);
        assert_eq!(event.after, after.map(store::canonical).transpose()?);
        assert_eq!(event.actor.as_ref(), Some(ada.actor()));
        assert_eq!(
            (event.request_id.as_deref(), event.object_id.clone()),
            (Some("request-7"), Some(made.id.to_string()))
        );
    }
    Ok(())
}

/// Beside the one whom they are signed in as.
pub async fn whoever_acts_in_somebodys_place_is_noted(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let support = impersonated(r#"{"sub":"user_support"}"#)?;
    assert_eq!(support.may_remove(), Err(Impersonating));
    world.thing(&support, "Moon").await?;
    world.thing(&ada()?, "Mars").await?;
    let noted = world.events(&ada()?).await?;
    let by = |event: &AuditEvent| event.impersonator.as_ref().map(ToString::to_string);
    assert_eq!(noted.iter().map(by).collect::<Vec<_>>(), [Some("user_support".to_owned()), None]);
    assert!(noted.iter().all(|event| event.actor.as_ref() == Some(support.actor())));
    Ok(())
}

/// Each change counts up once, and is noted.
pub async fn of_changes_at_once_none_is_lost(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let thing = world.thing(&ada, "0").await?;
    let mut changes = JoinSet::new();
    for name in 1..=16 {
        let (store, ada, id) = (world.opened.store.clone(), ada.clone(), thing.id);
        changes.spawn(async move { until_renamed(&*store, &ada, id, &name.to_string()).await });
    }
    while let Some(outcome) = changes.join_next().await {
        outcome??;
    }
    let now = world.opened.store.thing(&ada, thing.id).await?.context("it is gone")?;
    assert_eq!(now.version, 17);
    let noted = world.events(&ada).await?;
    let names: BTreeSet<String> = noted.iter().filter_map(|event| event.object_name.clone()).collect();
    assert_eq!((noted.len(), names.len()), (17, 17));
    Ok(())
}

async fn until_renamed(store: &dyn Store, scope: &TenantScope, id: ThingId, name: &str) -> Result<()> {
    loop {
        let seen = store.thing(scope, id).await?.context("it is gone")?;
        if store.rename_thing(scope, id, seen.version, name).await?.is_some() {
            return Ok(());
        }
    }
}

/// Given up at every point of their way: those that were acknowledged are there, and those that are there are noted.
pub async fn what_was_acknowledged_survives_dropped_futures(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let made = answers(600, async |number| {
        let (store, ada) = (world.opened.store.clone(), ada.clone());
        Ok(async move { Ok(store.make_thing(&ada, &format!("thing {number}")).await?.id.to_string()) })
    })
    .await?;
    let all = async || Ok(world.opened.store.things(&ada).await?);
    let (found, noted) = at_one_moment(&world, &ada, all).await?;
    let found: BTreeSet<String> = found.into_iter().map(|thing| thing.id.to_string()).collect();
    let noted: BTreeSet<String> = noted.into_iter().filter_map(|event| event.object_id).collect();
    assert_eq!(found, noted);
    let lost: Vec<&String> = made.iter().filter(|id| !found.contains(*id)).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    Ok(())
}

/// Nothing of a text is read as part of a statement.
pub async fn hostile_texts_come_back_as_they_went_in(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for text in [
        "'; DROP TABLE things; --",
        "\" OR 1 = 1",
        "$1",
        "%_\\",
        "ü🛰\u{202e}\u{0}a".replace('\0', "").as_str(),
        "</script>",
    ] {
        let made = world.thing(&ada, text).await?;
        assert_eq!(made.name, text);
        assert_eq!(world.opened.store.thing(&ada, made.id).await?, Some(made));
    }
    Ok(())
}

async fn furnish(world: &World, scope: &TenantScope) -> Result<()> {
    for name in ["Moon", "Mars"] {
        let thing = world.thing(scope, name).await?;
        assert!(world.opened.store.add_part(scope, thing.id, "wheel").await?);
    }
    Ok(())
}

async fn rows(world: &World, scope: &TenantScope) -> Result<(Vec<Thing>, Vec<AuditEvent>)> {
    Ok((world.opened.store.things(scope).await?, world.events(scope).await?))
}

/// Nothing of a removed tenant is left, and all of the others, even where the ids are the same.
pub async fn other_tenants_stay_as_they_are(open: impl Open) -> Result<()> {
    let clock = HandClock::new();
    let ids = SeededIds::new(clock.clone(), 7);
    let world = World::with(open, clock, ids.clone()).await?;
    let (ada, sam) = (ada()?, sam()?);
    for scope in [&ada, &sam] {
        ids.go_on_after(0);
        furnish(&world, scope).await?;
    }
    let theirs = rows(&world, &sam).await?;
    assert_eq!(world.system().remove_tenant(ada.tenant().id()).await?, Removal::Done);
    assert_eq!(rows(&world, &ada).await?, (vec![], vec![]));
    assert_eq!(rows(&world, &sam).await?, theirs);
    assert_eq!(world.system().remove_tenant("org_unknown").await?, Removal::Unknown);
    Ok(())
}

/// Clerk may know an organization for a moment longer than we do.
pub async fn a_removed_tenant_may_begin_again(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for _ in 0..2 {
        furnish(&world, &ada).await?;
        assert_eq!(rows(&world, &ada).await?.0.len(), 2);
        assert_eq!(world.system().remove_tenant(ada.tenant().id()).await?, Removal::Done);
        assert_eq!(rows(&world, &ada).await?, (vec![], vec![]));
    }
    Ok(())
}

/// Several who remove the same tenant: none fails, and nothing is left.
pub async fn removing_at_once_is_removing_once(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    furnish(&world, &ada).await?;
    let mut removals = JoinSet::new();
    for _ in 0..4 {
        let (system, id) = (world.opened.system.clone(), ada.tenant().id().to_owned());
        removals.spawn(async move { system.remove_tenant(&id).await });
    }
    let outcomes: Vec<Removal> = removals.join_all().await.into_iter().collect::<Result<_, StoreError>>()?;
    assert!(outcomes.contains(&Removal::Done), "{outcomes:?}");
    assert_eq!(rows(&world, &ada).await?, (vec![], vec![]));
    assert_eq!(world.system().tenants(None, 10).await?, []);
    Ok(())
}

/// More rows than any one statement should touch.
pub async fn a_large_tenant_is_removed_whole(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let ids = SeededIds::new(world.clock.clone(), 9);
    let things: Vec<_> = (0..2_500).map(|number| (ids.uuid_v7(), format!("Moon {number}"))).collect();
    world.opened.store.insert_things(&ada, &things).await?;
    assert_eq!(world.opened.store.things(&ada).await?.len(), 2_500);
    assert_eq!(world.system().remove_tenant(ada.tenant().id()).await?, Removal::Done);
    assert_eq!(rows(&world, &ada).await?, (vec![], vec![]));
    Ok(())
}
