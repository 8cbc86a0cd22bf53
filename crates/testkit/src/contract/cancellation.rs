//! Clients that hang up: nothing that was acknowledged may be lost, nothing may happen in part, and what happened is
//! what was noted.

use std::{collections::BTreeSet, sync::Arc};

use anyhow::{Context, Result, bail};
use domain::{
    AuditAction, AuditEvent, Grant, ListedAs, NewTask, Object, PageRequest, Project, ProjectId, ProjectQuery, Task,
    TaskId, TenantScope, UpdateProjects,
};
use store::{Create, DeleteBy, NewTaskOutcome, TaskStore, Update};

use super::{
    Open,
    patience::{answers, at_one_moment},
    world::{World, ada, checked, moved_to, named},
};

crate::contract::cases! { $ cancellation {
    acknowledged_projects_survive_dropped_futures,
    acknowledged_updates_survive_dropped_futures,
    acknowledged_deletions_survive_dropped_futures,
    acknowledged_tasks_survive_dropped_futures,
} }

const REQUESTS: usize = 600;

/// The objects of what was noted of this kind.
fn objects(events: &[AuditEvent], action: AuditAction) -> BTreeSet<String> {
    events.iter().filter(|event| event.action == action).filter_map(|event| event.object_id.clone()).collect()
}

fn count(events: &[AuditEvent], action: AuditAction) -> usize {
    events.iter().filter(|event| event.action == action).count()
}

fn none_is_lost<T: std::fmt::Debug>(lost: impl Iterator<Item = T>) {
    let lost: Vec<T> = lost.collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
}

/// Projects: those there are those noted, and all who were told of theirs have it.
pub async fn acknowledged_projects_survive_dropped_futures(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let made = answers(REQUESTS, async |number| {
        let (projects, new) = (world.opened.projects(), checked(named(&format!("project {number}")))?);
        let (create, read) = (ada.require()?, ada.require()?);
        Ok(async move {
            projects.list(&read, &ProjectQuery::default()).await?;
            match projects.create(&create, new).await? {
                Create::Done(project) => Ok(project.id.to_string()),
                refused => bail!("{refused:?}"),
            }
        })
    })
    .await?;
    let (found, noted) = at_one_moment(&world, &ada, async || world.all(&ada).await).await?;
    let found: BTreeSet<String> = found.into_iter().map(|project| project.id.to_string()).collect();
    let noted = objects(&noted, Project::CREATED);
    assert!(noted == found, "{:?}", noted.symmetric_difference(&found));
    none_is_lost(made.iter().filter(|id| !found.contains(*id)));
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
        let (projects, grant) = (world.opened.projects(), ada.require()?);
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
    let (projects, events) = at_one_moment(&world, &ada, async || world.all(&ada).await).await?;
    let mut found = BTreeSet::new();
    for project in projects {
        found.extend((2..=project.version).map(|version| (project.id, version)));
    }
    let noted = versions_of(events)?;
    assert!(noted == found, "{:?}", noted.symmetric_difference(&found));
    none_is_lost(done.iter().flatten().filter(|change| !found.contains(*change)));
    Ok(())
}

fn versions_of(events: Vec<AuditEvent>) -> Result<BTreeSet<(ProjectId, i64)>> {
    let mut versions = BTreeSet::new();
    for event in events.into_iter().filter(|event| event.action == Project::UPDATED) {
        let after: Project = serde_json::from_str(&event.after.context("no state after")?)?;
        versions.insert((after.id, after.version));
    }
    Ok(versions)
}

/// Deleting and restoring in turns: each noted one counted the version up, and as many are deleted as were not restored.
pub async fn acknowledged_deletions_survive_dropped_futures(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let ids = twenty(&world, &ada).await?;
    let done = answers(REQUESTS, async |number| {
        let id = *ids.get(number % ids.len()).context("no project")?;
        let (projects, by) = (world.opened.projects(), DeleteBy::of(&ada)?);
        Ok(async move {
            match number / 20 % 2 {
                0 => Ok(projects.delete(&by, id).await?),
                _ => Ok(projects.restore(&by, id).await?.is_some()),
            }
        })
    })
    .await?;
    let lists = async || {
        let deleted = ProjectQuery { status: ListedAs::Deleted, ..ProjectQuery::default() };
        Ok([world.all(&ada).await?, world.list(&ada, &deleted).await?].concat())
    };
    let (projects, events) = at_one_moment(&world, &ada, lists).await?;
    let changes: i64 = projects.iter().map(|project| project.version - 1).sum();
    let gone = projects.iter().filter(|project| project.deleted_at.is_some()).count();
    let deleted = count(&events, Project::DELETED);
    let restored = count(&events, Project::RESTORED);
    assert_eq!((i64::try_from(deleted + restored)?, deleted - restored), (changes, gone));
    let acknowledged = done.iter().filter(|is_done| **is_done).count();
    assert!(acknowledged <= deleted + restored, "{acknowledged} acknowledged, {deleted} and {restored} noted");
    Ok(())
}

enum TaskChanged {
    Made(TaskId),
    Deleted(TaskId),
    Nothing,
}

/// Every fourth client deletes the task it saw, every fourth moves it; all others make one.
async fn change_tasks(
    tasks: Arc<dyn TaskStore>,
    grant: Grant<UpdateProjects>,
    project: ProjectId,
    new: NewTask,
    seen: Option<Task>,
    number: usize,
) -> Result<TaskChanged> {
    match (seen, number % 4) {
        (Some(seen), 0) => {
            let is_deleted = tasks.delete(&grant.to_remove()?, project, seen.id).await?;
            Ok(if is_deleted { TaskChanged::Deleted(seen.id) } else { TaskChanged::Nothing })
        }
        (Some(seen), 1) => {
            tasks.update(&grant, project, seen.id, seen.version, moved_to(3)?).await?;
            Ok(TaskChanged::Nothing)
        }
        _ => match tasks.create(&grant, project, new).await? {
            NewTaskOutcome::Done(task) => Ok(TaskChanged::Made(task.id)),
            other => bail!("{other:?}"),
        },
    }
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
        let new = NewTask::new("task", None).ok().context("refused")?;
        Ok(change_tasks(world.opened.tasks(), ada.require()?, project.id, new, seen, number))
    })
    .await?;
    let (tasks, events) = at_one_moment(&world, &ada, async || world.tasks_of(&ada, &project).await).await?;
    assert!(tasks.iter().map(|task| task.position).eq(1..=i64::try_from(tasks.len())?), "{tasks:?}");
    let found: BTreeSet<String> = tasks.into_iter().map(|task| task.id.to_string()).collect();
    let made = objects(&events, Task::CREATED);
    let deleted = objects(&events, Task::DELETED);
    let left: BTreeSet<String> = made.difference(&deleted).cloned().collect();
    assert!(left == found, "{:?}", left.symmetric_difference(&found));
    none_is_lost(done.into_iter().filter_map(|change| match change {
        TaskChanged::Made(id) => Some(id.to_string()).filter(|id| !found.contains(id) && !deleted.contains(id)),
        TaskChanged::Deleted(id) => Some(id.to_string()).filter(|id| found.contains(id)),
        TaskChanged::Nothing => None,
    }));
    Ok(())
}
