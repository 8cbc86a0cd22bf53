//! Searches in large tenants: rare words are found at once, common ones by a walk that may end early and go on later.

use anyhow::{Context, Result};
use domain::{Project, ProjectQuery, ProjectSort, TenantScope};
use store::listing::{RARE, SCANNED};

use super::{
    Open,
    inserting::ready_made,
    world::{World, ada, question},
};
use crate::expected::{each_pair, expected, sizes};

crate::contract::cases! { $ search_plans {
    rare_words_are_found_at_once_and_common_ones_in_the_end,
    words_that_seldom_meet_end_a_walk_early,
    pages_of_common_words_are_full,
} }

async fn inserted(world: &World, scope: &TenantScope, projects: Vec<Project>) -> Result<Vec<Project>> {
    world.system().insert_projects(scope.tenant(), &projects).await?;
    Ok(projects)
}

/// The oldest project has both words; all others have one of them. As long as one word has no more than [`RARE`]
/// matches, the first page holds the answer. With one match more the list is walked, and a later page holds it.
pub async fn rare_words_are_found_at_once_and_common_ones_in_the_end(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let rare = u32::try_from(RARE)?;
    let name = |number| match number {
        1 => "Needle: alpha beta".to_owned(),
        number if number <= rare => format!("alpha {number}"),
        number => format!("beta {number}"),
    };
    let mut projects = inserted(&world, &ada, ready_made(1, 2 * rare + 1, name)?).await?;
    let needle = projects.first().cloned().context("no project")?;
    for search in ["alpha beta", "beta alpha", "al be needle"] {
        let first = world.page(&ada, &question(search)).await?;
        assert_eq!((first.items, first.next), (vec![needle.clone()], None), "{search}");
    }
    let all = ProjectQuery { limit: Some(100), ..question("alpha") };
    assert_eq!(world.list(&ada, &all).await?, expected(&projects, &all), "exactly as many as are rare");
    projects.extend(inserted(&world, &ada, ready_made(2 * rare + 2, 1, |_| "alpha, one too many".to_owned())?).await?);
    assert_eq!(world.list(&ada, &all).await?, expected(&projects, &all), "one more");
    for sort in [ProjectSort::Created, ProjectSort::Updated] {
        let query = ProjectQuery { sort, ..question("alpha beta") };
        let first = world.page(&ada, &query).await?;
        assert!(first.items.is_empty() && first.next.is_some(), "{first:?}");
        assert_eq!(world.list(&ada, &query).await?, std::slice::from_ref(&needle));
    }
    let still_rare = world.page(&ada, &question("alpha beta needle")).await?;
    assert_eq!((still_rare.items, still_rare.next), (vec![needle], None));
    Ok(())
}

/// Two common words that meet here and there: every match comes once and in order, however often the walk has to end
/// early, and it ends early no more often than the list is long.
pub async fn words_that_seldom_meet_end_a_walk_early(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let name = |number: u32| match number {
        1 | 700 | 701 | 1_999 | 3_200 => format!("odd even {number}"),
        number if number.is_multiple_of(2) => format!("even {number}"),
        number => format!("odd {number}"),
    };
    let projects = inserted(&world, &ada, ready_made(1, 3_200, name)?).await?;
    let owner = Some(ada.actor().clone());
    for (sort, limit) in each_pair(ProjectSort::ALL, &[1, 2, 100]) {
        let query = ProjectQuery { sort, owner: owner.clone(), limit: Some(limit), ..question("even odd") };
        let pages = world.pages(&ada, &query).await?;
        assert_eq!(pages.concat(), expected(&projects, &query), "{query:?}");
        let walks = projects.len() / usize::try_from(SCANNED)? + 1;
        assert!(pages.len() <= walks + pages.concat().len(), "{query:?}: {:?}", sizes(&pages));
        let most = usize::try_from(limit)?;
        assert!(pages.iter().all(|page| page.len() <= most), "{query:?}: {:?}", sizes(&pages));
    }
    let never = ProjectQuery { owner: Some("user_nobody".parse()?), ..question("even") };
    assert_eq!(world.pages(&ada, &never).await?, [[]], "an owner of nothing is rare");
    Ok(())
}

/// Where matches are close together, every page but the last is full.
pub async fn pages_of_common_words_are_full(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let name = |number: u32| format!("common {number} {}", if number.is_multiple_of(3) { "third" } else { "other" });
    let projects = inserted(&world, &ada, ready_made(1, 3_300, name)?).await?;
    for (sort, search) in each_pair(ProjectSort::ALL, &["common", "third com"]) {
        let query = ProjectQuery { sort, limit: Some(100), ..question(search) };
        let pages = world.pages(&ada, &query).await?;
        assert_eq!(pages.concat(), expected(&projects, &query), "{query:?}");
        let (_, full) = pages.split_last().context("no page")?;
        assert!(full.iter().all(|page| page.len() == 100), "{query:?}: {:?}", sizes(&pages));
    }
    Ok(())
}
