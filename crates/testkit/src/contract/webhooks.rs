//! The ledger of Clerk's deliveries: each counts once, however often it comes, and nothing of it is lost.

use anyhow::{Context, Result};
use domain::Clock;
use store::{
    Data, JobStore, WebhookStore,
    webhooks::{Delivery, Standing, Taken, Task, WEBHOOK},
};
use tokio::task::JoinSet;

use super::{Open, world::World};

crate::contract::cases! { $ webhooks {
    fifty_deliveries_of_one_event_are_one,
    another_body_under_the_same_id_does_not_count,
    events_of_another_instance_are_parked,
    what_could_not_be_read_is_taken_in_again,
    the_newest_deliveries_are_listed_first,
    what_is_parked_is_tried_again_by_hand,
    old_lines_go_and_what_waits_stays,
} }

fn delivery(id: &str) -> Delivery {
    Delivery {
        id: id.to_owned(),
        event_type: "user.created".to_owned(),
        object_id: Some("user_1".to_owned()),
        occurred_at: 7,
        instance_id: Some("ins_1".to_owned()),
        digest: "0".repeat(64),
        task: Task::Apply("{\"é\":1}".to_owned()),
    }
}

async fn standings(data: &Data) -> Result<Vec<(String, Standing)>> {
    Ok(data.deliveries(None, None, 100).await?.into_iter().map(|entry| (entry.id, entry.standing)).collect())
}

/// On all servers together, at once.
pub async fn fifty_deliveries_of_one_event_are_one(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let mut senders = JoinSet::new();
    for _ in 0..50 {
        let data = world.opened.data.clone();
        senders.spawn(async move { data.take_in(delivery("msg_1")).await });
    }
    let mut now = 0;
    while let Some(taken) = senders.join_next().await {
        now += usize::from(taken?? == Taken::Now);
    }
    let data = &world.opened.data;
    assert_eq!(now, 1);
    assert_eq!(standings(data).await?, [("msg_1".to_owned(), Standing::Waiting)]);
    let jobs = data.take_jobs(9, 1).await?;
    assert_eq!(jobs.len(), 1);
    let job = jobs.first().context("no job")?;
    assert_eq!((job.kind.as_str(), job.key.as_str(), job.payload.as_str()), (WEBHOOK, "msg_1", "{\"é\":1}"));
    Ok(())
}

/// The first one does.
pub async fn another_body_under_the_same_id_does_not_count(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    assert_eq!(data.take_in(delivery("msg_1")).await?, Taken::Now);
    assert_eq!(data.take_in(delivery("msg_1")).await?, Taken::Before);
    let other = Delivery { digest: "1".repeat(64), task: Task::Apply("{}".to_owned()), ..delivery("msg_1") };
    assert_eq!(data.take_in(other).await?, Taken::WithAnotherBody);
    assert_eq!(data.jobs(None, 9).await?.first().context("no job")?.payload, "{\"é\":1}");
    Ok(())
}

/// The first event says which instance it is.
pub async fn events_of_another_instance_are_parked(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    data.take_in(delivery("msg_1")).await?;
    let foreign = Delivery { instance_id: Some("ins_2".to_owned()), ..delivery("msg_2") };
    data.take_in(foreign.clone()).await?;
    data.take_in(Delivery { id: "msg_3".to_owned(), task: Task::Ignore("of no use here"), ..foreign }).await?;
    let expected = [("msg_3", Standing::Parked), ("msg_2", Standing::Parked), ("msg_1", Standing::Waiting)]
        .map(|(id, it)| (id.to_owned(), it));
    assert_eq!(standings(data).await?, expected);
    let due: Vec<String> = data.take_jobs(9, 1).await?.into_iter().map(|job| job.key).collect();
    assert_eq!(due, ["msg_1"]);
    assert!(!data.retry_delivery("msg_2").await?, "whatever is retried, another instance's people do not come in");
    assert_eq!(data.jobs(None, 9).await?.len(), 1);
    Ok(())
}

/// By a server that can: Clerk sends it again when somebody asks for it.
pub async fn what_could_not_be_read_is_taken_in_again(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    data.take_in(Delivery { task: Task::Park("not as it is published"), ..delivery("msg_1") }).await?;
    let entry = data.deliveries(Some(Standing::Parked), None, 9).await?.pop().context("not parked")?;
    assert_eq!((entry.reason.as_deref(), entry.attempts), (Some("not as it is published"), None));
    assert!(!data.retry_delivery("msg_1").await?, "nothing of its body is there");
    assert_eq!(data.take_in(delivery("msg_1")).await?, Taken::Before);
    assert_eq!(standings(data).await?, [("msg_1".to_owned(), Standing::Waiting)]);
    assert_eq!(data.take_jobs(9, 1).await?.len(), 1);
    Ok(())
}

/// Page by page, all of them or those of one standing.
pub async fn the_newest_deliveries_are_listed_first(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    for number in 0..6 {
        let task = if number % 2 == 0 { Task::Ignore("of no use here") } else { Task::Apply("{}".to_owned()) };
        data.take_in(Delivery { task, ..delivery(&format!("msg_{number}")) }).await?;
        world.clock.advance(i64::from(number % 3 == 0));
    }
    for (standing, expected) in [(None, vec![5, 4, 3, 2, 1, 0]), (Some(Standing::Ignored), vec![4, 2, 0])] {
        let (mut before, mut found) = (None, Vec::new());
        loop {
            let page = data.deliveries(standing, before, 2).await?;
            let Some(last) = page.last() else { break };
            before = Some((last.received_at, last.id.clone()));
            found.extend(page.into_iter().map(|entry| entry.id));
        }
        assert_eq!(found, expected.iter().map(|number| format!("msg_{number}")).collect::<Vec<_>>());
    }
    let (count, last) = data.count_deliveries(Standing::Waiting).await?;
    assert_eq!((count, last), (3, Some(world.clock.now_ms())));
    Ok(())
}

/// And parked by hand.
pub async fn what_is_parked_is_tried_again_by_hand(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    data.take_in(delivery("msg_1")).await?;
    assert!(data.park_delivery("msg_1").await?);
    assert!(!data.park_delivery("msg_1").await?);
    assert_eq!(standings(data).await?, [("msg_1".to_owned(), Standing::Parked)]);
    assert_eq!(data.take_jobs(9, 1).await?, []);
    assert!(data.retry_delivery("msg_1").await?);
    assert!(!data.retry_delivery("msg_2").await?);
    assert_eq!(standings(data).await?, [("msg_1".to_owned(), Standing::Waiting)]);
    assert_eq!(data.take_jobs(9, 1).await?.len(), 1);
    data.note_parked("msg_1", "too many attempts").await?;
    let entry = data.deliveries(Some(Standing::Parked), None, 9).await?.pop().context("not parked")?;
    assert_eq!(entry.reason.as_deref(), Some("too many attempts"));
    Ok(())
}

/// What is parked too: somebody is to look after it.
pub async fn old_lines_go_and_what_waits_stays(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    for (id, task) in
        [("msg_1", Task::Ignore("x")), ("msg_2", Task::Park("x")), ("msg_3", Task::Apply("{}".to_owned()))]
    {
        data.take_in(Delivery { task, ..delivery(id) }).await?;
    }
    let now = world.clock.now_ms();
    assert_eq!((data.forget_deliveries(now, 9).await?, data.forget_deliveries(now + 1, 9).await?), (0, 1));
    assert_eq!(standings(data).await?.len(), 2);
    Ok(())
}
