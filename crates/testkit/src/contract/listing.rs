//! Lists, page by page.

use anyhow::{Context, Result};
use domain::{ListedAs, Project, ProjectQuery, ProjectSort, TenantScope};

use super::{
    Open,
    world::{World, ada, named},
};
use crate::expected::{each_pair, expected, page_sizes, sizes};

crate::contract::cases! { $ listing {
    pages_hold_every_project_once,
    every_list_has_every_order,
    pages_stand_while_rows_come_and_go,
    limits_are_kept_within_bounds,
} }

/// Names that careless orders get wrong: equal ones, cases, accents in both spellings, scripts, signs, and characters
/// whose order differs between UTF-8 and UTF-16.
const NAMES: [&str; 32] = [
    "apple",
    "Apple",
    "APPLE",
    "apple",
    "Zebra",
    "zebra",
    "äpfel",
    "Äpfel",
    "éclair",
    "e\u{301}clair",
    "Éclair",
    "ß",
    "SS",
    "ss",
    "İ",
    "ı",
    "I",
    "日本",
    "한국",
    "🛰",
    "\u{ffff}",
    "\u{10ffff}",
    "a b",
    "a-b",
    "a_b",
    "a~b",
    "a",
    "10",
    "9",
    "~",
    "!",
    "ﬁ",
];

/// Whatever the number of rows, the pages hold each once, newest first, with no empty page at the end. Three rows share
/// each millisecond, so that page borders fall between equal times.
pub async fn pages_hold_every_project_once(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let mut made: Vec<Project> = Vec::new();
    for rows in [0, 1, 20, 21, 40, 101] {
        while made.len() < rows {
            world.clock.advance(i64::from(made.len().is_multiple_of(3)));
            made.push(world.create(&ada, &format!("project {}", made.len())).await?);
        }
        for limit in [1, 7, 20, 100] {
            let query = ProjectQuery { limit: Some(limit), ..ProjectQuery::default() };
            let pages = world.pages(&ada, &query).await?;
            assert_eq!(pages.concat(), expected(&made, &query), "{rows} rows, {limit} a page");
            assert_eq!(sizes(&pages), page_sizes(rows, limit), "{rows} rows, {limit} a page");
        }
    }
    Ok(())
}

/// Active, archived and deleted projects, each by creation, change and name, with ties of all kinds.
pub async fn every_list_has_every_order(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let projects = all_kinds(&world, &ada).await?;
    for (status, sort) in each_pair(ListedAs::ALL, ProjectSort::ALL) {
        let query = ProjectQuery { status, sort, ..ProjectQuery::default() };
        let expected = expected(&projects, &query);
        assert_eq!(expected.len(), NAMES.len());
        for limit in [1, 2, 5, 31, 32, 33] {
            let pages = world.pages(&ada, &ProjectQuery { limit: Some(limit), ..query.clone() }).await?;
            assert_eq!(pages.concat(), expected, "{status} by {sort}, {limit} a page");
            assert_eq!(sizes(&pages), page_sizes(expected.len(), limit), "{status} by {sort}, {limit} a page");
        }
    }
    Ok(())
}

/// Every name in every list, made and changed in bursts that share a millisecond.
async fn all_kinds(world: &World, scope: &TenantScope) -> Result<Vec<Project>> {
    let mut projects = Vec::new();
    for (number, name) in NAMES.iter().cycle().take(3 * NAMES.len()).enumerate() {
        world.clock.advance(i64::from(number.is_multiple_of(4)));
        projects.push(world.create(scope, name).await?);
    }
    for (number, project) in projects.iter_mut().enumerate() {
        world.clock.advance(i64::from(number.is_multiple_of(5)));
        let archived = named(&project.name).with("status", "archived");
        match number / NAMES.len() {
            0 if number.is_multiple_of(2) => {}
            0 => *project = world.changed(scope, project, named(&project.name)).await?,
            1 => *project = world.changed(scope, project, archived).await?,
            // Deleted ones are in their list, whether they were active or archived.
            _ if number.is_multiple_of(2) => *project = world.deleted(scope, project.clone()).await?,
            _ => {
                let archived = world.changed(scope, project, archived).await?;
                *project = world.deleted(scope, archived).await?;
            }
        }
    }
    Ok(projects)
}

/// A cursor holds its place: rows made later do not push others onto the next page, and its own row may go.
pub async fn pages_stand_while_rows_come_and_go(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for sort in ProjectSort::ALL {
        for name in ["d", "c", "b", "a"] {
            world.clock.advance(1);
            world.create(&ada, name).await?;
        }
        let query = ProjectQuery { sort: *sort, limit: Some(2), ..ProjectQuery::default() };
        let first = world.page(&ada, &query).await?;
        let last = first.items.last().context("the page is empty")?;
        world.clock.advance(1);
        world.create(&ada, "a").await?;
        assert!(world.delete(&ada, last.id).await?);
        let second = world.page(&ada, &ProjectQuery { after: first.next, ..query }).await?;
        let names: Vec<&str> = second.items.iter().map(|project| project.name.as_str()).collect();
        assert_eq!((names, second.next), (vec!["c", "d"], None), "{sort}");
        for project in world.all(&ada).await? {
            assert!(world.delete(&ada, project.id).await?);
        }
    }
    Ok(())
}

/// Whoever asks for nothing, too little or too much gets a page of a sound size.
pub async fn limits_are_kept_within_bounds(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for number in 0..102 {
        world.create(&ada, &format!("project {number}")).await?;
    }
    for (limit, rows) in
        [(None, 20), (Some(0), 1), (Some(1), 1), (Some(100), 100), (Some(101), 100), (Some(u32::MAX), 100)]
    {
        for search in ["", "project"] {
            let query = ProjectQuery { search: search.to_owned(), limit, ..ProjectQuery::default() };
            let page = world.page(&ada, &query).await?;
            assert_eq!(page.items.len(), rows, "{query:?}");
            assert!(page.next.is_some(), "{query:?}");
        }
    }
    Ok(())
}
