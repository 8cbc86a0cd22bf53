//! Making, reading and changing one project.

use anyhow::{Result, bail};
use domain::{Colour, Draft, Project, ProjectStatus};
use store::Update;

use super::{
    Open,
    world::{World, ada, mel, named, scope, unknown_id},
};
use crate::{Person, Place, clock::START_MS};

crate::contract::cases! { $ writing {
    a_project_is_made_and_read,
    what_is_not_given_has_a_default,
    an_update_counts_up,
    an_update_keeps_what_is_not_given,
    a_stale_update_is_a_conflict,
} }

fn everything() -> Draft {
    Draft::default()
        .with("name", "Moon base")
        .with("description", "one\ntwo")
        .with("key", "BASE1")
        .with("status", "archived")
        .with("colour", "teal")
        .with("owner", Person::Vic.user_id())
}

/// What was made is what is read, by everybody of the tenant who may read.
pub async fn a_project_is_made_and_read(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (mel, vic) = (mel()?, scope(Person::Vic, Place::Acme)?);
    let made = world.made(&mel, everything()).await?;
    let expected = Project {
        id: made.id,
        key: "BASE1".parse()?,
        name: "Moon base".to_owned(),
        description: "one\ntwo".to_owned(),
        status: ProjectStatus::Archived,
        colour: Colour::Teal,
        owner: vic.actor().clone(),
        created_by: mel.actor().clone(),
        created_at: START_MS,
        updated_at: START_MS,
        deleted_at: None,
        version: 1,
    };
    assert_eq!(made, expected);
    assert_eq!(world.get(&vic, made.id).await?, Some(expected));
    assert_eq!(world.get(&vic, unknown_id()?).await?, None);
    Ok(())
}

/// A name is enough: the rest is active, slate, without a description, and the maker's.
pub async fn what_is_not_given_has_a_default(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let mel = mel()?;
    let made = world.create(&mel, "Moon base").await?;
    assert_eq!((made.description.as_str(), made.key.as_str()), ("", "MOON"));
    assert_eq!((made.status, made.colour), (ProjectStatus::Active, Colour::Slate));
    assert_eq!((&made.owner, &made.created_by), (mel.actor(), mel.actor()));
    assert_eq!(world.get(&mel, made.id).await?, Some(made));
    Ok(())
}

/// A change keeps who made it and when, and counts the version up.
pub async fn an_update_counts_up(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, mel) = (ada()?, mel()?);
    let made = world.create(&ada, "Moon base").await?;
    let now = world.clock.advance(1_000);
    let changed = world.changed(&mel, &made, everything()).await?;
    let expected = Project {
        id: made.id,
        key: "BASE1".parse()?,
        name: "Moon base".to_owned(),
        description: "one\ntwo".to_owned(),
        status: ProjectStatus::Archived,
        colour: Colour::Teal,
        owner: Person::Vic.user_id().parse()?,
        updated_at: now,
        version: 2,
        ..made
    };
    assert_eq!(changed, expected);
    assert_eq!(world.get(&ada, expected.id).await?, Some(expected.clone()));
    let unchanged = world.changed(&ada, &expected, everything()).await?;
    assert_eq!(unchanged, Project { version: 3, ..expected }, "saving the same is a change too");
    Ok(())
}

/// Key, status, colour and owner stay when a change does not name them; name and description always do.
pub async fn an_update_keeps_what_is_not_given(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let made = world.made(&ada, everything()).await?;
    let changed = world.changed(&ada, &made, named("Mars")).await?;
    let expected = Project { name: "Mars".to_owned(), description: String::new(), version: 2, ..made };
    assert_eq!(changed, expected);
    for (draft, expected) in [
        (
            named("Mars").with("status", "active"),
            Project { status: ProjectStatus::Active, version: 3, ..expected.clone() },
        ),
        (
            named("Mars").with("colour", "red"),
            Project { status: ProjectStatus::Active, colour: Colour::Red, version: 4, ..expected.clone() },
        ),
    ] {
        let seen = Project { version: expected.version - 1, ..expected.clone() };
        assert_eq!(world.changed(&ada, &seen, draft).await?, expected);
    }
    Ok(())
}

/// An update that saw another version changes nothing and shows what is there.
pub async fn a_stale_update_is_a_conflict(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let made = world.create(&ada, "Moon base").await?;
    let Update::Done(current) = world.rename(&ada, &made, "Mars base").await? else { bail!("the first update failed") };
    for version in [made.version, current.version + 1, 0, -1, i64::MAX, i64::MIN] {
        let stale = Project { version, ..made.clone() };
        assert_eq!(world.rename(&ada, &stale, "Lost").await?, Update::Conflict(current.clone()), "version {version}");
    }
    assert_eq!(world.get(&ada, made.id).await?, Some(current));
    let nowhere = Project { id: unknown_id()?, ..made };
    assert_eq!(world.rename(&ada, &nowhere, "Lost").await?, Update::NotFound);
    Ok(())
}
