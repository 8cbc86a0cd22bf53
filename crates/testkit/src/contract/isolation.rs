//! One tenant cannot see, change or even notice another's rows: with ids, cursors, words or equal keys.

use anyhow::{Context, Result};
use domain::{
    CreateProjects, DeleteProjects, Grant, ListedAs, NewTask, PageRequest, Project, ProjectQuery, ProjectSort, Task,
    TaskChange, TenantScope,
};
use store::{DeleteBy, NewTaskOutcome, Update};

use super::{
    Open,
    world::{World, ada, mel, moved_to, named, outsiders, question, sam, scope, titled},
};
use crate::{HandClock, Person, Place, SeededIds, expected::each_pair};

crate::contract::cases! { $ isolation {} isolation {
    another_tenants_projects_do_not_exist,
    another_tenants_tasks_do_not_exist,
    another_tenants_words_are_not_searched,
    another_tenants_events_are_not_listed,
    equal_ids_stay_apart,
} }

/// Ids of another tenant lead nowhere, even for the person who made the row there.
pub async fn another_tenants_projects_do_not_exist(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, mel) = (ada()?, mel()?);
    let deleted = world.create(&ada, "deleted").await?;
    let deleted = world.deleted(&ada, deleted).await?;
    let acmes = [world.create(&ada, "hers").await?, world.create(&mel, "his").await?];
    for outsider in outsiders()? {
        world.create(&outsider, "own").await?;
        for project in acmes.iter().chain([&deleted]) {
            assert_eq!(world.get(&outsider, project.id).await?, None);
            assert_eq!(world.rename(&outsider, project, "taken").await?, Update::NotFound);
            for right in rights(&outsider) {
                assert!(!world.projects().delete(&right, project.id).await?, "{right:?}");
                assert_eq!(world.projects().restore(&right, project.id).await?, None, "{right:?}");
            }
        }
        assert!(world.all(&outsider).await?.iter().all(|project| project.name == "own"));
        let deleted_ones = ProjectQuery { status: ListedAs::Deleted, ..ProjectQuery::default() };
        assert_eq!(world.list(&outsider, &deleted_ones).await?, []);
    }
    for project in acmes {
        assert_eq!(world.get(&ada, project.id).await?, Some(project));
    }
    assert!(world.restore(&ada, deleted.id).await?.is_some());
    Ok(())
}

fn rights(scope: &TenantScope) -> Vec<DeleteBy> {
    let any: Option<Grant<DeleteProjects>> = scope.require().ok();
    let own = scope.require().ok().and_then(|grant: Grant<CreateProjects>| grant.to_remove().ok());
    any.map(DeleteBy::Any).into_iter().chain(own.map(DeleteBy::Own)).collect()
}

/// Neither by the project's id nor by the task's, nor by one's own project and another's task.
pub async fn another_tenants_tasks_do_not_exist(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let project = world.create(&ada, "Moon").await?;
    let tasks = [world.task(&ada, &project, "Pack").await?, world.task(&ada, &project, "Fly").await?];
    for outsider in outsiders()? {
        let own = world.create(&outsider, "own").await?;
        let own_task = world.task(&outsider, &own, "own").await?;
        assert_eq!(world.task_page(&outsider, project.id, &PageRequest::default()).await?, None);
        let new = NewTask::new("taken", None).ok().context("refused")?;
        let made = world.tasks().create(&outsider.require()?, project.id, new).await?;
        assert_eq!(made, NewTaskOutcome::NotFound);
        for task in &tasks {
            for place in [project.id, own.id] {
                let seen = Task { project_id: place, ..task.clone() };
                assert_eq!(world.get_task(&outsider, place, task.id).await?, None);
                for change in [titled("taken")?, moved_to(2)?, TaskChange::default()] {
                    assert_eq!(world.change_task(&outsider, &seen, change).await?, Update::NotFound);
                }
                assert!(!world.delete_task(&outsider, &seen).await?);
            }
        }
        assert_eq!(world.tasks_of(&outsider, &own).await?, [own_task]);
    }
    assert_eq!(world.tasks_of(&ada, &project).await?, tasks);
    Ok(())
}

/// The same words, the same owner, the same keys: each tenant finds its own.
pub async fn another_tenants_words_are_not_searched(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (acme, globex) = (ada()?, scope(Person::Ada, Place::Globex)?);
    for scope in [&acme, &globex, &scope(Person::Ada, Place::Personal)?] {
        let made = world.create(scope, "Moon base").await?;
        for (search, sort) in each_pair(&["moon", "base moon", ""], ProjectSort::ALL) {
            for owner in [None, Some(scope.actor().clone())] {
                let query = ProjectQuery { sort, owner, ..question(search) };
                assert_eq!(world.list(scope, &query).await?, std::slice::from_ref(&made), "{query:?}");
            }
        }
    }
    world.create(&globex, "Needle").await?;
    assert_eq!(world.list(&acme, &question("needle")).await?, []);
    assert_eq!(world.list(&globex, &question("needle")).await?.len(), 1);
    Ok(())
}

/// Each tenant reads its own trail, also when one person acts in several.
pub async fn another_tenants_events_are_not_listed(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    world.create(&ada, "Moon").await?;
    let noted = world.events(&ada).await?;
    for outsider in outsiders()? {
        world.create(&outsider, "own").await?;
        let events = world.events(&outsider).await?;
        assert!(events.iter().all(|event| event.object_name.as_deref() == Some("own")), "{events:?}");
    }
    assert_eq!(world.events(&ada).await?, noted);
    Ok(())
}

/// Rows of two tenants with the same ids (never made, but nothing should rest on that) are changed one at a time.
pub async fn equal_ids_stay_apart(open: impl Open) -> Result<()> {
    let clock = HandClock::new();
    let ids = SeededIds::new(clock.clone(), 7);
    let world = World::with(open, clock, ids.clone()).await?;
    let (acme, globex) = (ada()?, sam()?);
    let (ours, our_task) = with_first_ids(&world, &ids, &acme).await?;
    let (theirs, their_task) = with_first_ids(&world, &ids, &globex).await?;
    assert_eq!((ours.id, our_task.id), (theirs.id, their_task.id));
    assert!(with_first_ids(&world, &ids, &acme).await.is_err(), "an id is taken once in a tenant");
    ids.go_on_after(1_000);
    let renamed = world.changed(&acme, &ours, named("renamed")).await?;
    world.changed_task(&acme, &our_task, titled("renamed")?).await?;
    assert_eq!(world.list(&globex, &question("moon")).await?, std::slice::from_ref(&theirs));
    assert_eq!(world.tasks_of(&globex, &theirs).await?, std::slice::from_ref(&their_task));
    let seen = world.get_task(&acme, ours.id, our_task.id).await?.context("gone")?;
    assert!(world.delete_task(&acme, &seen).await?);
    world.deleted(&acme, renamed).await?;
    assert_eq!(world.system().purge(acme.tenant().id(), i64::MAX, 9).await?, 1);
    assert_eq!(world.all(&globex).await?, std::slice::from_ref(&theirs));
    assert_eq!(world.tasks_of(&globex, &theirs).await?, std::slice::from_ref(&their_task));
    assert_eq!(world.events(&globex).await?.len(), 2);
    Ok(())
}

/// A project and a task whose ids are the first that were ever made.
async fn with_first_ids(world: &World, ids: &SeededIds, scope: &TenantScope) -> Result<(Project, Task)> {
    ids.go_on_after(0);
    let project = world.create(scope, "Moon").await?;
    ids.go_on_after(100);
    let task = world.task(scope, &project, "Pack").await?;
    Ok((project, task))
}
