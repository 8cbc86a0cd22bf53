//! An organization or a person that Clerk deleted: everything of the tenant goes, its audit trail too.

use anyhow::Result;
use domain::{Attempt, ListedAs, Object, Project, ProjectQuery, ProjectSort, TenantScope};
use store::Removal;
use tokio::task::JoinSet;

use super::{
    Open,
    inserting::ready_made,
    world::{World, ada, admin_of, named, question, sam, scope},
};
use crate::{Person, Place, expected::each_pair};

crate::contract::cases! { $ removing {
    nothing_of_a_removed_tenant_is_left,
    an_unknown_tenant_cannot_be_removed,
    a_removed_tenant_may_begin_again,
    removing_at_once_is_removing_once,
    a_large_tenant_is_removed_whole,
} isolation {
    other_tenants_stay_as_they_are,
} }

/// One of everything a tenant can have.
async fn furnish(world: &World, scope: &TenantScope) -> Result<Project> {
    let project = world.create(scope, "Moon base").await?;
    world.made(scope, named("Moon, archived").with("status", "archived")).await?;
    let deleted = world.create(scope, "Moon, deleted").await?;
    for (project, title) in [(&project, "Pack"), (&project, "Fly"), (&deleted, "Land")] {
        world.task(scope, project, title).await?;
    }
    world.deleted(scope, deleted).await?;
    let attempt = Attempt::on(Project::DELETED, project.id);
    world.audit().refused(scope, &attempt).await?;
    Ok(project)
}

/// Everything of a tenant that can be read.
async fn everything(world: &World, scope: &TenantScope) -> Result<Vec<String>> {
    let mut found: Vec<String> = world.events(scope).await?.iter().map(|event| format!("{event:?}")).collect();
    for (status, sort) in each_pair(ListedAs::ALL, ProjectSort::ALL) {
        for search in ["", "moon"] {
            let query = ProjectQuery { status, sort, ..question(search) };
            let projects = world.list(scope, &query).await?;
            for project in projects.iter().filter(|project| project.deleted_at.is_none()) {
                found.extend(world.tasks_of(scope, project).await?.iter().map(|task| format!("{task:?}")));
            }
            found.extend(projects.iter().map(|project| format!("{project:?}")));
        }
    }
    Ok(found)
}

async fn registered(world: &World) -> Result<Vec<String>> {
    Ok(world.system().tenants(None, 100).await?.into_iter().map(|record| record.id).collect())
}

/// Projects of every list, tasks, words, events and the registry's row. Once gone, there is nothing to remove.
pub async fn nothing_of_a_removed_tenant_is_left(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    for scope in [ada()?, scope(Person::Ada, Place::Personal)?] {
        let project = furnish(&world, &scope).await?;
        assert_eq!(registered(&world).await?, [scope.tenant().id()]);
        assert_eq!(world.system().remove_tenant(scope.tenant().id()).await?, Removal::Done);
        assert_eq!(everything(&world, &scope).await?, [""; 0]);
        assert_eq!(world.get(&scope, project.id).await?, None);
        assert_eq!(registered(&world).await?, [""; 0]);
        assert_eq!(world.system().remove_tenant(scope.tenant().id()).await?, Removal::Unknown);
    }
    Ok(())
}

/// Among them one whose id begins alike, and the personal account of somebody in the removed organization.
pub async fn other_tenants_stay_as_they_are(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let removed = admin_of("org_a")?;
    let others = [admin_of("org_ab")?, admin_of("org_A")?, sam()?, scope(Person::Ada, Place::Personal)?];
    furnish(&world, &removed).await?;
    let mut before = Vec::new();
    for other in &others {
        furnish(&world, other).await?;
        before.push(everything(&world, other).await?);
    }
    assert_eq!(world.system().remove_tenant("org_a").await?, Removal::Done);
    for (other, before) in others.iter().zip(before) {
        assert_eq!(everything(&world, other).await?, before);
    }
    assert_eq!(registered(&world).await?.len(), others.len());
    Ok(())
}

/// A tenant that never had a row, and texts that are no tenant's id.
pub async fn an_unknown_tenant_cannot_be_removed(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    furnish(&world, &ada()?).await?;
    let before = everything(&world, &ada()?).await?;
    for id in ["org_unknown", "", "%", "org_%", "' OR 1 = 1 --"] {
        assert_eq!(world.system().remove_tenant(id).await?, Removal::Unknown, "{id:?}");
    }
    assert_eq!(everything(&world, &ada()?).await?, before);
    Ok(())
}

/// Nothing of before is in its way: not a key, not a mark of removal.
pub async fn a_removed_tenant_may_begin_again(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for _ in 0..2 {
        let project = furnish(&world, &ada).await?;
        assert_eq!(project.key.as_str(), "MOON");
        let records = world.system().tenants(None, 9).await?;
        assert!(records.iter().all(|record| record.removed_at.is_none()), "{records:?}");
        assert_eq!(world.events(&ada).await?.len(), 8);
        assert_eq!(world.system().remove_tenant(ada.tenant().id()).await?, Removal::Done);
    }
    Ok(())
}

/// Several who remove the same tenant: none fails, and nothing is left.
pub async fn removing_at_once_is_removing_once(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    furnish(&world, &ada).await?;
    let mut tasks = JoinSet::new();
    for _ in 0..4 {
        let (system, id) = (world.opened.system.clone(), ada.tenant().id().to_owned());
        tasks.spawn(async move { system.remove_tenant(&id).await });
    }
    let mut done = 0;
    while let Some(outcome) = tasks.join_next().await {
        done += usize::from(outcome?? == Removal::Done);
    }
    assert!(done >= 1);
    assert_eq!(everything(&world, &ada).await?, [""; 0]);
    assert_eq!(registered(&world).await?, [""; 0]);
    Ok(())
}

/// More rows than any one statement should touch.
pub async fn a_large_tenant_is_removed_whole(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let projects = ready_made(1, 5_000, |number| format!("Moon {number}"))?;
    world.system().insert_projects(ada.tenant(), &projects).await?;
    assert_eq!(world.system().remove_tenant(ada.tenant().id()).await?, Removal::Done);
    assert_eq!(everything(&world, &ada).await?, [""; 0]);
    Ok(())
}
