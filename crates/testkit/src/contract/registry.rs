//! The registry of tenants: who has rows, and since when.

use anyhow::Result;
use domain::{Attempt, Clock};
use store::{TenantRecord, things::Thing};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{
    Open,
    world::{World, ada, admin_of, sam, scope},
};
use crate::{Person, Place};

crate::contract::cases! { $ registry {
    a_tenant_is_registered_with_its_first_row,
    the_registry_is_read_in_pages,
    tenants_arriving_at_once_are_registered_once,
} }

async fn registered(world: &World) -> Result<Vec<TenantRecord>> {
    Ok(world.system().tenants(None, 100).await?)
}

/// A thing, a refusal or a ready-made thing; not a look. What comes later does not change the date.
pub async fn a_tenant_is_registered_with_its_first_row(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (acme, globex, personal) = (ada()?, sam()?, scope(Person::Ada, Place::Personal)?);
    world.opened.store.things(&acme).await?;
    world.events(&acme).await?;
    assert_eq!(registered(&world).await?, []);
    let record = |scope: &domain::TenantScope| TenantRecord {
        id: scope.tenant().id().to_owned(),
        created_at: world.clock.now_ms(),
        removed_at: None,
    };
    let mut expected = vec![record(&acme)];
    world.thing(&acme, "Moon").await?;
    world.clock.advance(1);
    expected.push(record(&globex));
    world.audit().refused(&globex, &Attempt::to_create::<Thing>()).await?;
    world.clock.advance(1);
    expected.push(record(&personal));
    let things = [(Uuid::from_u128(1), "ready-made".to_owned())];
    world.opened.store.insert_things(&personal, &things).await?;
    expected.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(registered(&world).await?, expected);
    world.clock.advance(1);
    for scope in [&acme, &globex, &personal] {
        world.thing(scope, "later").await?;
    }
    assert_eq!(registered(&world).await?, expected);
    Ok(())
}

/// By id, bytewise, so many at a time, each after the last one of the page before.
pub async fn the_registry_is_read_in_pages(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let mut expected = ["org_a", "org_B", "org_A", "org_ab", "org__", "org_0", "org_Z", "org_z"].map(str::to_owned);
    for id in &expected {
        world.thing(&admin_of(id)?, "Moon").await?;
    }
    expected.sort();
    for limit in [1, 3, 8, 9] {
        let mut found: Vec<String> = Vec::new();
        loop {
            let page = world.system().tenants(found.last().map(String::as_str), limit).await?;
            assert!(page.len() <= usize::try_from(limit)?);
            if page.is_empty() {
                break;
            }
            found.extend(page.into_iter().map(|record| record.id));
        }
        assert_eq!(found, expected, "{limit} at a time");
    }
    assert_eq!(world.system().tenants(Some("zzz"), 10).await?, []);
    Ok(())
}

/// The first rows of a tenant, many at once.
pub async fn tenants_arriving_at_once_are_registered_once(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let scopes = [ada()?, sam()?];
    let mut tasks = JoinSet::new();
    for (number, scope) in (0..16).zip(scopes.iter().cycle()) {
        let (store, scope) = (world.opened.store.clone(), scope.clone());
        tasks.spawn(async move { store.make_thing(&scope, &format!("thing {number}")).await });
    }
    while let Some(outcome) = tasks.join_next().await {
        outcome??;
    }
    let mut expected = scopes.map(|scope| scope.tenant().id().to_owned());
    expected.sort();
    let found: Vec<String> = registered(&world).await?.into_iter().map(|record| record.id).collect();
    assert_eq!(found, expected);
    Ok(())
}
