//! Clients that hang up: nothing that was acknowledged may be lost, nothing may happen in part, and what happened is
//! what was noted.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use domain::{
    AuditAction, AuditEvent, ListedAs, NewTask, PageRequest, Project, ProjectId, ProjectQuery, TaskId, TenantScope,
};
use store::{Create, DeleteBy, NewTaskOutcome, Update};

use super::{
    Open,
    patience::{agreed, answers},
    world::{World, ada, checked, moved_to, named},
};

const REQUESTS: usize = 600;

/// What was noted of this kind.
async fn noted(world: &World, scope: &TenantScope, actions: &[AuditAction]) -> Result<Vec<AuditEvent>> {
    let events = world.events(scope).await?;
    Ok(events.into_iter().filter(|event| actions.contains(&event.action)).collect())
}

/// Names of projects: those there are those noted, and all who were told of theirs have it.
pub async fn acknowledged_projects_survive_dropped_futures(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let made = answers(REQUESTS, async |number| {
        let (projects, new) = (world.opened.projects.clone(), checked(named(&format!("project {number}")))?);
        let (create, read) = (ada.require()?, ada.require()?);
        Ok(async move {
            projects.list(&read, &ProjectQuery::default()).await?;
            match projects.create(&create, new).await? {
                Create::Done(project) => Ok(project.name),
                Create::KeyTaken => bail!("a key was taken that nobody named"),
            }
        })
    })
    .await?;
    let found = agreed(async || {
        let found = world.all(&ada).await?.into_iter().map(|project| project.name);
        let noted = noted(&world, &ada, &[AuditAction::ProjectCreated]).await?;
        Ok((found.collect::<BTreeSet<_>>(), noted.into_iter().filter_map(|event| event.object_name).collect()))
    })
    .await?;
    let lost: Vec<&String> = made.iter().filter(|name| !found.contains(*name)).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    world.create(&ada, "afterwards").await?;
    Ok(())
}

async fn twenty(world: &World, scope: &TenantScope) -> Result<Vec<ProjectId>> {
    let mut ids = Vec::new();
    for number in 0..20 {
        ids.push(world.create(scope, &format!("project {number}")).await?.id);
    }
    Ok(ids)
}

/// Versions of projects: each counts its noted changes, and whoever was told of a version finds it noted.
pub async fn acknowledged_updates_survive_dropped_futures(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let ids = twenty(&world, &ada).await?;
    let done = answers(REQUESTS, async |number| {
        let id = *ids.get(number % ids.len()).context("no project")?;
        let seen = world.get(&ada, id).await?.context("gone")?;
        let (projects, grant) = (world.opened.projects.clone(), ada.require()?);
        let change = checked(named(&format!("change {number}")))?;
        Ok(async move {
            match projects.update(&grant, id, seen.version, change).await? {
                Update::Done(project) => Ok(Some((project.id, project.version))),
                Update::Conflict(_) => Ok(None),
                other => bail!("{other:?}"),
            }
        })
    })
    .await?;
    let found = agreed(async || {
        let found = world
            .all(&ada)
            .await?
            .into_iter()
            .flat_map(|project| (2..=project.version).map(move |version| (project.id, version)));
        let mut noted_ones = BTreeSet::new();
        for event in noted(&world, &ada, &[AuditAction::ProjectUpdated]).await? {
            let after: Project = serde_json::from_str(&event.after.context("no state after")?)?;
            noted_ones.insert((after.id, after.version));
        }
        Ok((found.collect::<BTreeSet<_>>(), noted_ones))
    })
    .await?;
    let lost: Vec<_> = done.iter().flatten().filter(|change| !found.contains(*change)).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    Ok(())
}

/// Deleting and restoring in turns: each noted one counted the version up, and the last one noted decides the list.
pub async fn acknowledged_deletions_survive_dropped_futures(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let ids = twenty(&world, &ada).await?;
    let done = answers(REQUESTS, async |number| {
        let id = *ids.get(number % ids.len()).context("no project")?;
        let (projects, by) = (world.opened.projects.clone(), DeleteBy::of(&ada)?);
        Ok(async move {
            match number / 20 % 2 {
                0 => Ok(projects.delete(&by, id).await?),
                _ => Ok(projects.restore(&by, id).await?.is_some()),
            }
        })
    })
    .await?;
    let noted = agreed(async || {
        let deleted = ProjectQuery { status: ListedAs::Deleted, ..ProjectQuery::default() };
        let projects = [world.all(&ada).await?, world.list(&ada, &deleted).await?].concat();
        let changes: i64 = projects.iter().map(|project| project.version - 1).sum();
        let gone = projects.iter().filter(|project| project.deleted_at.is_some()).count();
        let (deleted, restored) = (
            noted(&world, &ada, &[AuditAction::ProjectDeleted]).await?.len(),
            noted(&world, &ada, &[AuditAction::ProjectRestored]).await?.len(),
        );
        Ok(((changes, gone), (i64::try_from(deleted + restored)?, deleted - restored.min(deleted))))
    })
    .await?;
    let acknowledged = done.iter().filter(|is_done| **is_done).count();
    assert!(i64::try_from(acknowledged)? <= noted.0, "{acknowledged} acknowledged, {noted:?} noted");
    Ok(())
}

enum TaskChanged {
    Made(TaskId),
    Deleted(TaskId),
    Nothing,
}

/// Tasks made, moved and deleted: the places are dense, those there are those noted, and nobody was told otherwise.
pub async fn acknowledged_tasks_survive_dropped_futures(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let project = world.create(&ada, "Moon").await?;
    let done = answers(REQUESTS, async |number| {
        let page = PageRequest { after: None, limit: Some(100) };
        let seen = world.task_page(&ada, project.id, &page).await?.context("gone")?.items;
        let seen = seen.get(number % seen.len().max(1)).cloned();
        let (tasks, grant, id) = (world.opened.tasks.clone(), ada.require()?, project.id);
        let (new, change) = (NewTask::new("task", None).ok().context("refused")?, moved_to(3)?);
        Ok(async move {
            match (seen, number % 4) {
                (Some(seen), 0) => match tasks.delete(&grant, id, seen.id).await? {
                    true => Ok(TaskChanged::Deleted(seen.id)),
                    false => Ok(TaskChanged::Nothing),
                },
                (Some(seen), 1) => {
                    tasks.update(&grant, id, seen.id, seen.version, change).await?;
                    Ok(TaskChanged::Nothing)
                }
                _ => match tasks.create(&grant, id, new).await? {
                    NewTaskOutcome::Done(task) => Ok(TaskChanged::Made(task.id)),
                    other => bail!("{other:?}"),
                },
            }
        })
    })
    .await?;
    let found = agreed(async || {
        let tasks = world.tasks_of(&ada, &project).await?;
        Ok((tasks.into_iter().map(|task| task.id.to_string()).collect(), left(&world, &ada).await?))
    })
    .await?;
    let places: Vec<i64> = world.tasks_of(&ada, &project).await?.iter().map(|task| task.position).collect();
    assert_eq!(places, (1..=i64::try_from(found.len())?).collect::<Vec<_>>());
    let deleted = deleted(&world, &ada).await?;
    for change in done {
        match change {
            TaskChanged::Made(id) => assert!(found.contains(&id.to_string()) || deleted.contains(&id.to_string())),
            TaskChanged::Deleted(id) => assert!(!found.contains(&id.to_string())),
            TaskChanged::Nothing => {}
        }
    }
    Ok(())
}

async fn deleted(world: &World, scope: &TenantScope) -> Result<BTreeSet<String>> {
    let events = noted(world, scope, &[AuditAction::TaskDeleted]).await?;
    Ok(events.into_iter().filter_map(|event| event.object_id).collect())
}

/// The tasks that were made and not deleted, as the audit trail tells.
async fn left(world: &World, scope: &TenantScope) -> Result<BTreeSet<String>> {
    let made = noted(world, scope, &[AuditAction::TaskCreated]).await?;
    let deleted = deleted(world, scope).await?;
    Ok(made.into_iter().filter_map(|event| event.object_id).filter(|id| !deleted.contains(id)).collect())
}
