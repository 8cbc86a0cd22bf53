//! What was deleted long ago goes for good.

use anyhow::{Context, Result, bail};
use domain::Clock;
use domain::{AuditEvent, AuditOutcome, ListedAs, Project, ProjectQuery, TenantScope};

use super::{
    Open,
    world::{World, ada, question, sam},
};

crate::contract::cases! { $ purging {
    the_time_is_exact,
    a_purge_takes_no_more_than_it_should,
    nothing_of_a_purged_project_is_left,
    a_purge_is_noted,
    the_texts_of_a_purged_project_go,
    tenants_are_visited_when_something_is_due,
    a_deletion_beside_a_purge_is_due_later,
    a_lease_is_one_holders,
} isolation {
    only_what_is_deleted_is_purged,
} }

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

/// Each purged project leaves a note in the audit trail, by nobody and on no request.
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
            impersonator: None,
            action: Project::PURGED,
            outcome: AuditOutcome::Done,
            object_id: Some(project.id.to_string()),
            object_name: None,
            before: None,
            after: None,
            request_id: None,
        };
        assert_eq!(*event, expected);
    }
    assert_eq!(noted.len(), 2);
    Ok(())
}

/// Of a purged project and its tasks, those deleted before too, the trail keeps who did what and when, and no text. What
/// it says of others stays, letter for letter.
pub async fn the_texts_of_a_purged_project_go(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, sam) = (ada()?, sam()?);
    let gone = world.create(&ada, "Layoffs").await?;
    for title in ["Call Grace", "Call Linus"] {
        world.task(&ada, &gone, title).await?;
    }
    let tasks = world.tasks_of(&ada, &gone).await?;
    world.tasks().delete(&ada.require()?.to_remove()?, gone.id, tasks.first().context("no task")?.id).await?;
    let kept = world.create(&ada, "Kept").await?;
    world.task(&ada, &kept, "Kept too").await?;
    world.create(&sam, "Layoffs").await?;
    let (theirs, before) = (world.events(&sam).await?, world.events(&ada).await?);
    world.deleted(&ada, gone.clone()).await?;
    world.clock.advance(1);
    assert_eq!(world.system().purge(ada.tenant().id(), i64::MAX, 100).await?, 1);
    let after = world.events(&ada).await?;
    assert_eq!(after.len(), before.len() + 2, "of the deletion and of the purge");
    for (was, is) in before.iter().zip(&after) {
        let is_kept = was.object_id == Some(kept.id.to_string()) || was.object_name.as_deref() == Some("Kept too");
        let without = AuditEvent { object_name: None, before: None, after: None, ..was.clone() };
        assert_eq!(*is, if is_kept { was.clone() } else { without });
    }
    let said = format!("{after:?}");
    for text in ["Layoffs", "LAYOFFS", "Call"] {
        assert!(!said.contains(text), "{text} is still there: {said}");
    }
    assert_eq!(world.events(&sam).await?, theirs);
    Ok(())
}

/// Only tenants with something to purge are visited: the others are not even asked.
pub async fn tenants_are_visited_when_something_is_due(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, sam) = (ada()?, sam()?);
    let due = async |before: i64| world.system().tenants_to_purge(before, None, 10).await;
    world.create(&ada, "active").await?;
    let theirs = deleted_by(&world, &sam, "theirs").await?;
    assert_eq!(due(i64::MAX).await?, [sam.tenant().id()]);
    let first = deleted_by(&world, &ada, "first").await?;
    let now = world.clock.advance(1);
    deleted_by(&world, &ada, "second").await?;
    assert_eq!(due(now).await?.len(), 2);
    assert_eq!(due(first.deleted_at.unwrap_or_default()).await?, [""; 0], "not what was deleted in that millisecond");
    // The purge of what is due leaves what is not.
    assert_eq!(world.system().purge(ada.tenant().id(), now, 10).await?, 1);
    assert_eq!(due(now).await?, [sam.tenant().id()]);
    assert_eq!(due(now + 1).await?.len(), 2);
    // What was brought back is found out by the next visit.
    world.restore(&sam, theirs.id).await?;
    assert_eq!(world.system().purge(sam.tenant().id(), i64::MAX, 10).await?, 0);
    assert_eq!(due(i64::MAX).await?, [ada.tenant().id()]);
    // In pages.
    let page = world.system().tenants_to_purge(i64::MAX, Some(ada.tenant().id()), 10).await?;
    assert_eq!(page, [""; 0]);
    Ok(())
}

async fn deleted_by(world: &World, scope: &TenantScope, name: &str) -> Result<Project> {
    let made = world.create(scope, name).await?;
    world.deleted(scope, made).await
}

/// Deletions that meet a purge are not forgotten by it.
pub async fn a_deletion_beside_a_purge_is_due_later(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for round in 0..10 {
        let made = world.create(&ada, &format!("beside {round}")).await?;
        deleted(&world, &format!("old {round}")).await?;
        let before = world.clock.advance(1);
        let tenant = ada.tenant().id();
        let (purged, gone) = tokio::join!(world.system().purge(tenant, before, 10), world.deleted(&ada, made));
        purged?;
        gone?;
        assert_eq!(world.system().tenants_to_purge(i64::MAX, None, 10).await?, [tenant], "round {round}");
        while world.system().purge(tenant, i64::MAX, 10).await? > 0 {}
        assert_eq!(world.system().tenants_to_purge(i64::MAX, None, 10).await?, [""; 0]);
    }
    Ok(())
}

/// One holder at a time, until its time is over; it may prolong it. Other work is other work.
pub async fn a_lease_is_one_holders(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let lease = async |name: &str, holder: &str, time: i64| world.system().lease(name, holder, time).await;
    let (a, b, c, d) = tokio::try_join!(
        lease("purge", "a", 10),
        lease("purge", "b", 10),
        lease("purge", "c", 10),
        lease("purge", "d", 10)
    )?;
    let got: Vec<&str> =
        [("a", a), ("b", b), ("c", c), ("d", d)].iter().filter(|(_, got)| *got).map(|(name, _)| *name).collect();
    let [holder] = got.as_slice() else { bail!("held by {got:?}") };
    assert!(lease("other", "somebody else", 10).await?);
    world.clock.advance(9);
    assert!(!lease("purge", "somebody else", 10).await?, "a millisecond too early");
    assert!(lease("purge", holder, 10).await?);
    world.clock.advance(9);
    assert!(!lease("purge", "somebody else", 10).await?, "it was prolonged");
    world.clock.advance(1);
    assert!(lease("purge", "somebody else", 10).await?);
    assert!(!lease("purge", holder, 10).await?);
    Ok(())
}
