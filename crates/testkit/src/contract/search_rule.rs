//! What a search finds, against the rule itself: random projects and random questions, in all lists and orders.

use anyhow::Result;
use domain::{Draft, ListedAs, Project, ProjectQuery, ProjectSort, TenantScope, UserId};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};

use super::{
    Open,
    world::{World, ada},
};
use crate::{
    Person,
    expected::{expected, page_sizes, sizes},
};

crate::contract::cases! { $ search_rule {
    search_finds_what_the_rule_says,
} }

const WORDS: [&str; 24] = [
    "moon",
    "moonbase",
    "Moons",
    "base",
    "Basis",
    "BASE",
    "42",
    "421",
    "été",
    "Étés",
    "straße",
    "日本",
    "日本語",
    "a",
    "ab",
    "𠀀𠀁",
    "ete",
    "STRASSE",
    "O'Brien",
    "本語",
    "모델번역",
    "ไทย",
    "%",
    "İstanbul",
];

/// Every question finds what `store::search` says, all of it, once, on pages as full as they can be.
pub async fn search_finds_what_the_rule_says(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let mut random = StdRng::seed_from_u64(4);
    let owners = [Person::Ada.user_id(), Person::Mel.user_id(), Person::Vic.user_id()];
    let mut projects = Vec::new();
    for _ in 0..80 {
        world.clock.advance(random.random_range(0..2));
        projects.push(random_project(&world, &ada, &mut random, &owners).await?);
    }
    for _ in 0..150 {
        let query = random_question(&mut random, &owners)?;
        let pages = world.pages(&ada, &query).await?;
        let expected = expected(&projects, &query);
        assert_eq!(pages.concat(), expected, "{query:?}");
        assert_eq!(sizes(&pages), page_sizes(expected.len(), query.page().rows()), "{query:?}");
    }
    Ok(())
}

fn some_words(random: &mut StdRng, count: usize) -> String {
    (0..count).filter_map(|_| WORDS.choose(random).copied()).collect::<Vec<_>>().join(" ")
}

async fn random_project(world: &World, scope: &TenantScope, random: &mut StdRng, owners: &[String]) -> Result<Project> {
    let (name, description) = (random.random_range(1..4), random.random_range(0..4));
    let draft = Draft::default()
        .with("name", some_words(random, name))
        .with("description", some_words(random, description))
        .with("status", ["active", "active", "archived"].choose(random).copied().unwrap_or_default().to_owned())
        .with("owner", owners.choose(random).cloned().unwrap_or_default());
    let made = world.made(scope, draft).await?;
    if random.random_bool(0.2) { world.deleted(scope, made).await } else { Ok(made) }
}

/// Beginnings of words, none to three.
fn random_question(random: &mut StdRng, owners: &[String]) -> Result<ProjectQuery> {
    let count = random.random_range(0..4);
    let mut beginnings = Vec::new();
    for word in (0..count).filter_map(|_| WORDS.choose(random)).collect::<Vec<_>>() {
        let letters = random.random_range(1..=word.chars().count());
        beginnings.push(word.chars().take(letters).collect::<String>());
    }
    let owner = if random.random_bool(0.3) { owners.choose(random) } else { None };
    Ok(ProjectQuery {
        search: beginnings.join(" "),
        status: ListedAs::ALL.choose(random).copied().unwrap_or_default(),
        owner: owner.map(|owner| owner.parse::<UserId>()).transpose()?,
        sort: ProjectSort::ALL.choose(random).copied().unwrap_or_default(),
        after: None,
        limit: Some([1, 3, 20].choose(random).copied().unwrap_or(20)),
    })
}
