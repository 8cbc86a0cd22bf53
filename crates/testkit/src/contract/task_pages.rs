//! The tasks of a project, page by page.

use anyhow::{Context, Result};
use domain::PageRequest;

use super::{
    Open,
    world::{World, ada},
};
use crate::expected::{page_sizes, sizes};

crate::contract::cases! { $ task_pages {
    pages_hold_every_task_once,
    limits_are_kept_within_bounds,
} }

/// Whatever the number of tasks, the pages hold each once, in order, with no empty page at the end.
pub async fn pages_hold_every_task_once(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let (project, beside) = (world.create(&ada, "Moon").await?, world.create(&ada, "beside").await?);
    let mut made = Vec::new();
    for rows in [0, 1, 20, 21, 40] {
        while made.len() < rows {
            made.push(world.task(&ada, &project, "task").await?);
            world.task(&ada, &beside, "beside").await?;
        }
        for limit in [1, 7, 20, 100] {
            let pages = world.task_pages(&ada, &project, limit).await?;
            assert_eq!(pages.concat(), made, "{rows} rows, {limit} a page");
            assert_eq!(sizes(&pages), page_sizes(rows, limit), "{rows} rows, {limit} a page");
        }
    }
    Ok(())
}

/// Whoever asks for nothing, too little or too much gets a page of a sound size.
pub async fn limits_are_kept_within_bounds(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let project = world.create(&ada, "Moon").await?;
    for _ in 0..102 {
        world.task(&ada, &project, "task").await?;
    }
    for (limit, rows) in
        [(None, 20), (Some(0), 1), (Some(1), 1), (Some(100), 100), (Some(101), 100), (Some(u32::MAX), 100)]
    {
        let page = world.task_page(&ada, project.id, &PageRequest { after: None, limit }).await?;
        let page = page.context("no such project")?;
        assert_eq!(page.items.len(), rows, "{limit:?}");
        assert!(page.next.is_some(), "{limit:?}");
    }
    Ok(())
}
