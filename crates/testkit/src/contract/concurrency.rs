//! Many writers at once.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use domain::{Grant, Project, UpdateProjects};
use store::Update;
use tokio::task::JoinSet;

use super::{
    Open,
    world::{World, fields, scope},
};
use crate::{Person, Place};

const WRITERS: usize = 64;

/// Nothing is refused, nothing is lost, nothing is made twice.
pub async fn creates_at_once_all_arrive(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let scopes = [scope(Person::Ada, Place::Acme)?, scope(Person::Sam, Place::Globex)?];
    let mut tasks = JoinSet::new();
    for (number, scope) in (0..WRITERS).zip(scopes.iter().cycle()) {
        let (projects, grant) = (world.opened.projects.clone(), scope.require()?);
        let new = fields(&format!("project {number}"), "")?;
        tasks.spawn(async move { projects.create(&grant, new).await });
    }
    let mut made = BTreeSet::new();
    while let Some(outcome) = tasks.join_next().await {
        made.insert(outcome??.name);
    }
    assert_eq!(made.len(), WRITERS);
    let mut found = BTreeSet::new();
    for scope in &scopes {
        found.extend(world.all(scope).await?.into_iter().map(|project| project.name));
    }
    assert_eq!(found, made);
    Ok(())
}

/// Of updates that saw the same version one wins; whoever looks again and retries gets through, once each.
pub async fn updates_at_once_are_never_lost(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = scope(Person::Ada, Place::Acme)?;
    let made = world.create(&ada, "0").await?;
    let mut tasks = JoinSet::new();
    for _ in 0..WRITERS {
        let (projects, grant, seen) = (world.opened.projects.clone(), ada.require()?, made.clone());
        tasks.spawn(async move { add_one(projects.as_ref(), &grant, seen).await });
    }
    let mut conflicts = Vec::new();
    while let Some(outcome) = tasks.join_next().await {
        conflicts.push(outcome??);
    }
    assert!(conflicts.contains(&0), "somebody was first");
    let counted = world.get(&ada, made.id).await?;
    let counted = counted.map(|project| (project.name, project.version));
    assert_eq!(counted, Some((WRITERS.to_string(), i64::try_from(WRITERS)? + 1)));
    Ok(())
}

/// Writes the number in the name plus one, until nobody was faster; returns how often somebody was.
async fn add_one(
    projects: &dyn store::ProjectStore,
    grant: &Grant<UpdateProjects>,
    mut seen: Project,
) -> Result<usize> {
    for conflicts in 0..=WRITERS {
        let number: u32 = seen.name.parse()?;
        match projects.update(grant, seen.id, seen.version, fields(&(number + 1).to_string(), "")?).await? {
            Update::Done(_) => return Ok(conflicts),
            Update::Conflict(current) => seen = current,
            Update::NotFound => bail!("the project is gone"),
        }
    }
    bail!("others were faster more often than there are others")
}
