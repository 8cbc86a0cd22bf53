//! Making, reading and changing one project.

use anyhow::{Result, bail};
use domain::{Project, ProjectId};
use store::Update;

use super::{
    Open,
    world::{World, fields, scope},
};
use crate::{Person, Place, clock::START_MS};

/// What was made is what is read, by everybody of the tenant who may read.
pub async fn a_project_is_made_and_read(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (mel, vic) = (scope(Person::Mel, Place::Acme)?, scope(Person::Vic, Place::Acme)?);
    let made = world.projects().create(&mel.require()?, fields("Moon base", "one\ntwo")?).await?;
    let expected = Project {
        id: made.id,
        name: "Moon base".to_owned(),
        description: "one\ntwo".to_owned(),
        created_by: mel.actor().clone(),
        created_at: START_MS,
        updated_at: START_MS,
        version: 1,
    };
    assert_eq!(made, expected);
    assert_eq!(world.get(&vic, made.id).await?, Some(expected));
    assert_eq!(world.get(&vic, unknown_id()?).await?, None);
    Ok(())
}

/// A change keeps who made it and when, and counts the version up.
pub async fn an_update_counts_up(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, mel) = (scope(Person::Ada, Place::Acme)?, scope(Person::Mel, Place::Acme)?);
    let made = world.create(&ada, "Moon base").await?;
    let now = world.clock.advance(1_000);
    let changed = world.projects().update(&mel.require()?, made.id, 1, fields("Mars base", "red")?).await?;
    let expected =
        Project { name: "Mars base".to_owned(), description: "red".to_owned(), updated_at: now, version: 2, ..made };
    assert_eq!(changed, Update::Done(expected.clone()));
    assert_eq!(world.get(&ada, expected.id).await?, Some(expected.clone()));
    let unchanged = world.rename(&ada, &expected, "Mars base").await?;
    assert_eq!(unchanged, Update::Done(Project { version: 3, ..expected }), "saving the same text is a change too");
    Ok(())
}

/// An update that saw another version changes nothing and shows what is there.
pub async fn a_stale_update_is_a_conflict(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = scope(Person::Ada, Place::Acme)?;
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

fn unknown_id() -> Result<ProjectId> {
    Ok("01890a5d-ac96-774b-bcce-b302099a8057".parse()?)
}
