//! Deleting and bringing back, under each of the two rights.

use anyhow::Result;
use domain::{ListedAs, NewTask, PageRequest, Project, ProjectQuery, TaskChange};
use store::{DeleteBy, NewTaskOutcome, Update};

use super::{
    Open,
    world::{World, ada, mel, named, sam, scope, unknown_id},
};
use crate::{Person, Place};

crate::contract::cases! { $ deleting {
    who_may_delete_deletes_any,
    the_creator_deletes_their_own,
    a_deleted_project_is_in_its_list_alone,
    a_restored_project_is_as_it_was,
    who_may_delete_may_restore,
} }

fn listed(status: ListedAs) -> ProjectQuery {
    ProjectQuery { status, ..ProjectQuery::default() }
}

/// The permission to delete reaches every project of the tenant, once.
pub async fn who_may_delete_deletes_any(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, mel) = (ada()?, mel()?);
    let (hers, his) = (world.create(&ada, "hers").await?, world.create(&mel, "his").await?);
    assert!(world.delete(&ada, his.id).await?);
    assert!(!world.delete(&ada, his.id).await?, "deleted twice");
    assert_eq!(world.all(&ada).await?, std::slice::from_ref(&hers));
    assert!(world.delete(&ada, hers.id).await?);
    assert_eq!(world.all(&ada).await?, []);
    assert!(!world.delete(&ada, unknown_id()?).await?);
    Ok(())
}

/// The permission to create reaches one's own projects; the permission to read none.
pub async fn the_creator_deletes_their_own(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, mel) = (ada()?, mel()?);
    let owner = mel.actor().to_string();
    let hers = world.made(&ada, named("hers, for him to answer for").with("owner", owner)).await?;
    let his = world.create(&mel, "his").await?;
    assert!(matches!(DeleteBy::of(&mel), Ok(DeleteBy::Own(_))));
    assert!(!world.delete(&mel, hers.id).await?);
    assert!(world.delete(&mel, his.id).await?);
    assert!(!world.delete(&mel, his.id).await?, "deleted twice");
    assert_eq!(world.all(&ada).await?, [hers]);
    assert!(DeleteBy::of(&scope(Person::Vic, Place::Acme)?).is_err());
    Ok(())
}

/// To delete is a change; afterwards the project is nowhere but in the list of deleted ones.
pub async fn a_deleted_project_is_in_its_list_alone(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let made = world.create(&ada, "Moon").await?;
    let task = world.task(&ada, &made, "Pack").await?;
    let now = world.clock.advance(1_000);
    let deleted = world.deleted(&ada, made.clone()).await?;
    let expected = Project { deleted_at: Some(now), updated_at: now, version: 2, ..made.clone() };
    assert_eq!(deleted, expected);
    assert_eq!(world.list(&ada, &listed(ListedAs::Deleted)).await?, [expected]);
    for status in [ListedAs::Active, ListedAs::Archived] {
        assert_eq!(world.list(&ada, &listed(status)).await?, []);
    }
    assert_eq!(world.get(&ada, made.id).await?, None);
    for seen in [&made, &deleted] {
        assert_eq!(world.rename(&ada, seen, "Mars").await?, Update::NotFound);
    }
    assert_eq!(world.task_page(&ada, made.id, &PageRequest::default()).await?, None);
    assert_eq!(world.get_task(&ada, made.id, task.id).await?, None);
    assert_eq!(world.change_task(&ada, &task, TaskChange::default()).await?, Update::NotFound);
    assert!(!world.delete_task(&ada, &task).await?);
    let new = NewTask::new("Fly", None).map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
    assert_eq!(world.tasks().create(&ada.require()?, made.id, new).await?, NewTaskOutcome::NotFound);
    Ok(())
}

/// Everything is back, tasks and list included; that too is a change.
pub async fn a_restored_project_is_as_it_was(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for (status, list) in [("active", ListedAs::Active), ("archived", ListedAs::Archived)] {
        let made = world.made(&ada, named("Moon").with("status", status)).await?;
        let tasks = [world.task(&ada, &made, "Pack").await?, world.task(&ada, &made, "Fly").await?];
        world.clock.advance(1);
        world.deleted(&ada, made.clone()).await?;
        let now = world.clock.advance(domain::project::RESTORABLE_MS - 1);
        let expected = Project { updated_at: now, version: 3, ..made.clone() };
        assert_eq!(world.restore(&ada, made.id).await?, Some(expected.clone()));
        assert_eq!(world.restore(&ada, made.id).await?, None, "restored twice");
        assert_eq!(world.get(&ada, made.id).await?, Some(expected.clone()));
        assert_eq!(world.list(&ada, &listed(list)).await?, std::slice::from_ref(&expected));
        assert_eq!(world.list(&ada, &listed(ListedAs::Deleted)).await?, []);
        assert_eq!(world.tasks_of(&ada, &made).await?, tasks);
        assert!(matches!(world.rename(&ada, &expected, "Mars").await?, Update::Done(_)));
    }
    assert_eq!(world.restore(&ada, unknown_id()?).await?, None);
    Ok(())
}

/// Restoring takes the right that deleting takes.
pub async fn who_may_delete_may_restore(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, mel) = (ada()?, mel()?);
    let (hers, his) = (world.create(&ada, "hers").await?, world.create(&mel, "his").await?);
    for project in [&hers, &his] {
        world.deleted(&ada, project.clone()).await?;
        assert_eq!(world.restore(&sam()?, project.id).await?, None, "by a stranger");
    }
    assert_eq!(world.restore(&mel, hers.id).await?, None, "not his");
    let back = world.restore(&mel, his.id).await?;
    assert_eq!(back.map(|project| project.id), Some(his.id), "deleted by an admin, brought back by who made it");
    let back = world.restore(&ada, hers.id).await?;
    assert_eq!(back.map(|project| project.id), Some(hers.id));
    Ok(())
}
