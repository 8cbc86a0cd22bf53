//! Lists, page by page.

use std::cmp::Reverse;

use anyhow::{Context, Result};
use domain::{Grant, PageRequest, Project, ReadProjects};

use super::{
    Open,
    world::{World, scope},
};
use crate::{Person, Place};

/// Whatever the number of rows, the pages hold each once, newest first, with no empty page at the end. Three rows share
/// each millisecond, so that page borders fall between equal times.
pub async fn pages_hold_every_project_once(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = scope(Person::Ada, Place::Acme)?;
    let mut made: Vec<Project> = Vec::new();
    for rows in [0, 1, 20, 21, 40, 101] {
        while made.len() < rows {
            world.clock.advance(i64::from(made.len().is_multiple_of(3)));
            made.push(world.create(&ada, &format!("project {}", made.len())).await?);
        }
        made.sort_by_key(|project| Reverse((project.created_at, project.id)));
        for limit in [1, 7, 20, 100] {
            let pages = world.pages(&ada, limit).await?;
            assert_eq!(pages.concat(), made, "{rows} rows, {limit} a page");
            let sizes: Vec<usize> = pages.iter().map(Vec::len).collect();
            assert_eq!(sizes, expected_sizes(rows, usize::try_from(limit)?), "{rows} rows, {limit} a page");
        }
    }
    Ok(())
}

fn expected_sizes(rows: usize, limit: usize) -> Vec<usize> {
    match (rows / limit, rows % limit) {
        (0, rest) => vec![rest],
        (full, 0) => vec![limit; full],
        (full, rest) => [vec![limit; full], vec![rest]].concat(),
    }
}

/// A cursor holds its place: rows made later do not push others onto the next page, and its own row may go.
pub async fn pages_stand_while_rows_come_and_go(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = scope(Person::Ada, Place::Acme)?;
    let mut made = Vec::new();
    for name in ["oldest", "older", "newer", "newest"] {
        world.clock.advance(1);
        made.push(world.create(&ada, name).await?);
    }
    let first = world.page(&ada, None, 2).await?;
    let last = first.items.last().context("the page is empty")?;
    world.clock.advance(1);
    world.create(&ada, "late").await?;
    assert!(world.delete(&ada, last.id).await?);
    let second = world.page(&ada, first.next.as_deref(), 2).await?;
    let names: Vec<&str> = second.items.iter().map(|project| project.name.as_str()).collect();
    assert_eq!((names, second.next), (vec!["older", "oldest"], None));
    Ok(())
}

/// Whoever asks for nothing, too little or too much gets a page of a sound size.
pub async fn limits_are_kept_within_bounds(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = scope(Person::Ada, Place::Acme)?;
    for number in 0..102 {
        world.create(&ada, &format!("project {number}")).await?;
    }
    let grant: Grant<ReadProjects> = ada.require()?;
    for (limit, rows) in
        [(None, 20), (Some(0), 1), (Some(1), 1), (Some(100), 100), (Some(101), 100), (Some(u32::MAX), 100)]
    {
        let page = world.projects().list(&grant, &PageRequest { after: None, limit }).await?;
        assert_eq!(page.items.len(), rows, "{limit:?}");
        assert!(page.next.is_some(), "{limit:?}");
    }
    Ok(())
}
