//! Many who want the same key at the same moment.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use domain::{Draft, ProjectKey};
use store::{Create, Update};
use tokio::task::JoinSet;

use super::{
    Open,
    world::{World, ada, checked, named},
};

crate::contract::cases! { $ keys_at_once {
    of_creates_with_one_key_one_gets_it,
    creates_with_one_name_all_get_a_key,
    of_updates_to_one_key_one_gets_it,
} }

const WRITERS: usize = 16;

fn moon(name: &str) -> Draft {
    named(name).with("key", "MOON")
}

/// The key goes to one of them; to the others it is taken.
pub async fn of_creates_with_one_key_one_gets_it(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let mut tasks = JoinSet::new();
    for number in 0..WRITERS {
        let (projects, grant) = (world.opened.projects(), ada.require()?);
        let new = checked(moon(&format!("project {number}")))?;
        tasks.spawn(async move { projects.create(&grant, new).await });
    }
    let mut made = Vec::new();
    let mut taken = 0;
    while let Some(outcome) = tasks.join_next().await {
        match outcome?? {
            Create::Done(project) => made.push(project),
            Create::KeyTaken => taken += 1,
            Create::Full(most) => bail!("full with {most}"),
        }
    }
    assert_eq!((made.len(), taken), (1, WRITERS - 1));
    assert_eq!(world.all(&ada).await?, made);
    assert_eq!(world.events(&ada).await?.len(), 1);
    Ok(())
}

/// Whoever names no key always gets one.
pub async fn creates_with_one_name_all_get_a_key(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let mut tasks = JoinSet::new();
    for _ in 0..WRITERS {
        let (projects, grant, new) = (world.opened.projects(), ada.require()?, checked(named("Moon"))?);
        tasks.spawn(async move { projects.create(&grant, new).await });
    }
    let mut keys = BTreeSet::new();
    while let Some(outcome) = tasks.join_next().await {
        let Create::Done(project) = outcome?? else { bail!("refused without having named a key") };
        assert!(ProjectKey::candidates("Moon", project.id).contains(&project.key), "{}", project.key);
        keys.insert(project.key.to_string());
    }
    assert_eq!(keys.len(), WRITERS);
    for key in ["MOON", "MOON2", "MOON3"] {
        assert!(keys.contains(key), "{keys:?}");
    }
    Ok(())
}

/// Changes that want the same key: as with creates.
pub async fn of_updates_to_one_key_one_gets_it(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let mut tasks = JoinSet::new();
    for number in 0..WRITERS {
        let made = world.made(&ada, named("project").with("key", format!("P{number}"))).await?;
        let (projects, grant) = (world.opened.projects(), ada.require()?);
        let change = checked(moon("renamed"))?;
        tasks.spawn(async move { projects.update(&grant, made.id, made.version, change).await });
    }
    let mut done = 0;
    while let Some(outcome) = tasks.join_next().await {
        match outcome?? {
            Update::Done(_) => done += 1,
            Update::KeyTaken => {}
            other => bail!("{other:?}"),
        }
    }
    let renamed = world.all(&ada).await?.into_iter().filter(|project| project.key.as_str() == "MOON").count();
    assert_eq!((done, renamed), (1, 1));
    Ok(())
}
