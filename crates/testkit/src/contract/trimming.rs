//! Entries of the audit trail that are kept no longer. What is old is so by the database's clock, not by the test's.

use anyhow::Result;
use domain::{Attempt, AuditEvent, Object, TenantScope};
use store::{Keeping, things::Thing};

use super::{
    Open,
    world::{World, ada, sam},
};
use crate::{HandClock, SeededIds};

crate::contract::cases! { $ trimming {
    a_trail_without_a_limit_is_kept,
    a_trim_takes_no_more_than_it_should,
    trimming_at_once_is_trimming_once,
    tenants_are_visited_when_something_is_too_old,
} isolation {
    what_is_kept_no_longer_goes,
    equal_ids_do_not_take_another_tenants_along,
} }

/// 2001 and 2100: too old for any limit that is tried here, and young for years.
pub(super) const OLD_MS: i64 = 1_000_000_000_000;
const YOUNG_MS: i64 = 4_102_444_800_000;

async fn kept_for(world: &World, days: Option<u32>) -> Result<()> {
    assert_eq!(world.system().keep_trail(days).await?, Keeping::Done);
    Ok(())
}

/// What somebody does: a thing made and a refusal.
async fn worked(world: &World, scope: &TenantScope, time: i64) -> Result<()> {
    world.clock.set(time);
    world.thing(scope, &format!("At {time}")).await?;
    world.audit().refused(scope, &Attempt { action: Thing::DELETED, object_id: None }).await?;
    Ok(())
}

async fn trim(world: &World, scope: &TenantScope, limit: u32) -> Result<u32> {
    Ok(world.system().trim_trail(scope.tenant().id(), limit).await?)
}

async fn due(world: &World) -> Result<Vec<String>> {
    Ok(world.system().tenants_to_trim(None, 10).await?)
}

/// Refusals too; the young stay letter for letter, and so does all of another tenant's. The things themselves are not touched.
pub async fn what_is_kept_no_longer_goes(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, sam) = (ada()?, sam()?);
    worked(&world, &sam, OLD_MS - 1).await?;
    worked(&world, &ada, OLD_MS).await?;
    for scope in [&ada, &sam] {
        worked(&world, scope, YOUNG_MS).await?;
    }
    let (mine, theirs) = (world.events(&ada).await?, world.events(&sam).await?);
    kept_for(&world, Some(30)).await?;
    assert_eq!(
        (trim(&world, &ada, 2).await?, trim(&world, &ada, 2).await?),
        (2, 0),
        "others' older ones take no place"
    );
    assert_eq!(due(&world).await?, [sam.tenant().id()]);
    let young: Vec<AuditEvent> = mine.into_iter().filter(|event| event.created_at >= YOUNG_MS).collect();
    assert_eq!(young.len(), 2);
    assert_eq!(world.events(&ada).await?, young);
    assert_eq!(world.events(&sam).await?, theirs);
    assert_eq!(world.opened.store.things(&ada).await?.len(), 2);
    for tenant in ["org_unknown", "' OR 1 = 1 --"] {
        assert_eq!(world.system().trim_trail(tenant, 100).await?, 0, "{tenant}");
    }
    Ok(())
}

/// An id is unique in a tenant only.
pub async fn equal_ids_do_not_take_another_tenants_along(open: impl Open) -> Result<()> {
    let clock = HandClock::new();
    let ids = SeededIds::new(clock.clone(), 7);
    let world = World::with(open, clock, ids.clone()).await?;
    let (ada, sam) = (ada()?, sam()?);
    for scope in [&ada, &sam] {
        ids.go_on_after(0);
        worked(&world, scope, OLD_MS).await?;
    }
    let theirs = world.events(&sam).await?;
    kept_for(&world, Some(30)).await?;
    assert_eq!(trim(&world, &ada, 9).await?, 2);
    assert_eq!(world.events(&sam).await?, theirs);
    Ok(())
}

/// Nothing goes by itself, nothing that a longer limit keeps, and nothing more when the limit is taken back.
pub async fn a_trail_without_a_limit_is_kept(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    worked(&world, &ada, OLD_MS).await?;
    let nothing = async || -> Result<bool> { Ok(due(&world).await?.is_empty() && trim(&world, &ada, 100).await? == 0) };
    assert!(nothing().await?);
    kept_for(&world, Some(36_500)).await?;
    assert!(nothing().await?);
    kept_for(&world, Some(1)).await?;
    assert_eq!(trim(&world, &ada, 1).await?, 1);
    kept_for(&world, None).await?;
    assert!(nothing().await?);
    assert_eq!(world.events(&ada).await?.len(), 1);
    Ok(())
}

/// The oldest first, and the rest later: whoever is interrupted goes on.
pub async fn a_trim_takes_no_more_than_it_should(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for round in 0..3 {
        worked(&world, &ada, OLD_MS + round).await?;
    }
    kept_for(&world, Some(30)).await?;
    world.clock.set(YOUNG_MS);
    let all = world.events(&ada).await?;
    let mut left = Vec::new();
    for limit in [0, 4, 1, 4, 4] {
        assert!(!due(&world).await?.is_empty() || left.last() == Some(&0));
        trim(&world, &ada, limit).await?;
        let events = world.events(&ada).await?;
        assert!(all.ends_with(&events), "{events:?}");
        left.push(events.len());
    }
    assert_eq!(left, [6, 2, 1, 0, 0]);
    assert!(due(&world).await?.is_empty());
    Ok(())
}

/// Two servers, should a lease ever be lost between them; people go on meanwhile.
pub async fn trimming_at_once_is_trimming_once(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, sam) = (ada()?, sam()?);
    for scope in [&ada, &sam] {
        for round in 0..8 {
            worked(&world, scope, OLD_MS + round).await?;
        }
    }
    kept_for(&world, Some(30)).await?;
    world.clock.set(YOUNG_MS);
    let all = async |scope: &TenantScope| {
        let mut trimmed = 0;
        loop {
            match trim(&world, scope, 3).await? {
                0 => return anyhow::Ok(trimmed),
                some => trimmed += some,
            }
        }
    };
    let (one, other, theirs, made) = tokio::join!(all(&ada), all(&ada), all(&sam), world.thing(&ada, "meanwhile"));
    made?;
    assert_eq!((one? + other?, theirs?), (16, 16));
    assert_eq!((world.events(&ada).await?.len(), world.events(&sam).await?.len()), (1, 0));
    Ok(())
}

/// Only tenants with old entries are visited; whose are gone, not again before there are some.
pub async fn tenants_are_visited_when_something_is_too_old(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, sam) = (ada()?, sam()?);
    kept_for(&world, Some(30)).await?;
    worked(&world, &sam, YOUNG_MS).await?;
    assert_eq!(due(&world).await?, [""; 0]);
    worked(&world, &ada, OLD_MS).await?;
    assert_eq!(due(&world).await?, [ada.tenant().id()]);
    assert_eq!(world.system().tenants_to_trim(Some(ada.tenant().id()), 10).await?, [""; 0]);
    world.clock.set(YOUNG_MS);
    assert_eq!(trim(&world, &ada, 100).await?, 2);
    assert_eq!(due(&world).await?, [""; 0], "its trail begins anew");
    worked(&world, &ada, YOUNG_MS).await?;
    assert_eq!((due(&world).await?.len(), trim(&world, &ada, 100).await?), (0, 0));
    Ok(())
}
