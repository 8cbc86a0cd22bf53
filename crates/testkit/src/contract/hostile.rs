//! Texts that break careless code.

use anyhow::Result;
use domain::{Grant, PageRequest, ReadProjects};
use store::StoreError;

use super::{
    Open,
    world::{World, fields, scope},
};
use crate::{Person, Place};

const TEXTS: [&str; 14] = [
    "'; DROP TABLE projects; --",
    "\"quoted\" `ticks` \\ backslash \\' \\\"",
    "100% _ * ? [a-z] GLOB",
    "$1 ?1 :name @name {x} {{x}} ${x}",
    "<script>alert(1)</script></textarea>",
    "NULL",
    "0x00",
    "é e\u{301} are two spellings, both kept",
    "Straße ẞ İstanbul ﬁ",
    "日本語 한국어 العربية עברית",
    "🛰 👩\u{200d}🚀 🏳\u{fe0f}\u{200d}🌈",
    "\u{202e}right to left\u{202c} and zero\u{200b}width",
    "\u{10ffff}\u{fffd}\u{feff}\u{ffff}",
    "line\u{2028}separator",
];

/// Every text that passes the check of its field comes back letter for letter.
pub async fn hostile_texts_come_back_as_they_went_in(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = scope(Person::Ada, Place::Acme)?;
    let longest = ("🛰".repeat(100), "🛰\n".repeat(999));
    let texts = TEXTS.iter().map(|text| ((*text).to_owned(), format!("{text}\n{text}"))).chain([longest]);
    for (name, description) in texts {
        let made = world.projects().create(&ada.require()?, fields(&name, &description)?).await?;
        let read = world.get(&ada, made.id).await?;
        assert_eq!(read.as_ref().map(|project| project.name.as_str()), Some(name.as_str()));
        assert_eq!(read.map(|project| project.description), Some(description.trim().to_owned()));
    }
    Ok(())
}

/// A cursor that no list made is an error of its own kind, not an empty page and not a failure of the database.
pub async fn mangled_cursors_are_refused(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = scope(Person::Ada, Place::Acme)?;
    let grant: Grant<ReadProjects> = ada.require()?;
    for name in ["one", "two"] {
        world.create(&ada, name).await?;
    }
    let good = world.page(&ada, None, 1).await?.next.unwrap_or_default();
    let halves = good.split_at(good.len() / 2);
    let swapped = format!("{}{}", halves.1, halves.0);
    let mangled =
        [halves.0, halves.1, &swapped, "", "0", "null", "e30", "' OR 1=1 --", "../..", "🛰", &"A".repeat(100_000)];
    for cursor in mangled {
        let outcome = world.projects().list(&grant, &PageRequest::after(Some(cursor.to_owned()))).await;
        assert!(matches!(outcome, Err(StoreError::InvalidCursor)), "{cursor}: {outcome:?}");
    }
    assert_eq!(world.page(&ada, Some(&good), 1).await?.items.len(), 1);
    Ok(())
}
