//! Ready-made projects: seeds and copies.

use anyhow::{Result, bail};
use domain::{Colour, ListedAs, Project, ProjectId, ProjectQuery, ProjectStatus, Tenant, UserId};
use uuid::Builder;

use super::{
    Open,
    world::{World, ada, named, question, sam},
};
use crate::{Person, clock::START_MS, expected::expected};

crate::contract::cases! { $ inserting {
    ready_made_projects_are_as_they_were_made,
    many_are_inserted_at_once,
} isolation {
    a_batch_is_inserted_whole_or_not_at_all,
} }

/// Projects numbered from `first` on, each a millisecond younger than the one before, with names that `name` gives.
pub(super) fn ready_made(first: u32, count: u32, name: impl Fn(u32) -> String) -> Result<Vec<Project>> {
    let owner: UserId = Person::Ada.user_id().parse()?;
    (first..first + count)
        .map(|number| {
            let time = START_MS + i64::from(number);
            let [a, b, c, d] = number.to_be_bytes();
            let id = Builder::from_unix_timestamp_millis(u64::try_from(time)?, &[7, 0, 0, 0, 0, 0, a, b, c, d]);
            Ok(Project {
                id: ProjectId::new(id.into_uuid()),
                key: format!("K{number}").parse()?,
                name: name(number),
                description: String::new(),
                status: ProjectStatus::Active,
                colour: Colour::Slate,
                owner: owner.clone(),
                created_by: owner.clone(),
                created_at: time,
                updated_at: time,
                deleted_at: None,
                version: 1,
            })
        })
        .collect()
}

fn numbered(first: u32, count: u32) -> Result<Vec<Project>> {
    ready_made(first, count, |number| format!("Project {number}"))
}

/// Every field is kept; the projects are listed, searched and changed as if they had been made here. Nothing is noted.
pub async fn ready_made_projects_are_as_they_were_made(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let projects = all_kinds()?;
    world.system().insert_projects(ada.tenant(), &projects).await?;
    for status in ListedAs::ALL {
        for search in ["", "project", "k3", "🛰 ünl", "two"] {
            let query = ProjectQuery { status: *status, ..question(search) };
            assert_eq!(world.list(&ada, &query).await?, expected(&projects, &query), "{query:?}");
        }
    }
    assert_eq!(world.events(&ada).await?, []);
    let [plain, archived, deleted, ..] = projects.as_slice() else { bail!("too few") };
    let changed = world.changed(&ada, archived, named("Renamed")).await?;
    assert_eq!((changed.version, changed.colour), (10, Colour::Pink));
    assert!(world.delete(&ada, plain.id).await?);
    assert!(world.restore(&ada, deleted.id).await?.is_some());
    Ok(())
}

fn all_kinds() -> Result<Vec<Project>> {
    let [plain, archived, deleted, theirs, described] =
        <[Project; 5]>::try_from(numbered(1, 5)?).map_err(|projects| anyhow::anyhow!("{} projects", projects.len()))?;
    Ok(vec![
        plain,
        Project { status: ProjectStatus::Archived, colour: Colour::Pink, version: 9, ..archived },
        Project { deleted_at: Some(START_MS + 5), updated_at: START_MS + 5, ..deleted },
        Project { owner: "user_else".parse()?, created_by: "user_other".parse()?, ..theirs },
        Project { description: "one\ntwo 🛰".to_owned(), name: "Ünlike".to_owned(), ..described },
    ])
}

/// One that cannot be inserted keeps all the others out; other tenants' ids and keys are in nobody's way.
pub async fn a_batch_is_inserted_whole_or_not_at_all(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, sam) = (ada()?, sam()?);
    let insert = async |tenant: &Tenant, projects: &[Project]| world.system().insert_projects(tenant, projects).await;
    let projects = numbered(1, 5)?;
    let (there, [third, fourth, _]) = projects.split_at(2) else { bail!("too few") };
    insert(ada.tenant(), there).await?;
    assert!(insert(ada.tenant(), &projects).await.is_err(), "ids that are there");
    let same_key = [third.clone(), Project { key: "K1".parse()?, ..fourth.clone() }];
    assert!(insert(ada.tenant(), &same_key).await.is_err(), "a key that is there");
    assert!(insert(ada.tenant(), &[third.clone(), third.clone()]).await.is_err(), "twice in one batch");
    assert_eq!(world.all(&ada).await?, expected(there, &ProjectQuery::default()));
    assert_eq!(world.list(&ada, &question("project")).await?.len(), 2);
    insert(sam.tenant(), &projects).await?;
    assert_eq!(world.all(&sam).await?, expected(&projects, &ProjectQuery::default()));
    insert(ada.tenant(), &[]).await?;
    insert(ada.tenant(), projects.split_at(2).1).await?;
    assert_eq!(world.all(&ada).await?, expected(&projects, &ProjectQuery::default()));
    Ok(())
}

/// A batch of thousands is one call.
pub async fn many_are_inserted_at_once(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let projects = numbered(1, 5_000)?;
    world.system().insert_projects(ada.tenant(), &projects).await?;
    assert_eq!(world.names(&ada, &question("project 4999")).await?, ["Project 4999"]);
    let first = world.page(&ada, &ProjectQuery { limit: Some(3), ..ProjectQuery::default() }).await?;
    assert_eq!(first.items.first(), projects.last());
    assert!(first.next.is_some());
    Ok(())
}
