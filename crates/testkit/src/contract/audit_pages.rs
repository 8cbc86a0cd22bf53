//! The audit trail, page by page, newest first.

use std::cmp::Reverse;

use anyhow::{Context, Result};
use domain::{Attempt, PageRequest};
use store::things::Thing;

use super::{
    Open,
    world::{World, ada, sam},
};
use crate::paging::{page_sizes, sizes};

crate::contract::cases! { $ audit_pages {
    pages_hold_every_event_once,
    events_of_one_moment_have_an_order,
    limits_are_kept_within_bounds,
} }

/// Whatever the number of events, the pages hold each once, with no empty page at the end. Three events share each
/// millisecond, and another tenant's stand between them.
pub async fn pages_hold_every_event_once(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let mut made: usize = 0;
    for rows in [0, 1, 20, 21, 40] {
        while made < rows {
            world.clock.advance(i64::from(made.is_multiple_of(3)));
            world.thing(&ada, "thing").await?;
            world.thing(&sam()?, "theirs").await?;
            made += 1;
        }
        let mut all = world.event_pages(&ada, 100).await?.concat();
        for limit in [1, 7, 20] {
            let pages = world.event_pages(&ada, limit).await?;
            assert_eq!(sizes(&pages), page_sizes(rows, limit), "{rows} rows, {limit} a page");
            assert_eq!(pages.concat(), all, "{rows} rows, {limit} a page");
        }
        let listed = all.clone();
        all.sort_by_key(|event| Reverse((event.created_at, event.id)));
        all.dedup_by_key(|event| event.id);
        assert_eq!(listed, all);
    }
    Ok(())
}

/// Changes of one person in one millisecond are listed in the order in which they were made.
pub async fn events_of_one_moment_have_an_order(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let mut seen = world.thing(&ada, "0").await?;
    for number in 1..10 {
        let name = number.to_string();
        let renamed = world.opened.store.rename_thing(&ada, seen.id, seen.version, &name).await?;
        seen = renamed.context("it was not renamed")?;
    }
    let names: Vec<Option<String>> = world.events(&ada).await?.into_iter().map(|event| event.object_name).collect();
    assert_eq!(names, (0..10).map(|number| Some(number.to_string())).collect::<Vec<_>>());
    Ok(())
}

/// Whoever asks for nothing, too little or too much gets a page of a sound size.
pub async fn limits_are_kept_within_bounds(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for _ in 0..102 {
        let attempt = Attempt::to_create::<Thing>();
        world.audit().refused(&ada, &attempt).await?;
    }
    for (limit, rows) in
        [(None, 20), (Some(0), 1), (Some(1), 1), (Some(100), 100), (Some(101), 100), (Some(u32::MAX), 100)]
    {
        let page = world.event_page(&ada, &PageRequest { after: None, limit }).await?;
        assert_eq!(page.items.len(), rows, "{limit:?}");
        assert!(page.next.is_some(), "{limit:?}");
    }
    Ok(())
}
