//! What was deleted long ago goes for good.

use anyhow::{Context, Result};
use domain::Clock;
use domain::{AuditAction, AuditEvent, AuditOutcome, ListedAs, Project, ProjectQuery};
use store::canonical;

use super::{
    Open,
    world::{World, ada, question, sam},
};

fn deleted_ones() -> ProjectQuery {
    ProjectQuery { status: ListedAs::Deleted, ..ProjectQuery::default() }
}

async fn deleted(world: &World, name: &str) -> Result<Project> {
    let ada = ada()?;
    let made = world.create(&ada, name).await?;
    world.deleted(&ada, made).await
}

/// What was deleted before the time given goes, not what was deleted in that very millisecond.
pub async fn the_time_is_exact(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let mut projects = Vec::new();
    for name in ["first", "second", "third"] {
        world.clock.advance(1);
        projects.push(deleted(&world, name).await?);
    }
    let now = world.clock.now_ms();
    let purged = async |before| world.system().purge(ada.tenant().id(), before, 100).await;
    assert_eq!((purged(now - 2).await?, purged(i64::MIN).await?), (0, 0));
    assert_eq!(purged(now - 1).await?, 1);
    assert_eq!(world.names(&ada, &deleted_ones()).await?, ["third", "second"]);
    assert_eq!((purged(now).await?, purged(now).await?), (1, 0));
    assert_eq!(world.names(&ada, &deleted_ones()).await?, ["third"]);
    assert_eq!(purged(now + 1).await?, 1);
    assert_eq!(world.names(&ada, &deleted_ones()).await?, [""; 0]);
    Ok(())
}

/// Active, archived and restored projects stay, however old; so do another tenant's deleted ones.
pub async fn only_what_is_deleted_is_purged(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, sam) = (ada()?, sam()?);
    let active = world.create(&ada, "active").await?;
    let restored = deleted(&world, "restored").await?;
    let restored = world.restore(&ada, restored.id).await?.context("not restored")?;
    let theirs = world.create(&sam, "theirs").await?;
    let theirs = world.deleted(&sam, theirs).await?;
    for tenant in [ada.tenant().id(), "org_unknown", "' OR 1 = 1 --"] {
        assert_eq!(world.system().purge(tenant, i64::MAX, 100).await?, 0, "{tenant}");
    }
    assert_eq!(world.all(&ada).await?, [restored, active]);
    assert_eq!(world.list(&sam, &deleted_ones()).await?, [theirs]);
    Ok(())
}

/// At most as many as asked, and the rest later.
pub async fn a_purge_takes_no_more_than_it_should(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for number in 0..5 {
        deleted(&world, &format!("project {number}")).await?;
    }
    let mut left = Vec::new();
    for limit in [0, 2, 2, 2, 2] {
        let purged = world.system().purge(ada.tenant().id(), i64::MAX, limit).await?;
        left.push((purged, world.list(&ada, &deleted_ones()).await?.len()));
    }
    assert_eq!(left, [(0, 5), (2, 3), (2, 1), (1, 0), (0, 0)]);
    Ok(())
}

/// Tasks and search terms go with it: a project that takes its id later begins without them.
pub async fn nothing_of_a_purged_project_is_left(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let made = world.create(&ada, "Moon").await?;
    world.task(&ada, &made, "Pack").await?;
    let gone = world.deleted(&ada, made.clone()).await?;
    assert_eq!(world.system().purge(ada.tenant().id(), i64::MAX, 100).await?, 1);
    assert_eq!(world.restore(&ada, made.id).await?, None);
    for query in [question("moon"), ProjectQuery { search: "moon".to_owned(), ..deleted_ones() }, deleted_ones()] {
        assert_eq!(world.list(&ada, &query).await?, [], "{query:?}");
    }
    let again = Project { name: "Mars".to_owned(), key: "MARS".parse()?, deleted_at: None, ..gone };
    world.system().insert_projects(ada.tenant(), std::slice::from_ref(&again)).await?;
    assert_eq!(world.tasks_of(&ada, &again).await?, []);
    assert_eq!(world.names(&ada, &question("moon")).await?, [""; 0]);
    assert_eq!(world.names(&ada, &question("mars")).await?, ["Mars"]);
    Ok(())
}

/// Each purged project leaves its last state in the audit trail, by nobody and on no request.
pub async fn a_purge_is_noted(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let mut gone = [deleted(&world, "first").await?, deleted(&world, "second").await?];
    gone.sort_by_key(|project| project.id);
    let before = world.events(&ada).await?.len();
    let now = world.clock.advance(1);
    assert_eq!(world.system().purge(ada.tenant().id(), now, 100).await?, 2);
    let mut noted = world.events(&ada).await?.split_off(before);
    noted.sort_by(|a, b| a.object_id.cmp(&b.object_id));
    for (event, project) in noted.iter().zip(&gone) {
        let expected = AuditEvent {
            id: event.id,
            created_at: now,
            actor: None,
            action: AuditAction::ProjectPurged,
            outcome: AuditOutcome::Done,
            object_id: Some(project.id.to_string()),
            object_name: Some(project.name.clone()),
            before: Some(canonical(project)?),
            after: None,
            request_id: None,
        };
        assert_eq!(*event, expected);
    }
    assert_eq!(noted.len(), 2);
    Ok(())
}
