//! One tenant cannot see, change or even notice another's rows: with ids, cursors or equal keys.

use anyhow::{Context, Result};
use domain::{DeleteProjects, Grant, PageRequest, ReadProjects, TenantScope};
use store::{DeleteBy, StoreError, Update};

use super::{
    Open,
    world::{World, scope},
};
use crate::{HandClock, OneId, Person, Place, SeededIds};

/// Everybody who is not in the tenant Acme, among them people who are in both.
fn outsiders() -> Result<[TenantScope; 4]> {
    Ok([
        scope(Person::Sam, Place::Globex)?,
        scope(Person::Ada, Place::Globex)?,
        scope(Person::Ada, Place::Personal)?,
        scope(Person::Mel, Place::Personal)?,
    ])
}

/// Ids of another tenant lead nowhere, even for the person who made the row there.
pub async fn another_tenants_projects_do_not_exist(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, mel) = (scope(Person::Ada, Place::Acme)?, scope(Person::Mel, Place::Acme)?);
    let acmes = [world.create(&ada, "hers").await?, world.create(&mel, "his").await?];
    for outsider in outsiders()? {
        world.create(&outsider, "own").await?;
        for project in &acmes {
            assert_eq!(world.get(&outsider, project.id).await?, None);
            assert_eq!(world.rename(&outsider, project, "taken").await?, Update::NotFound);
            for right in rights(&outsider) {
                assert!(!world.projects().delete(&right, project.id).await?, "{right:?}");
            }
        }
        assert!(world.all(&outsider).await?.iter().all(|project| project.name == "own"));
    }
    for project in acmes {
        assert_eq!(world.get(&ada, project.id).await?, Some(project));
    }
    Ok(())
}

fn rights(scope: &TenantScope) -> Vec<DeleteBy> {
    let any: Option<Grant<DeleteProjects>> = scope.require().ok();
    let own = scope.require().ok();
    any.map(DeleteBy::Any).into_iter().chain(own.map(DeleteBy::Own)).collect()
}

/// A cursor belongs to the tenant it was made for.
pub async fn another_tenants_cursor_is_refused(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = scope(Person::Ada, Place::Acme)?;
    for name in ["one", "two"] {
        world.create(&ada, name).await?;
    }
    let cursor = world.page(&ada, None, 1).await?.next;
    cursor.as_ref().context("no next page")?;
    for outsider in outsiders()? {
        world.create(&outsider, "own").await?;
        let grant: Grant<ReadProjects> = outsider.require()?;
        let outcome = world.projects().list(&grant, &PageRequest::after(cursor.clone())).await;
        assert!(matches!(outcome, Err(StoreError::InvalidCursor)), "{outcome:?}");
    }
    Ok(())
}

/// Rows of two tenants with the same id (never made, but nothing should rest on that) are changed one at a time.
pub async fn equal_ids_stay_apart(open: impl Open) -> Result<()> {
    let clock = HandClock::new();
    let id = store::IdGenerator::uuid_v7(SeededIds::new(clock.clone(), 7).as_ref());
    let world = World::with(open, clock, std::sync::Arc::new(OneId(id))).await?;
    let (acme, globex) = (scope(Person::Ada, Place::Acme)?, scope(Person::Sam, Place::Globex)?);
    let (ours, theirs) = (world.create(&acme, "ours").await?, world.create(&globex, "theirs").await?);
    assert_eq!(ours.id, theirs.id);
    assert!(world.create(&acme, "again").await.is_err(), "an id is taken once in a tenant");
    assert!(matches!(world.rename(&acme, &ours, "renamed").await?, Update::Done(_)));
    assert_eq!(world.all(&globex).await?, std::slice::from_ref(&theirs));
    assert!(world.delete(&acme, ours.id).await?);
    assert_eq!(world.all(&globex).await?, [theirs]);
    assert_eq!(world.all(&acme).await?, []);
    Ok(())
}
