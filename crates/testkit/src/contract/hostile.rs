//! Texts that break careless code, in every field that takes a text.

use anyhow::{Context, Result};
use domain::{Attempt, Draft, Object, Task};
use store::search::Question;

use super::{
    Open,
    world::{World, ada, question},
};

crate::contract::cases! { $ hostile {
    hostile_texts_come_back_as_they_went_in,
    hostile_titles_come_back_as_they_went_in,
    hostile_questions_are_answered,
    hostile_texts_are_noted_as_they_are,
} }

const TEXTS: [&str; 15] = [
    "'; DROP TABLE projects; --",
    "\"quoted\" `ticks` \\ backslash \\' \\\"",
    "100% _ * ? [a-z] GLOB",
    "$1 ?1 :name @name {x} {{x}} ${x}",
    "<script>alert(1)</script></textarea>",
    "NULL",
    "0x00",
    "[1,2] {\"a\":1} {a,b} \\u0000",
    "é e\u{301} are two spellings, both kept",
    "Straße ẞ İstanbul ﬁ",
    "日本語 한국어 العربية עברית",
    "🛰 👩\u{200d}🚀 🏳\u{fe0f}\u{200d}🌈",
    "right to left: עִבְרִית مُحَمَّد می\u{200c}خواهم",
    "\u{10ffff}\u{fffd}\u{34f}\u{ffff}",
    "line\u{2028}separator",
];

/// No field takes these as they are; a request may name them all the same.
const UNTIDY: [&str; 2] = ["\u{202e}right to left\u{202c} and zero\u{200b}width", "\u{10ffff}\u{fffd}\u{feff}\u{ffff}"];

/// Every text that passes the check of its field comes back letter for letter.
pub async fn hostile_texts_come_back_as_they_went_in(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let longest = ("🛰".repeat(100), "🛰\n".repeat(999));
    let texts = TEXTS.iter().map(|text| ((*text).to_owned(), format!("{text}\n{text}"))).chain([longest]);
    for (name, description) in texts {
        let draft = Draft::default().with("name", name.clone()).with("description", description.clone());
        let made = world.made(&ada, draft.clone()).await?;
        let changed = world.changed(&ada, &made, draft).await?;
        for project in [Some(made.clone()), Some(changed), world.get(&ada, made.id).await?] {
            let project = project.context("not there")?;
            assert_eq!((project.name, project.description), (name.clone(), description.trim().to_owned()));
        }
    }
    Ok(())
}

/// The same of titles.
pub async fn hostile_titles_come_back_as_they_went_in(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let project = world.create(&ada, "Moon").await?;
    let longest = "🛰".repeat(200);
    for title in TEXTS.iter().copied().chain([longest.as_str()]) {
        let made = world.task(&ada, &project, title).await?;
        assert_eq!(world.get_task(&ada, project.id, made.id).await?.map(|task| task.title).as_deref(), Some(title));
    }
    let titles: Vec<String> = world.tasks_of(&ada, &project).await?.into_iter().map(|task| task.title).collect();
    assert_eq!(titles, TEXTS.iter().copied().chain([longest.as_str()]).collect::<Vec<_>>());
    Ok(())
}

/// Whatever is asked, the answer is a list: of what has such words, or empty; empty where there are no words in it.
pub async fn hostile_questions_are_answered(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for name in TEXTS {
        world.create(&ada, name).await?;
    }
    let long = "x".repeat(100_000);
    let many = "word ".repeat(10_000);
    for search in TEXTS.iter().chain(&UNTIDY).copied().chain([long.as_str(), &many, "\0", "a\0b", "\u{7f}", "\u{301}%"])
    {
        let found = world.names(&ada, &question(search)).await?;
        let is_vain = Question::of(search).is_vain();
        let is_expected = TEXTS.contains(&search) && !is_vain;
        assert_eq!(found.iter().any(|name| name == search), is_expected, "{search:?}: {found:?}");
        assert!(!is_vain || found.is_empty(), "{search:?}: {found:?}");
    }
    Ok(())
}

/// In the audit trail too: names, what was tried, and the request.
pub async fn hostile_texts_are_noted_as_they_are(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    for text in TEXTS.into_iter().chain(UNTIDY) {
        let scope = ada()?.for_request(Some(text.to_owned()));
        let name = if UNTIDY.contains(&text) { "Moon" } else { text };
        world.create(&scope, name).await?;
        let attempt = Attempt::on(Task::DELETED, text);
        world.audit().refused(&scope, &attempt).await?;
        let events = world.events(&scope).await?;
        let [.., made, refused] = events.as_slice() else { anyhow::bail!("not noted") };
        assert_eq!((made.object_name.as_deref(), made.request_id.as_deref()), (Some(name), Some(text)));
        assert_eq!((refused.object_id.as_deref(), refused.request_id.as_deref()), (Some(text), Some(text)));
    }
    Ok(())
}
