//! The queue: each job is done once, by whichever server gets to it, and again where that fails.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use domain::Clock;
use store::{
    Data, JobStore,
    queue::{Job, NewJob, Next},
};
use tokio::task::JoinSet;

use super::{Open, world::World};

crate::contract::cases! { $ jobs {
    each_job_is_taken_by_one_server,
    whoever_was_too_slow_can_no_longer_end_a_job,
    there_is_one_job_of_a_kind_about_the_same,
    what_failed_waits_and_what_is_parked_stays,
    what_comes_too_early_has_not_failed,
    a_job_of_one_kind_holds_up_no_other,
    jobs_are_looked_at_page_by_page,
} }

fn job(key: &str, due_at: i64) -> NewJob {
    NewJob { kind: "count", key: key.to_owned(), payload: format!("{{\"key\":\"{key}\"}}"), due_at }
}

async fn taken(data: &Data) -> Result<Vec<String>> {
    Ok(data.take_jobs("count", 100, 1_000).await?.into_iter().map(|job| job.key).collect())
}

async fn one(data: &Data) -> Result<Job> {
    data.take_jobs("count", 1, 1_000).await?.pop().context("nothing is due")
}

/// Many at once: none twice, none left, the payload letter for letter.
pub async fn each_job_is_taken_by_one_server(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    for number in 0..50 {
        assert!(data.put_job(job(&format!("é{number}"), 0)).await?);
    }
    let mut servers = JoinSet::new();
    for _ in 0..8 {
        let data = data.clone();
        servers.spawn(async move {
            let mut found = Vec::new();
            while let Some(job) = data.take_jobs("count", 3, 60_000).await?.pop() {
                found.push(job);
            }
            Ok::<_, anyhow::Error>(found)
        });
    }
    // Each asks for three and looks at the last of them alone: the others are still taken.
    while let Some(found) = servers.join_next().await {
        for job in found?? {
            assert_eq!((job.payload, job.attempts), (format!("{{\"key\":\"{}\"}}", job.key), 1));
        }
    }
    let attempts: BTreeMap<String, i64> =
        data.jobs(None, 100).await?.into_iter().map(|job| (job.key, job.attempts)).collect();
    assert_eq!(attempts.len(), 50);
    assert!(attempts.values().all(|attempts| *attempts == 1), "{attempts:?}");
    assert_eq!(taken(data).await?, [""; 0]);
    Ok(())
}

/// A server that died leaves its job to another one; one that only seemed to cannot end it any more.
pub async fn whoever_was_too_slow_can_no_longer_end_a_job(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    data.put_job(job("a", 0)).await?;
    let slow = one(data).await?;
    world.clock.advance(999);
    assert_eq!(taken(data).await?, [""; 0]);
    world.clock.advance(1);
    let quick = one(data).await?;
    assert_eq!((slow.attempts, quick.attempts), (1, 2));
    assert!(!data.end_job(&slow).await?);
    assert!(!data.fail_job(&slow, "too late", Next::Parked).await?);
    assert!(!data.rewrite_job(&slow, "{}").await?);
    assert_eq!(data.jobs(None, 9).await?, std::slice::from_ref(&quick));
    assert!(data.end_job(&quick).await?);
    assert!(!data.end_job(&quick).await?);
    assert_eq!(data.jobs(None, 9).await?, []);
    Ok(())
}

/// Until it has ended. Equal keys of different kinds are different things.
pub async fn there_is_one_job_of_a_kind_about_the_same(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    assert!(data.put_job(job("a", 0)).await?);
    assert!(!data.put_job(NewJob { payload: "{}".to_owned(), ..job("a", 0) }).await?);
    assert!(data.put_job(NewJob { kind: "other", ..job("a", 0) }).await?);
    let first = one(data).await?;
    assert_eq!((first.kind.as_str(), first.payload.as_str()), ("count", "{\"key\":\"a\"}"));
    assert!(!data.put_job(job("a", 0)).await?, "also while somebody is at it");
    assert!(data.end_job(&first).await?);
    assert!(data.put_job(job("a", 0)).await?);
    Ok(())
}

/// In the order in which they are due.
pub async fn what_failed_waits_and_what_is_parked_stays(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (data, now) = (&world.opened.data, world.clock.now_ms());
    for (key, due_at) in [("later", now + 5_000), ("failed", 0), ("parked", 0)] {
        data.put_job(job(key, due_at)).await?;
    }
    let (failed, parked) = (one(data).await?, one(data).await?);
    assert!(data.fail_job(&failed, "no luck", Next::At(now + 6_000)).await?);
    assert!(data.fail_job(&parked, "no sense", Next::Parked).await?);
    world.clock.advance(5_999);
    assert_eq!(taken(data).await?, ["later"]);
    world.clock.advance(1);
    let again = one(data).await?;
    assert_eq!((again.key.as_str(), again.attempts, again.error.as_deref()), ("failed", 2, Some("no luck")));
    world.clock.advance(1_000_000);
    assert!(!taken(data).await?.contains(&"parked".to_owned()));
    assert!(data.retry_job("count", "parked").await?);
    assert!(!data.retry_job("count", "nothing").await?);
    let again = one(data).await?;
    assert_eq!((again.failures, again.attempts), (0, 2), "as if for the first time, but for the ticket");
    assert!(!data.end_job(&parked).await?, "the first server's ticket stays bad");
    assert!(data.park_job("count", "later").await?);
    assert!(!data.park_job("count", "later").await?, "it is parked already");
    let now = world.clock.now_ms();
    assert_eq!(data.forget_parked_jobs("other", now + 1).await?, 0, "another kind's stay");
    assert_eq!(
        (data.forget_parked_jobs("count", now).await?, data.forget_parked_jobs("count", now + 1).await?),
        (0, 1)
    );
    assert_eq!(data.jobs(None, 9).await?.len(), 2);
    Ok(())
}

/// However often it is looked at.
pub async fn what_comes_too_early_has_not_failed(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    data.put_job(job("early", 0)).await?;
    for _ in 0..9 {
        let early = one(data).await?;
        assert!(data.fail_job(&early, "not yet", Next::Later(world.clock.now_ms())).await?);
    }
    let early = one(data).await?;
    assert_eq!((early.attempts, early.failures), (10, 0));
    assert!(data.rewrite_job(&early, "{\"step\":2}").await?);
    assert!(data.fail_job(&early, "no luck", Next::At(world.clock.now_ms())).await?);
    let failed = one(data).await?;
    assert_eq!((failed.attempts, failed.failures, failed.payload.as_str()), (11, 1, "{\"step\":2}"));
    Ok(())
}

/// Whoever takes one kind finds only that, however much of others has waited longer.
pub async fn a_job_of_one_kind_holds_up_no_other(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    for number in 0..20 {
        data.put_job(NewJob { kind: "slow", ..job(&number.to_string(), 0) }).await?;
    }
    world.clock.advance(1);
    data.put_job(job("quick", 0)).await?;
    assert_eq!(taken(data).await?, ["quick"]);
    assert_eq!(data.take_jobs("slow", 100, 1_000).await?.len(), 20);
    Ok(())
}

/// In the order in which they were put in.
pub async fn jobs_are_looked_at_page_by_page(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    for number in 0..5 {
        data.put_job(job(&number.to_string(), 0)).await?;
    }
    let (mut after, mut keys) = (None, Vec::new());
    loop {
        let page = data.jobs(after, 2).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        keys.extend(page.into_iter().map(|job| job.key));
    }
    assert_eq!(keys, ["0", "1", "2", "3", "4"]);
    Ok(())
}
