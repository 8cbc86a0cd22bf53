//! Rows of two tenants with the same ids, from end to end: never made, but nothing should rest on that. What the conditions
//! of a statement are for, one by one, is seen here.

use anyhow::{Context, Result};
use domain::{ListedAs, Project, ProjectQuery, Task};
use store::Removal;

use super::{
    Open,
    trimming::OLD_MS,
    world::{World, ada, moved_to, named, question, sam},
};
use crate::{HandClock, SeededIds, clock::START_MS};

crate::contract::cases! { $ equal_ids {} isolation {
    each_is_read_and_changed_in_its_tenant,
    each_is_deleted_in_its_tenant,
    each_is_removed_with_its_tenant,
    each_trail_is_trimmed_in_its_tenant,
} }

/// A project and a task of Acme's, and those of Globex that have their ids.
struct Twins {
    world: World,
    ours: (Project, Task),
    theirs: (Project, Task),
}

impl Twins {
    async fn new(open: impl Open) -> Result<Self> {
        Self::made_at(START_MS, open).await
    }

    async fn made_at(time: i64, open: impl Open) -> Result<Self> {
        let clock = HandClock::new();
        clock.set(time);
        let ids = SeededIds::new(clock.clone(), 7);
        let world = World::with(open, clock, ids.clone()).await?;
        let mut twins = Vec::new();
        for scope in [ada()?, sam()?] {
            ids.go_on_after(0);
            let project = world.create(&scope, "Moon base").await?;
            ids.go_on_after(100);
            let task = world.task(&scope, &project, "Pack").await?;
            twins.push((project, task));
        }
        ids.go_on_after(1_000);
        let theirs = twins.pop().context("no twins")?;
        let ours = twins.pop().context("no twins")?;
        assert_eq!((ours.0.id, ours.1.id), (theirs.0.id, theirs.1.id));
        Ok(Self { world, ours, theirs })
    }

    /// Nothing of Globex was changed.
    async fn theirs_are_as_they_were(&self) -> Result<()> {
        let (project, task) = &self.theirs;
        assert_eq!(self.world.list(&sam()?, &question("base")).await?, std::slice::from_ref(project));
        assert_eq!(self.world.tasks_of(&sam()?, project).await?, std::slice::from_ref(task));
        assert_eq!(self.world.events(&sam()?).await?.len(), 2);
        Ok(())
    }
}

/// Each finds its own, and only its own is changed, moved and counted.
pub async fn each_is_read_and_changed_in_its_tenant(open: impl Open) -> Result<()> {
    let twins = Twins::new(open).await?;
    let (world, (project, task)) = (&twins.world, &twins.ours);
    world.changed(&ada()?, project, named("renamed")).await?;
    let second = world.task(&ada()?, project, "Fly").await?;
    assert_eq!(second.position, 2);
    world.changed_task(&ada()?, &second, moved_to(1)?).await?;
    for (scope, expected) in [(ada()?, Task { position: 2, ..task.clone() }), (sam()?, twins.theirs.1.clone())] {
        assert_eq!(world.get_task(&scope, project.id, task.id).await?, Some(expected));
    }
    twins.theirs_are_as_they_were().await
}

/// One is deleted, restored and purged; the other one stays deleted.
pub async fn each_is_deleted_in_its_tenant(open: impl Open) -> Result<()> {
    let twins = Twins::new(open).await?;
    let (world, ours) = (&twins.world, twins.ours.0.clone());
    let theirs = world.deleted(&sam()?, twins.theirs.0.clone()).await?;
    let ours = world.deleted(&ada()?, ours).await?;
    let ours = world.restore(&ada()?, ours.id).await?.context("not restored")?;
    world.deleted(&ada()?, ours).await?;
    assert_eq!(world.system().purge(ada()?.tenant().id(), i64::MAX, 9).await?, 1);
    let deleted_ones = ProjectQuery { status: ListedAs::Deleted, ..ProjectQuery::default() };
    assert_eq!(world.list(&sam()?, &deleted_ones).await?, [theirs]);
    assert_eq!(world.system().tenants_to_purge(i64::MAX, None, 9).await?, [sam()?.tenant().id()]);
    Ok(())
}

/// Of entries with one id only its own are kept no longer.
pub async fn each_trail_is_trimmed_in_its_tenant(open: impl Open) -> Result<()> {
    let twins = Twins::made_at(OLD_MS, open).await?;
    twins.world.system().keep_trail(Some(30)).await?;
    assert_eq!(twins.world.system().trim_trail(ada()?.tenant().id(), 9).await?, 2);
    assert_eq!(twins.world.events(&ada()?).await?, []);
    twins.theirs_are_as_they_were().await
}

/// One goes with its tenant.
pub async fn each_is_removed_with_its_tenant(open: impl Open) -> Result<()> {
    let twins = Twins::new(open).await?;
    assert_eq!(twins.world.system().remove_tenant(ada()?.tenant().id()).await?, Removal::Done);
    twins.theirs_are_as_they_were().await
}
