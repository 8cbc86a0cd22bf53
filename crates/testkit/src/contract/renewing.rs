//! Search terms of older rules are made anew while everything goes on.

use anyhow::{Result, ensure};
use domain::TenantScope;
use store::{RENEWAL_MS, Renewal};
use tokio::task::JoinSet;

use super::{
    Open,
    world::{World, ada, admin_of, named, question, sam},
};

crate::contract::cases! { $ renewing {
    terms_of_older_rules_are_made_anew,
    a_renewal_goes_on_where_it_was_left,
    one_server_renews_at_a_time,
    a_renewal_and_changes_are_in_nobodys_way,
} isolation {
    a_renewal_keeps_to_the_tenant_it_is_in,
} }

/// As if older rules had made the terms: other ones for the same words.
const OLDER: [&str; 2] =
    ["UPDATE project_terms SET term = 'older' || term", "UPDATE schema_state SET terms_version = 1"];

async fn aged(world: &World) -> Result<()> {
    for statement in OLDER {
        world.opened.raw.run(statement).await?;
    }
    Ok(())
}

async fn renew(world: &World, server: &str, limit: u32) -> Result<Renewal> {
    Ok(world.system().renew_terms(server, limit).await?)
}

/// To the end; how many steps it took.
async fn renew_all(world: &World, server: &str, limit: u32) -> Result<usize> {
    for step in 1..1_000 {
        match renew(world, server, limit).await? {
            Renewal::Done => return Ok(step),
            Renewal::Working => {}
            Renewal::Elsewhere => anyhow::bail!("another server is at it"),
        }
    }
    anyhow::bail!("no end of it")
}

async fn numbered(world: &World, scope: &TenantScope, count: usize) -> Result<()> {
    for number in 1..=count {
        world.create(scope, &format!("Café {number}")).await?;
    }
    Ok(())
}

async fn found(world: &World, scope: &TenantScope, search: &str) -> Result<usize> {
    Ok(world.list(scope, &question(search)).await?.len())
}

/// In every tenant and list, whatever the size of the steps; and once.
pub async fn terms_of_older_rules_are_made_anew(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    renew_all(&world, "a", 10).await?;
    assert_eq!(renew(&world, "b", 10).await?, Renewal::Done, "a new database has no older terms");
    let scopes = [ada()?, sam()?, admin_of("org_third")?];
    for (scope, count) in scopes.iter().zip([3, 4, 1]) {
        numbered(&world, scope, count).await?;
    }
    let deleted = world.made(&scopes[0], named("Café, deleted").with("key", "GONE")).await?;
    world.deleted(&scopes[0], deleted.clone()).await?;
    for limit in [1, 2, 3, 100] {
        aged(&world).await?;
        for scope in &scopes {
            assert_eq!((found(&world, scope, "cafe").await?, found(&world, scope, "oldercafe").await? > 0), (0, true));
        }
        renew_all(&world, "a", limit).await?;
        for (scope, count) in scopes.iter().zip([3, 4, 1]) {
            assert_eq!((found(&world, scope, "cafe").await?, found(&world, scope, "older").await?), (count, 0));
        }
        assert_eq!(renew(&world, "b", limit).await?, Renewal::Done);
    }
    world.restore(&scopes[0], deleted.id).await?;
    assert_eq!(found(&world, &scopes[0], "gone").await?, 1);
    Ok(())
}

/// A server that is gone has not worked in vain, and what it did is searched already.
pub async fn a_renewal_goes_on_where_it_was_left(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    numbered(&world, &ada, 6).await?;
    aged(&world).await?;
    for step in 1..=2 {
        assert_eq!(renew(&world, "a", 2).await?, Renewal::Working);
        assert_eq!(
            (found(&world, &ada, "cafe").await?, found(&world, &ada, "oldercafe").await?),
            (2 * step, 6 - 2 * step)
        );
    }
    world.clock.advance(RENEWAL_MS + 1);
    // What is done is not done again: these would be mended.
    world.opened.raw.run("UPDATE project_terms SET term = 'kept' || term WHERE term LIKE 'cafe%'").await?;
    assert_eq!(renew_all(&world, "b", 2).await?, 3, "the third pair, nothing more, the end");
    assert_eq!((found(&world, &ada, "cafe").await?, found(&world, &ada, "keptcafe").await?), (2, 4));
    Ok(())
}

/// Until it is not heard of for a while; then it finds that another one has taken over.
pub async fn one_server_renews_at_a_time(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    numbered(&world, &ada, 9).await?;
    aged(&world).await?;
    assert_eq!(renew(&world, "a", 1).await?, Renewal::Working);
    for _ in 0..3 {
        assert_eq!(renew(&world, "b", 1).await?, Renewal::Elsewhere);
        world.clock.advance(RENEWAL_MS);
        assert_eq!(renew(&world, "b", 1).await?, Renewal::Elsewhere);
        assert_eq!(renew(&world, "a", 1).await?, Renewal::Working, "it goes on holding it");
    }
    world.clock.advance(RENEWAL_MS + 1);
    assert_eq!(renew(&world, "b", 1).await?, Renewal::Working);
    assert_eq!(renew(&world, "a", 1).await?, Renewal::Elsewhere);
    renew_all(&world, "b", 1).await?;
    assert_eq!(renew(&world, "a", 1).await?, Renewal::Done);
    assert_eq!(found(&world, &ada, "cafe").await?, 9);
    Ok(())
}

/// A step is about one tenant; the words of others stay as they are until it is their turn.
pub async fn a_renewal_keeps_to_the_tenant_it_is_in(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let scopes = [admin_of("org_a")?, admin_of("org_b")?];
    for scope in &scopes {
        numbered(&world, scope, 2).await?;
    }
    aged(&world).await?;
    for step in 1..=2 {
        assert_eq!(renew(&world, "a", 100).await?, Renewal::Working);
        for (number, scope) in scopes.iter().enumerate() {
            let (new, older) = if number < step { (2, 0) } else { (0, 2) };
            let present = (found(&world, scope, "cafe").await?, found(&world, scope, "oldercafe").await?);
            assert_eq!(present, (new, older), "step {step}, {:?}", scope.tenant());
        }
    }
    assert_eq!(renew(&world, "a", 100).await?, Renewal::Done);
    Ok(())
}

/// Projects that are made, changed and deleted meanwhile are found by the words they have in the end.
pub async fn a_renewal_and_changes_are_in_nobodys_way(open: impl Open) -> Result<()> {
    let world = std::sync::Arc::new(World::new(open).await?);
    let ada = ada()?;
    let mut projects = Vec::new();
    for number in 0..20 {
        projects.push(world.create(&ada, &format!("Café {number}")).await?);
    }
    aged(&world).await?;
    let mut changes = JoinSet::new();
    for (number, project) in projects.into_iter().enumerate() {
        let (world, ada) = (world.clone(), ada.clone());
        changes.spawn(async move {
            match number % 3 {
                0 => drop(world.changed(&ada, &project, named(&format!("Thé {number}"))).await?),
                1 => ensure!(world.delete(&ada, project.id).await?),
                _ => drop(world.create(&ada, &format!("Café, new {number}")).await?),
            }
            anyhow::Ok(())
        });
    }
    renew_all(&world, "a", 2).await?;
    while let Some(change) = changes.join_next().await {
        change??;
    }
    assert_eq!(found(&world, &ada, "older").await?, 0);
    assert_eq!((found(&world, &ada, "the").await?, found(&world, &ada, "cafe").await?), (7, 6 + 6));
    Ok(())
}
