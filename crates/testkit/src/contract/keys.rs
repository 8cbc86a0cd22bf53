//! Keys: unique in their tenant, over all of its projects.

use anyhow::Result;
use domain::Clock;
use domain::{Draft, Project, ProjectKey, ProjectQuery};
use store::{Create, Update};

use super::{
    Open,
    world::{World, ada, named, question, sam, unknown_id},
};

crate::contract::cases! { $ keys {
    a_given_key_is_the_key,
    without_a_key_the_first_free_candidate_is_taken,
    a_key_is_taken_whatever_list_its_project_is_in,
    an_update_may_change_the_key,
    a_taken_key_changes_nothing,
    a_purged_project_gives_its_key_back,
    each_tenant_has_its_own_keys,
} }

fn keyed(name: &str, key: &str) -> Draft {
    named(name).with("key", key)
}

/// A project has the key that it was given, not one of its name's.
pub async fn a_given_key_is_the_key(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for key in ["MARS", "M2", "ABCDEFGHIJKL"] {
        let made = world.made(&ada, keyed("Moon base", key)).await?;
        assert_eq!(made.key.as_str(), key);
        assert_eq!(world.get(&ada, made.id).await?.map(|project| project.key), Some(made.key));
    }
    Ok(())
}

/// `MOON`, `MOON2`, `MOON3`, then one with a part of the id; a candidate that came free in between is taken.
pub async fn without_a_key_the_first_free_candidate_is_taken(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let mut made = Vec::new();
    for place in [0, 1, 2, 3, 3, 3] {
        let project = world.create(&ada, "Moon base").await?;
        assert_eq!(Some(&project.key), ProjectKey::candidates("Moon base", project.id).get(place));
        made.push(project);
    }
    world.made(&ada, keyed("Of no name", "PRJ")).await?;
    let project = world.create(&ada, "日本").await?;
    assert_eq!(project.key.as_str(), "PRJ2");
    let second = made.swap_remove(1);
    world.changed(&ada, &second, keyed("Moon base", "ELSE")).await?;
    assert_eq!(world.create(&ada, "Moon").await?.key.as_str(), "MOON2");
    Ok(())
}

/// The keys of archived and of deleted projects are taken, for whoever names them and for whoever names none.
pub async fn a_key_is_taken_whatever_list_its_project_is_in(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let active = world.made(&ada, keyed("Active", "MOON")).await?;
    world.made(&ada, keyed("Archived", "MOON2").with("status", "archived")).await?;
    let deleted = world.made(&ada, keyed("Deleted", "MOON3")).await?;
    world.deleted(&ada, deleted).await?;
    for key in ["MOON", "MOON2", "MOON3"] {
        assert_eq!(world.make(&ada, keyed("Moon", key)).await?, Create::KeyTaken, "{key}");
    }
    for key in ["MOON2", "MOON3"] {
        assert_eq!(world.change(&ada, &active, keyed("Moon", key)).await?, Update::KeyTaken, "{key}");
    }
    let made = world.create(&ada, "Moon").await?;
    assert_eq!(Some(&made.key), ProjectKey::candidates("Moon", made.id).last());
    Ok(())
}

/// A project takes another key and may keep its own; the key it had before is free.
pub async fn an_update_may_change_the_key(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let made = world.made(&ada, keyed("Moon", "MOON")).await?;
    let same = world.changed(&ada, &made, keyed("Moon", "MOON")).await?;
    assert_eq!(same, Project { version: 2, ..made });
    let other = world.changed(&ada, &same, keyed("Moon", "MARS")).await?;
    assert_eq!(other, Project { key: "MARS".parse()?, version: 3, ..same });
    assert_eq!(world.create(&ada, "Moon").await?.key.as_str(), "MOON");
    Ok(())
}

/// Nothing is made and nothing changed under a taken key. A stale version and a missing project are told before it.
pub async fn a_taken_key_changes_nothing(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let first = world.made(&ada, keyed("First", "MOON")).await?;
    let second = world.made(&ada, keyed("Second", "MARS")).await?;
    world.clock.advance(1);
    assert_eq!(world.make(&ada, keyed("Third", "MOON")).await?, Create::KeyTaken);
    assert_eq!(world.change(&ada, &second, keyed("Renamed", "MOON")).await?, Update::KeyTaken);
    assert_eq!(world.all(&ada).await?, [second.clone(), first]);
    assert_eq!(world.names(&ada, &question("renamed")).await?, [""; 0]);
    let stale = Project { version: 7, ..second.clone() };
    assert_eq!(world.change(&ada, &stale, keyed("Renamed", "MOON")).await?, Update::Conflict(second.clone()));
    let nowhere = Project { id: unknown_id()?, ..second };
    assert_eq!(world.change(&ada, &nowhere, keyed("Renamed", "MOON")).await?, Update::NotFound);
    Ok(())
}

/// A key is free again when its project is gone for good.
pub async fn a_purged_project_gives_its_key_back(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let made = world.made(&ada, keyed("Moon", "MOON")).await?;
    world.deleted(&ada, made).await?;
    assert_eq!(world.make(&ada, keyed("Moon", "MOON")).await?, Create::KeyTaken);
    assert_eq!(world.system().purge(ada.tenant().id(), world.clock.now_ms() + 1, 10).await?, 1);
    assert_eq!(world.made(&ada, keyed("Moon", "MOON")).await?.key.as_str(), "MOON");
    Ok(())
}

/// A key that one tenant uses is free in another.
pub async fn each_tenant_has_its_own_keys(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    for scope in [ada()?, sam()?] {
        for key in ["MOON", "MOON2"] {
            assert_eq!(world.create(&scope, "Moon").await?.key.as_str(), key);
        }
        let seen = world.made(&scope, keyed("Mars", "MARS")).await?;
        world.changed(&scope, &seen, keyed("Mars", "VENUS")).await?;
        assert_eq!(world.list(&scope, &ProjectQuery::default()).await?.len(), 3);
    }
    Ok(())
}
