//! Many who change the tasks of one project at the same moment.

use anyhow::{Context, Result, bail};
use domain::{NewTask, Project, Task, TenantScope, task::TASKS_MAX};
use store::{NewTaskOutcome, Update};
use tokio::task::JoinSet;

use super::{
    Open,
    world::{World, ada, moved_to},
};

crate::contract::cases! { $ tasks_at_once {
    creates_at_once_all_have_a_place,
    moves_at_once_keep_the_places,
    all_kinds_of_changes_at_once_keep_the_places,
    the_limit_holds_at_once,
} }

const WRITERS: usize = 32;

fn create(world: &World, scope: &TenantScope, project: &Project, tasks: &mut JoinSet<Result<()>>) -> Result<()> {
    let (store, grant, project) = (world.opened.tasks(), scope.require()?, project.id);
    let new = NewTask::new("task", None).ok().context("refused")?;
    tasks.spawn(async move {
        match store.create(&grant, project, new).await? {
            NewTaskOutcome::Done(_) => Ok(()),
            other => bail!("{other:?}"),
        }
    });
    Ok(())
}

fn shift(world: &World, scope: &TenantScope, seen: &Task, to: i64, tasks: &mut JoinSet<Result<()>>) -> Result<()> {
    let (store, grant, seen, change) = (world.opened.tasks(), scope.require()?, seen.clone(), moved_to(to)?);
    tasks.spawn(async move {
        match store.update(&grant, seen.project_id, seen.id, seen.version, change).await? {
            Update::Done(_) => Ok(()),
            other => bail!("{other:?}"),
        }
    });
    Ok(())
}

async fn all_done(mut tasks: JoinSet<Result<()>>) -> Result<()> {
    while let Some(outcome) = tasks.join_next().await {
        outcome??;
    }
    Ok(())
}

/// The places are 1 to `count`, in order.
async fn places(world: &World, scope: &TenantScope, project: &Project, count: usize) -> Result<()> {
    let found: Vec<i64> = world.tasks_of(scope, project).await?.into_iter().map(|task| task.position).collect();
    let expected: Vec<i64> = (1..=i64::try_from(count)?).collect();
    assert_eq!(found, expected);
    Ok(())
}

/// None is refused and none shares a place, in each of two projects.
pub async fn creates_at_once_all_have_a_place(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let projects = [world.create(&ada, "first").await?, world.create(&ada, "second").await?];
    let mut tasks = JoinSet::new();
    for _ in 0..WRITERS {
        for project in &projects {
            create(&world, &ada, project, &mut tasks)?;
        }
    }
    all_done(tasks).await?;
    for project in &projects {
        places(&world, &ada, project, WRITERS).await?;
    }
    Ok(())
}

/// Each task is moved by somebody, once: none gets in the way of another's version.
pub async fn moves_at_once_keep_the_places(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let project = world.create(&ada, "Moon").await?;
    let mut made = Vec::new();
    for _ in 0..WRITERS {
        made.push(world.task(&ada, &project, "task").await?);
    }
    let mut tasks = JoinSet::new();
    for (number, task) in (1..).zip(&made) {
        shift(&world, &ada, task, number * 7 % 32 + 1, &mut tasks)?;
    }
    all_done(tasks).await?;
    places(&world, &ada, &project, WRITERS).await?;
    assert!(world.tasks_of(&ada, &project).await?.iter().all(|task| task.version == 2));
    Ok(())
}

/// Makes, moves and deletes, all at once.
pub async fn all_kinds_of_changes_at_once_keep_the_places(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let project = world.create(&ada, "Moon").await?;
    let mut made = Vec::new();
    for _ in 0..WRITERS {
        made.push(world.task(&ada, &project, "task").await?);
    }
    let mut tasks = JoinSet::new();
    for (number, task) in (1..).zip(&made) {
        create(&world, &ada, &project, &mut tasks)?;
        if number % 2 == 0 {
            shift(&world, &ada, task, number * 5 % 33 + 1, &mut tasks)?;
        } else {
            let (store, by, task) = (world.opened.tasks(), ada.require()?.to_remove()?, task.clone());
            tasks.spawn(async move {
                let is_done = store.delete(&by, task.project_id, task.id).await?;
                if is_done { Ok(()) } else { bail!("not deleted: {task:?}") }
            });
        }
    }
    all_done(tasks).await?;
    places(&world, &ada, &project, WRITERS + WRITERS / 2).await?;
    let noted = world.events(&ada).await?.len();
    assert_eq!(noted, 1 + WRITERS + 2 * WRITERS, "one event for each change");
    Ok(())
}

/// With room for one, one of many gets it.
pub async fn the_limit_holds_at_once(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let project = world.create(&ada, "Moon").await?;
    for _ in 1..TASKS_MAX {
        world.task(&ada, &project, "task").await?;
    }
    let mut last = JoinSet::new();
    for _ in 0..8 {
        let (store, grant, project) = (world.opened.tasks(), ada.require()?, project.id);
        let new = NewTask::new("last", None).ok().context("refused")?;
        last.spawn(async move { store.create(&grant, project, new).await });
    }
    let mut full = 0;
    while let Some(outcome) = last.join_next().await {
        full += usize::from(outcome?? == NewTaskOutcome::Full);
    }
    assert_eq!(full, 7);
    places(&world, &ada, &project, usize::try_from(TASKS_MAX)?).await
}
