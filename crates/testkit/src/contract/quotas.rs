//! How many projects one tenant may have.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use domain::{Project, TenantScope};
use store::{Create, ProjectQuota, ProjectStore};
use tokio::task::JoinSet;

use super::{
    Open,
    inserting::ready_made,
    world::{World, ada, checked, named, sam},
};

crate::contract::cases! { $ quotas {
    a_tenant_has_so_many_projects_and_no_more,
    a_deleted_project_counts_until_it_is_purged,
    what_is_refused_leaves_nothing,
    the_last_place_goes_to_one,
    ready_made_projects_count_and_are_not_refused,
} }

async fn bounded(open: impl Open, most: u32) -> Result<(World, Arc<dyn ProjectStore>)> {
    let world = World::new(open).await?;
    let projects = world.opened.bounded(ProjectQuota::of(most));
    Ok((world, projects))
}

async fn make(projects: &Arc<dyn ProjectStore>, scope: &TenantScope, name: &str) -> Result<Create> {
    Ok(projects.create(&scope.require()?, checked(named(name))?).await?)
}

async fn made(projects: &Arc<dyn ProjectStore>, scope: &TenantScope, name: &str) -> Result<Project> {
    match make(projects, scope, name).await? {
        Create::Done(project) => Ok(project),
        refused => bail!("{refused:?}"),
    }
}

/// Each tenant by itself; changing what is there needs no room. With no quota there is no end.
pub async fn a_tenant_has_so_many_projects_and_no_more(open: impl Open) -> Result<()> {
    let (world, projects) = bounded(open, 3).await?;
    let (ada, sam) = (ada()?, sam()?);
    for name in ["first", "second", "third"] {
        made(&projects, &ada, name).await?;
        assert_eq!(make(&world.opened.bounded(ProjectQuota::of(1)), &ada, "more").await?, Create::Full(1));
    }
    assert_eq!(make(&projects, &ada, "fourth").await?, Create::Full(3));
    made(&projects, &sam, "theirs").await?;
    let seen = world.all(&ada).await?.into_iter().next().context("none is there")?;
    world.changed(&ada, &seen, named("renamed")).await?;
    assert_eq!(make(&projects, &ada, "fourth").await?, Create::Full(3));
    made(&world.opened.bounded(ProjectQuota::of(0)), &ada, "fourth").await?;
    world.create(&ada, "fifth").await?;
    assert_eq!(make(&projects, &ada, "sixth").await?, Create::Full(3));
    Ok(())
}

/// It can be restored at any moment, so its place stays its own; a tenant that is removed begins anew.
pub async fn a_deleted_project_counts_until_it_is_purged(open: impl Open) -> Result<()> {
    let (world, projects) = bounded(open, 2).await?;
    let ada = ada()?;
    let (first, second) = (made(&projects, &ada, "first").await?, made(&projects, &ada, "second").await?);
    let first = world.deleted(&ada, first).await?;
    assert_eq!(make(&projects, &ada, "third").await?, Create::Full(2));
    assert!(world.restore(&ada, first.id).await?.is_some());
    assert_eq!(make(&projects, &ada, "third").await?, Create::Full(2));
    for project in [first, second] {
        world.deleted(&ada, project).await?;
    }
    for purged in [1, 1, 0] {
        assert_eq!(world.system().purge(ada.tenant().id(), i64::MAX, 1).await?, purged);
    }
    for name in ["third", "fourth"] {
        made(&projects, &ada, name).await?;
    }
    assert_eq!(make(&projects, &ada, "fifth").await?, Create::Full(2));
    world.system().remove_tenant(ada.tenant().id()).await?;
    for name in ["sixth", "seventh"] {
        made(&projects, &ada, name).await?;
    }
    assert_eq!(make(&projects, &ada, "eighth").await?, Create::Full(2));
    Ok(())
}

/// No project, no entry, no key taken; and it is told first, whatever else is wrong.
pub async fn what_is_refused_leaves_nothing(open: impl Open) -> Result<()> {
    let (world, projects) = bounded(open, 1).await?;
    let ada = ada()?;
    let keyed = |key: &str| checked(named("Moon").with("key", key));
    let Create::Done(first) = projects.create(&ada.require()?, keyed("MOON")?).await? else { bail!("refused") };
    for key in ["MOON", "MARS"] {
        assert_eq!(projects.create(&ada.require()?, keyed(key)?).await?, Create::Full(1), "{key}");
    }
    assert_eq!(world.all(&ada).await?, [first]);
    assert_eq!(world.events(&ada).await?.len(), 1);
    assert_eq!(world.projects().create(&ada.require()?, keyed("MOON")?).await?, Create::KeyTaken);
    assert!(matches!(world.projects().create(&ada.require()?, keyed("MARS")?).await?, Create::Done(_)));
    assert_eq!(world.events(&ada).await?.len(), 2, "a taken key takes no place");
    Ok(())
}

/// Of many who want it at once. One that is refused for its key leaves it to the next.
pub async fn the_last_place_goes_to_one(open: impl Open) -> Result<()> {
    let (world, projects) = bounded(open, 8).await?;
    let (ada, sam) = (ada()?, sam()?);
    let mut tasks = JoinSet::new();
    for number in 0..32 {
        let scope = if number % 4 == 0 { &sam } else { &ada };
        let (projects, grant, new) = (projects.clone(), scope.require()?, checked(named(&format!("p {number}")))?);
        tasks.spawn(async move { projects.create(&grant, new).await });
    }
    let (mut done, mut full) = (0, 0);
    while let Some(outcome) = tasks.join_next().await {
        match outcome?? {
            Create::Done(_) => done += 1,
            Create::Full(8) => full += 1,
            other => bail!("{other:?}"),
        }
    }
    assert_eq!((done, full), (16, 16));
    for scope in [&ada, &sam] {
        assert_eq!(world.all(scope).await?.len(), 8);
        assert_eq!(world.events(scope).await?.len(), 8);
    }
    Ok(())
}

/// Seeds fill a tenant as far as they like; then it is full.
pub async fn ready_made_projects_count_and_are_not_refused(open: impl Open) -> Result<()> {
    let (world, projects) = bounded(open, 3).await?;
    let ada = ada()?;
    let ready = |first, count| ready_made(first, count, |number| format!("Project {number}"));
    world.system().insert_projects(ada.tenant(), &ready(1, 2)?).await?;
    made(&projects, &ada, "third").await?;
    assert_eq!(make(&projects, &ada, "fourth").await?, Create::Full(3));
    world.system().insert_projects(ada.tenant(), &ready(10, 5)?).await?;
    assert_eq!(world.all(&ada).await?.len(), 8);
    assert_eq!(make(&world.opened.bounded(ProjectQuota::of(8)), &ada, "ninth").await?, Create::Full(8));
    made(&world.opened.bounded(ProjectQuota::of(9)), &ada, "ninth").await?;
    Ok(())
}
