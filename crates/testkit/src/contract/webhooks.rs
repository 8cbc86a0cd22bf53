//! The ledger of Clerk's deliveries: each counts once, however often it comes, and nothing of it is lost.

use anyhow::{Context, Result};
use domain::Clock;
use store::{
    Data, JobStore, WebhookStore,
    copy::{Change, Status},
    queue::Next,
    webhooks::{Delivery, Standing, Taken, Task, WEBHOOK},
};
use tokio::task::JoinSet;

use super::{Open, world::World};
use crate::samples::copy::{heard, invitation, membership, organization, person};

crate::contract::cases! { $ webhooks {
    fifty_deliveries_of_one_event_are_one,
    another_body_under_the_same_id_does_not_count,
    events_of_another_instance_are_parked,
    what_could_not_be_read_is_taken_in_again,
    the_newest_deliveries_are_listed_first,
    what_is_parked_is_tried_again_by_hand,
    the_ledger_says_what_its_jobs_say,
    what_waits_is_dropped_when_it_names_who_is_erased,
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
    let jobs = data.take_jobs(WEBHOOK, 9, 1).await?;
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
    let due: Vec<String> = data.take_jobs(WEBHOOK, 9, 1).await?.into_iter().map(|job| job.key).collect();
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
    assert_eq!(data.take_jobs(WEBHOOK, 9, 1).await?.len(), 1);
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
    assert_eq!(data.take_jobs(WEBHOOK, 9, 1).await?, []);
    assert!(data.retry_delivery("msg_1").await?);
    assert!(!data.retry_delivery("msg_2").await?);
    assert_eq!(standings(data).await?, [("msg_1".to_owned(), Standing::Waiting)]);
    assert_eq!(data.take_jobs(WEBHOOK, 9, 1).await?.len(), 1);
    Ok(())
}

/// Of a job that another server has by now, nothing is noted in either; and the queue's own commands say it in both.
pub async fn the_ledger_says_what_its_jobs_say(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    let standing = async |expected: Standing| {
        let all = data.deliveries(None, None, 9).await?;
        anyhow::ensure!(all.iter().map(|entry| entry.standing).eq([expected]), "{all:?}");
        Ok(all.into_iter().next().and_then(|entry| entry.reason))
    };
    data.take_in(delivery("msg_1")).await?;
    let slow = data.take_jobs(WEBHOOK, 9, 0).await?.pop().context("no job")?;
    let quick = data.take_jobs(WEBHOOK, 9, 0).await?.pop().context("no job")?;
    assert!(!data.fail_job(&slow, "too many attempts", Next::Parked).await?);
    standing(Standing::Waiting).await?;
    assert!(data.fail_job(&quick, "too many attempts", Next::Parked).await?);
    assert_eq!(standing(Standing::Parked).await?.as_deref(), Some("too many attempts"));
    assert!(data.retry_job(WEBHOOK, "msg_1").await?);
    standing(Standing::Waiting).await?;
    assert!(data.park_job(WEBHOOK, "msg_1").await?);
    assert_eq!(standing(Standing::Parked).await?.as_deref(), Some("parked by hand"));
    Ok(())
}

/// Parked or not, of their own or of what they are members of or invited to, read or not.
pub async fn what_waits_is_dropped_when_it_names_who_is_erased(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    let (ada, bob) = (person("user_ada", "Ada", 1)?, person("user_bob", "Bob", 1)?);
    let acme = organization("org_acme", "Acme", 1)?;
    let of_bob = membership(("orgmem_2", 1, 1), &acme, &bob);
    let payloads = [
        ("msg_1", Change::Person(ada.clone())),
        ("msg_2", Change::MembershipGone(Box::new(membership(("orgmem_1", 1, 1), &acme, &ada)))),
        ("msg_3", Change::Membership(Box::new(of_bob))),
        ("msg_4", Change::Invitation(invitation("orginv_1", "org_acme", Status::Pending, 1)?)),
    ];
    for (id, change) in payloads {
        let task = Task::Apply(serde_json::to_string(&heard(change, 1))?);
        data.take_in(Delivery { object_id: None, task, ..delivery(id) }).await?;
    }
    let unread = Task::Apply("{\"later\":\"user_ada\"}".to_owned());
    data.take_in(Delivery { task: unread, ..delivery("msg_5") }).await?;
    assert!(data.park_delivery("msg_1").await?);
    let (named, last) = data.jobs_about(&"user_ada".parse()?, None, None).await?;
    assert_eq!(named.iter().map(|job| job.key.as_str()).collect::<Vec<_>>(), ["msg_1", "msg_2", "msg_5"]);
    assert_eq!(data.jobs_about(&"user_ada".parse()?, None, last).await?, (Vec::new(), None));
    assert_eq!(data.forget_names(&"user_ada".parse()?, None).await?, 3);
    assert_eq!(data.forget_names(&"user_ada".parse()?, Some("guest@example.com")).await?, 1);
    let left = data.jobs(None, 9).await?;
    assert_eq!(left.iter().map(|job| job.key.as_str()).collect::<Vec<_>>(), ["msg_3"]);
    let ignored = data.deliveries(Some(Standing::Ignored), None, 9).await?;
    assert_eq!(ignored.len(), 4, "{ignored:?}");
    Ok(())
}

/// A parked one can be tried again as long as its job is there.
pub async fn old_lines_go_and_what_waits_stays(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    for (id, task) in
        [("msg_1", Task::Ignore("x")), ("msg_2", Task::Park("x")), ("msg_3", Task::Apply("{}".to_owned()))]
    {
        data.take_in(Delivery { task, ..delivery(id) }).await?;
    }
    data.take_in(delivery("msg_4")).await?;
    assert!(data.park_delivery("msg_4").await?);
    let now = world.clock.now_ms();
    assert_eq!((data.forget_deliveries(now, 9).await?, data.forget_deliveries(now + 1, 9).await?), (0, 2));
    let ids: Vec<String> = standings(data).await?.into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["msg_4", "msg_3"]);
    assert_eq!(data.forget_parked_jobs(WEBHOOK, now + 1).await?, 1);
    assert_eq!(data.forget_deliveries(now + 1, 9).await?, 1, "nothing of it can be tried any more");
    Ok(())
}
