//! What was done is noted with the change itself, once, and what was not done is not.

use anyhow::{Context, Result};
use domain::Clock;
use domain::{
    Attempt, AuditAction, AuditEvent, AuditOutcome, DeleteProjects, Grant, Impersonating, Impersonation, NewTask,
    NoRemoval, Object, Project, Task, TenantScope, UpdateProjects,
};
use serde::Serialize;
use store::{Create, DeleteBy, NewTaskOutcome, Update, canonical};

use super::{
    Open,
    world::{World, ada, impersonated, mel, moved_to, named, sam, ticked, titled, unknown_id},
};

crate::contract::cases! { $ audit {
    every_change_is_noted_once,
    what_changes_nothing_is_not_noted,
    the_text_is_the_same_on_every_database,
    an_event_without_a_request_names_none,
    whoever_acts_in_somebodys_place_is_noted,
    whoever_acts_in_somebodys_place_has_no_right_to_delete,
} }

/// Reads the trail as it grows.
struct Reader<'a> {
    world: &'a World,
    scope: &'a TenantScope,
    read: usize,
}

impl Reader<'_> {
    /// Exactly one event was added since, and it says this.
    async fn one<T: Serialize>(
        &mut self,
        action: AuditAction,
        named: (&str, &str),
        before: Option<&T>,
        after: Option<&T>,
    ) -> Result<()> {
        let events = self.world.events(self.scope).await?;
        let event = events.get(self.read).context("nothing was noted")?;
        self.read += 1;
        assert_eq!(events.len(), self.read, "{action}: noted more than once");
        let expected = AuditEvent {
            id: event.id,
            created_at: self.world.clock.now_ms(),
            actor: Some(self.scope.actor().clone()),
            impersonator: self.scope.impersonator().cloned(),
            action,
            outcome: AuditOutcome::Done,
            object_id: Some(named.0.to_owned()),
            object_name: Some(named.1.to_owned()),
            before: before.map(canonical).transpose()?,
            after: after.map(canonical).transpose()?,
            request_id: self.scope.request_id().map(str::to_owned),
        };
        assert_eq!(*event, expected);
        Ok(())
    }
}

/// Who, what, on which object, what it was and what it became, on which request and when: for each kind of change.
pub async fn every_change_is_noted_once(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let scope = ada()?.for_request(Some("request-7".to_owned()));
    let mut noted = Reader { world: &world, scope: &scope, read: 0 };
    let draft = named("Moon").with("description", "one\n\"two\" 🛰");
    let made = world.made(&scope, draft).await?;
    let id = made.id.to_string();
    noted.one(Project::CREATED, (&id, "Moon"), None, Some(&made)).await?;
    world.clock.advance(1);
    let changed = world.changed(&scope, &made, named("Mars")).await?;
    noted.one(Project::UPDATED, (&id, "Mars"), Some(&made), Some(&changed)).await?;
    tasks_are_noted(&world, &scope, &changed, &mut noted).await?;
    world.clock.advance(1);
    let deleted = world.deleted(&scope, changed.clone()).await?;
    noted.one(Project::DELETED, (&id, "Mars"), Some(&changed), Some(&deleted)).await?;
    world.clock.advance(1);
    let restored = world.restore(&scope, made.id).await?.context("not restored")?;
    noted.one(Project::RESTORED, (&id, "Mars"), Some(&deleted), Some(&restored)).await
}

async fn tasks_are_noted(world: &World, scope: &TenantScope, project: &Project, noted: &mut Reader<'_>) -> Result<()> {
    let mut tasks: Vec<Task> = Vec::new();
    for title in ["Pack", "Fly", "Land"] {
        let made = world.task(scope, project, title).await?;
        noted.one(Task::CREATED, (&made.id.to_string(), title), None, Some(&made)).await?;
        tasks.push(made);
    }
    let mut seen = tasks.pop().context("no task")?;
    let id = seen.id.to_string();
    for (change, title) in [(ticked(true), "Land"), (titled("Return")?, "Return"), (moved_to(1)?, "Return")] {
        world.clock.advance(1);
        let changed = world.changed_task(scope, &seen, change).await?;
        noted.one(Task::UPDATED, (&id, title), Some(&seen), Some(&changed)).await?;
        seen = changed;
    }
    world.clock.advance(1);
    assert!(world.delete_task(scope, &seen).await?);
    noted.one(Task::DELETED, (&id, "Return"), Some(&seen), None).await
}

/// Conflicts, taken keys, what is not there, and what somebody may not delete; reading too.
pub async fn what_changes_nothing_is_not_noted(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, mel) = (ada()?, mel()?);
    let project = world.create(&ada, "Moon").await?;
    let task = world.task(&ada, &project, "Pack").await?;
    let noted = world.events(&ada).await?;
    let moon = named("Moon").with("key", "MOON");
    assert_eq!(world.make(&ada, moon).await?, Create::KeyTaken);
    let stale = Project { version: 9, ..project.clone() };
    assert!(matches!(world.rename(&ada, &stale, "Lost").await?, Update::Conflict(_)));
    let nowhere = Project { id: unknown_id()?, ..project.clone() };
    assert_eq!(world.rename(&ada, &nowhere, "Lost").await?, Update::NotFound);
    assert!(!world.delete(&ada, nowhere.id).await?);
    assert!(!world.delete(&mel, project.id).await?, "not his");
    assert_eq!(world.restore(&ada, project.id).await?, None, "not deleted");
    let stale = Task { version: 9, ..task.clone() };
    assert!(matches!(world.change_task(&ada, &stale, moved_to(2)?).await?, Update::Conflict(_)));
    let astray = Task { project_id: unknown_id()?, ..task };
    assert_eq!(world.change_task(&ada, &astray, titled("Lost")?).await?, Update::NotFound);
    assert!(!world.delete_task(&ada, &astray).await?);
    let new = NewTask::new("Lost", None).ok().context("refused")?;
    assert_eq!(world.tasks().create(&ada.require()?, nowhere.id, new).await?, NewTaskOutcome::NotFound);
    world.all(&ada).await?;
    assert_eq!(world.system().purge(ada.tenant().id(), i64::MAX, 9).await?, 0);
    assert_eq!(world.events(&ada).await?, noted);
    assert_eq!(world.events(&sam()?).await?, []);
    Ok(())
}

/// Keys in alphabetical order, no spaces, absent dates left out, letters as they are.
pub async fn the_text_is_the_same_on_every_database(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let draft = named("Moon").with("description", "a \"b\" \\ ü 🛰\n</script>").with("colour", "teal");
    let project = world.made(&ada, draft).await?;
    let task = world.task(&ada, &project, "Päck").await?;
    let events = world.events(&ada).await?;
    let texts: Vec<&str> = events.iter().filter_map(|event| event.after.as_deref()).collect();
    let (actor, project_id, task_id) = (ada.actor(), project.id, task.id);
    let of_project = format!(
        r#"{{"colour":"teal","created_at":1795442709250,"created_by":"{actor}","description":"a \"b\" \\ ü 🛰\n</script>","id":"{project_id}","key":"MOON","name":"Moon","owner":"{actor}","status":"active","updated_at":1795442709250,"version":1}}"#
    );
    let of_task = format!(
        r#"{{"assignee":null,"created_at":1795442709250,"created_by":"{actor}","done":false,"id":"{task_id}","position":1,"project_id":"{project_id}","title":"Päck","updated_at":1795442709250,"version":1}}"#
    );
    assert_eq!(texts, [of_project, of_task]);
    Ok(())
}

/// Work that no request asked for.
pub async fn an_event_without_a_request_names_none(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    world.create(&ada, "Moon").await?;
    world.create(&ada.clone().for_request(Some(String::new())), "Mars").await?;
    let requests: Vec<Option<String>> = world.events(&ada).await?.into_iter().map(|event| event.request_id).collect();
    assert_eq!(requests, [None, Some(String::new())]);
    Ok(())
}

/// Whoever acts in somebody's place is named beside them, for what is done and for what is refused.
pub async fn whoever_acts_in_somebodys_place_is_noted(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, support) = (ada()?, impersonated(r#"{"sub":"user_support"}"#)?);
    let project = world.create(&ada, "Moon").await?;
    world.clock.advance(1);
    let changed = world.changed(&support, &project, named("Mars")).await?;
    let attempt = Attempt::on(Project::DELETED, project.id);
    world.audit().refused(&support, &attempt).await?;
    world.clock.advance(1);
    let freely = support.clone().with_impersonation(Impersonation::Full);
    world.deleted(&freely, changed).await?;
    let nameless = impersonated("{}")?;
    world.create(&nameless, "Io").await?;
    let noted = world.events(&ada).await?.into_iter();
    let noted: Vec<_> = noted.map(|event| (event.actor, event.impersonator.map(String::from))).collect();
    let of = |impersonator: &str| (Some(ada.actor().clone()), Some(impersonator.to_owned()));
    let by_support = of("user_support");
    let own = (Some(ada.actor().clone()), None);
    assert_eq!(noted, [own, by_support.clone(), by_support.clone(), by_support, of("unknown")]);
    Ok(())
}

/// They have no right to delete, by no way: neither what is anybody's nor what is their own.
pub async fn whoever_acts_in_somebodys_place_has_no_right_to_delete(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, support) = (ada()?, impersonated(r#"{"sub":"user_support"}"#)?);
    let project = world.create(&support, "Moon").await?;
    assert_eq!(DeleteBy::of(&support).err(), Some(NoRemoval::Impersonating(Impersonating)));
    assert!(support.require::<DeleteProjects>().is_err());
    let change: Grant<UpdateProjects> = support.require()?;
    assert_eq!(change.to_remove().err(), Some(Impersonating));
    let freely = support.with_impersonation(Impersonation::Full);
    let task = world.task(&freely, &project, "Pack").await?;
    assert!(world.delete_task(&freely, &task).await?);
    assert!(world.delete(&freely, project.id).await?);
    assert!(world.restore(&ada, project.id).await?.is_some());
    Ok(())
}
