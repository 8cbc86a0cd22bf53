//! Making, reading and changing the tasks of a project.

use anyhow::{Context, Result};
use domain::{NewTask, PageRequest, Task, TaskChange, TaskId, TenantScope, task::TASKS_MAX};
use store::{NewTaskOutcome, Update};

use super::{
    Open,
    world::{World, ada, assigned, mel, moved_to, scope, ticked, titled, unknown_id},
};
use crate::{Person, Place, clock::START_MS};

crate::contract::cases! { $ tasks {
    a_task_is_made_and_read,
    an_update_changes_what_it_names,
    a_stale_update_is_a_conflict,
    a_deleted_project_has_no_tasks,
    a_project_has_so_many_tasks_and_no_more,
} isolation {
    tasks_belong_to_their_project,
} }

fn unknown_task() -> Result<TaskId> {
    Ok("01890a5d-ac96-774b-bcce-b302099a8057".parse()?)
}

fn new_task(title: &str) -> Result<NewTask> {
    NewTask::new(title, Some(Person::Vic.user_id().parse()?)).ok().context("refused")
}

/// What was made is what is read, by everybody of the tenant who may read.
pub async fn a_task_is_made_and_read(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, mel, vic) = (ada()?, mel()?, scope(Person::Vic, Place::Acme)?);
    let project = world.create(&ada, "Moon").await?;
    let now = world.clock.advance(1_000);
    let outcome = world.tasks().create(&mel.require()?, project.id, new_task("Pack 🛰")?).await?;
    let NewTaskOutcome::Done(made) = outcome else { anyhow::bail!("{outcome:?}") };
    let expected = Task {
        id: made.id,
        project_id: project.id,
        title: "Pack 🛰".to_owned(),
        done: false,
        position: 1,
        assignee: Some(vic.actor().clone()),
        created_by: mel.actor().clone(),
        created_at: now,
        updated_at: now,
        version: 1,
    };
    assert_eq!(made, expected);
    assert_eq!(world.get_task(&vic, project.id, made.id).await?, Some(expected));
    let second = world.task(&ada, &project, "Fly").await?;
    assert_eq!((second.position, second.assignee.as_ref()), (2, None));
    assert_eq!(world.tasks_of(&vic, &project).await?, [made, second]);
    assert_eq!(world.get(&vic, project.id).await?, Some(project), "the project itself is not changed");
    Ok(())
}

/// Title, done, assignee: each alone; what is not named stays, also of the other tasks. Each counts the version up.
pub async fn an_update_changes_what_it_names(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, mel) = (ada()?, mel()?);
    let project = world.create(&ada, "Moon").await?;
    let mut expected = world.task(&ada, &project, "Pack").await?;
    let other = world.task(&ada, &project, "Fly").await?;
    let vic = Some(Person::Vic.user_id().parse()?);
    type Effect = fn(&mut Task);
    let changes: [(TaskChange, Effect); 6] = [
        (titled("Unpack")?, |task| task.title = "Unpack".to_owned()),
        (ticked(true), |task| task.done = true),
        (assigned(vic.clone()), |_| {}),
        (ticked(false), |task| task.done = false),
        (TaskChange::default(), |_| {}),
        (assigned(None), |task| task.assignee = None),
    ];
    for (change, effect) in changes {
        expected.updated_at = world.clock.advance(1);
        expected.assignee = change.assignee.clone().unwrap_or(expected.assignee);
        effect(&mut expected);
        let seen = expected.clone();
        expected.version += 1;
        assert_eq!(world.changed_task(&mel, &seen, change).await?, expected);
        assert_eq!(world.tasks_of(&ada, &project).await?, [expected.clone(), other.clone()]);
    }
    assert_eq!((expected.created_at, &expected.created_by), (START_MS, ada.actor()));
    Ok(())
}

/// An update that saw another version changes nothing, moves nothing, and shows what is there.
pub async fn a_stale_update_is_a_conflict(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let project = world.create(&ada, "Moon").await?;
    let made = world.task(&ada, &project, "Pack").await?;
    let other = world.task(&ada, &project, "Fly").await?;
    let current = world.changed_task(&ada, &made, titled("Unpack")?).await?;
    for version in [1, 3, 0, -1, i64::MAX, i64::MIN] {
        let stale = Task { version, ..made.clone() };
        let change = moved_to(2)?.with_title("Lost").ok().context("refused")?;
        assert_eq!(world.change_task(&ada, &stale, change).await?, Update::Conflict(current.clone()), "{version}");
    }
    assert_eq!(world.tasks_of(&ada, &project).await?, [current, other]);
    let nowhere = Task { id: unknown_task()?, ..made };
    assert_eq!(world.change_task(&ada, &nowhere, titled("Lost")?).await?, Update::NotFound);
    Ok(())
}

/// A task is there in its own project only, whatever other projects the tenant has.
pub async fn tasks_belong_to_their_project(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let (first, second) = (world.create(&ada, "first").await?, world.create(&ada, "second").await?);
    let ours = world.task(&ada, &first, "ours").await?;
    let theirs = world.task(&ada, &second, "theirs").await?;
    for place in [second.id, unknown_id()?] {
        assert_eq!(world.get_task(&ada, place, ours.id).await?, None);
        let astray = Task { project_id: place, ..ours.clone() };
        assert_eq!(world.change_task(&ada, &astray, titled("Lost")?).await?, Update::NotFound);
        assert_eq!(world.change_task(&ada, &astray, moved_to(2)?).await?, Update::NotFound);
        assert!(!world.delete_task(&ada, &astray).await?);
    }
    assert_eq!(world.task_page(&ada, unknown_id()?, &PageRequest::default()).await?, None);
    let made = world.tasks().create(&ada.require()?, unknown_id()?, new_task("Lost")?).await?;
    assert_eq!(made, NewTaskOutcome::NotFound);
    assert_eq!(world.tasks_of(&ada, &first).await?, [ours]);
    assert_eq!(world.tasks_of(&ada, &second).await?, [theirs]);
    Ok(())
}

/// Between deleting a project and restoring it nobody reaches its tasks; afterwards they are at the versions they had.
pub async fn a_deleted_project_has_no_tasks(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let project = world.create(&ada, "Moon").await?;
    let task = world.task(&ada, &project, "Pack").await?;
    world.deleted(&ada, project.clone()).await?;
    for who in [&ada, &mel()?, &scope(Person::Vic, Place::Acme)?] {
        assert_eq!(world.task_page(who, project.id, &PageRequest::default()).await?, None);
        assert_eq!(world.get_task(who, project.id, task.id).await?, None);
    }
    assert_eq!(world.change_task(&ada, &task, titled("Lost")?).await?, Update::NotFound);
    assert!(!world.delete_task(&ada, &task).await?);
    world.restore(&ada, project.id).await?.context("not restored")?;
    assert_eq!(world.tasks_of(&ada, &project).await?, std::slice::from_ref(&task));
    assert!(matches!(world.change_task(&ada, &task, titled("Found")?).await?, Update::Done(_)));
    Ok(())
}

/// The limit is of each project, not of the tenant; a task deleted makes room for one.
pub async fn a_project_has_so_many_tasks_and_no_more(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let (full, other) = (world.create(&ada, "full").await?, world.create(&ada, "other").await?);
    let mut last = None;
    for number in 0..TASKS_MAX {
        last = Some(world.task(&ada, &full, &format!("task {number}")).await?);
    }
    let last = last.context("no task")?;
    assert_eq!(last.position, TASKS_MAX);
    let events = world.events(&ada).await?.len();
    assert_eq!(one_more(&world, &ada, &last).await?, NewTaskOutcome::Full);
    assert_eq!(world.events(&ada).await?.len(), events, "what was not made is not noted");
    world.task(&ada, &other, "elsewhere there is room").await?;
    assert!(world.delete_task(&ada, &last).await?);
    assert!(matches!(one_more(&world, &ada, &last).await?, NewTaskOutcome::Done(task) if task.position == TASKS_MAX));
    assert_eq!(one_more(&world, &ada, &last).await?, NewTaskOutcome::Full);
    Ok(())
}

async fn one_more(world: &World, scope: &TenantScope, beside: &Task) -> Result<NewTaskOutcome> {
    Ok(world.tasks().create(&scope.require()?, beside.project_id, new_task("one more")?).await?)
}
