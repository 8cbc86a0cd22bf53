//! Many writers at once.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use domain::{Grant, Object, Project, TenantScope, UpdateProjects};
use store::{Create, DeleteBy, Update};
use tokio::task::JoinSet;

use super::{
    Open,
    world::{World, ada, checked, mel, named, sam},
};

crate::contract::cases! { $ concurrency {
    creates_at_once_all_arrive,
    updates_at_once_are_never_lost,
    deletes_and_restores_at_once_happen_in_turn,
    changes_at_once_are_all_noted,
} }

const WRITERS: usize = 64;

/// Nothing is refused, nothing is lost, nothing is made twice.
pub async fn creates_at_once_all_arrive(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let scopes = [ada()?, sam()?];
    let mut tasks = JoinSet::new();
    for (number, scope) in (0..WRITERS).zip(scopes.iter().cycle()) {
        let (projects, grant) = (world.opened.projects(), scope.require()?);
        let new = checked(named(&format!("project {number}")))?;
        tasks.spawn(async move { projects.create(&grant, new).await });
    }
    let mut made = BTreeSet::new();
    while let Some(outcome) = tasks.join_next().await {
        let Create::Done(project) = outcome?? else { bail!("a key was taken that nobody named") };
        made.insert(project.name);
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
    let ada = ada()?;
    let made = world.create(&ada, "0").await?;
    let conflicts = count_up_at_once(&world, &ada, &made).await?;
    assert!(conflicts.contains(&0), "somebody was first");
    let counted = world.get(&ada, made.id).await?;
    let counted = counted.map(|project| (project.name, project.version));
    assert_eq!(counted, Some((WRITERS.to_string(), i64::try_from(WRITERS)? + 1)));
    Ok(())
}

async fn count_up_at_once(world: &World, scope: &TenantScope, made: &Project) -> Result<Vec<usize>> {
    let mut tasks = JoinSet::new();
    for _ in 0..WRITERS {
        let (projects, grant, seen) = (world.opened.projects(), scope.require()?, made.clone());
        tasks.spawn(async move { add_one(projects.as_ref(), &grant, seen).await });
    }
    let mut conflicts = Vec::new();
    while let Some(outcome) = tasks.join_next().await {
        conflicts.push(outcome??);
    }
    Ok(conflicts)
}

/// Writes the number in the name plus one, until nobody was faster; returns how often somebody was.
async fn add_one(
    projects: &dyn store::ProjectStore,
    grant: &Grant<UpdateProjects>,
    mut seen: Project,
) -> Result<usize> {
    for conflicts in 0..=WRITERS {
        let number: u32 = seen.name.parse()?;
        let change = checked(named(&(number + 1).to_string()))?;
        match projects.update(grant, seen.id, seen.version, change).await? {
            Update::Done(_) => return Ok(conflicts),
            Update::Conflict(current) => seen = current,
            other => bail!("{other:?}"),
        }
    }
    bail!("others were faster more often than there are others")
}

/// Of many who delete, or restore, one project at once one does it.
pub async fn deletes_and_restores_at_once_happen_in_turn(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, mel) = (ada()?, mel()?);
    let made = world.create(&mel, "Moon").await?;
    let rights = [DeleteBy::of(&ada)?, DeleteBy::of(&mel)?];
    for version in [3, 5, 7] {
        for restoring in [false, true] {
            let mut tasks = JoinSet::new();
            for by in rights.iter().cycle().take(16) {
                let (projects, by) = (world.opened.projects(), by.clone());
                tasks.spawn(async move {
                    if restoring {
                        projects.restore(&by, made.id).await.map(|project| project.is_some())
                    } else {
                        projects.delete(&by, made.id).await
                    }
                });
            }
            let mut done = 0;
            while let Some(outcome) = tasks.join_next().await {
                done += usize::from(outcome??);
            }
            assert_eq!(done, 1, "restoring: {restoring}");
        }
        assert_eq!(world.get(&ada, made.id).await?.map(|project| project.version), Some(version));
    }
    assert_eq!(world.events(&ada).await?.len(), 7);
    Ok(())
}

/// Each change is noted with the state it found and the state it left, without a gap.
pub async fn changes_at_once_are_all_noted(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let made = world.create(&ada, "0").await?;
    count_up_at_once(&world, &ada, &made).await?;
    let mut steps = BTreeSet::new();
    for event in world.events(&ada).await? {
        if event.action == Project::UPDATED {
            let before: Project = serde_json::from_str(&event.before.context("no state before")?)?;
            let after: Project = serde_json::from_str(&event.after.context("no state after")?)?;
            steps.insert((before.version, before.name, after.version, after.name));
        }
    }
    let expected = (0..i64::try_from(WRITERS)?)
        .map(|number| (number + 1, number.to_string(), number + 2, (number + 1).to_string()))
        .collect::<BTreeSet<_>>();
    assert_eq!(steps, expected);
    Ok(())
}
