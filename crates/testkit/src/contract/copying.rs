//! The copy of Clerk's people and organizations: what ends with a deletion, what comes back, in every tenant for itself.

use anyhow::{Context, Result, ensure};
use domain::{Clock, TenantScope};
use serde_json::Value;
use store::{
    CopyStore, JobStore, Removal, WebhookStore,
    copy::{Applied, Change, ERASE, Status},
    queue::Next,
    webhooks::{Delivery, Standing, Task, WEBHOOK},
};

use super::{
    Open,
    world::{World, ada, sam, scope},
};
use crate::{
    Person, Place,
    samples::copy::{heard, invitation, membership, organization, person},
};

crate::contract::cases! { $ copying {
    a_change_and_the_end_of_its_job_are_one,
    tombstones_and_ended_sessions_go_in_time,
    whoever_may_not_sign_in_has_no_access_wherever_they_are,
    a_second_deletion_begins_a_parked_erasure_anew,
    what_was_closed_here_is_not_opened_by_what_was_said_before,
    what_was_told_meanwhile_is_not_taken_back,
} isolation {
    each_tenant_has_its_own_members,
    a_removed_tenant_takes_no_other_along,
} }

/// A server that lost its job changes nothing.
pub async fn a_change_and_the_end_of_its_job_are_one(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    let change = heard(Change::Person(person("user_1", "Ada", 1)?), 1);
    let delivery = Delivery {
        id: "msg_1".to_owned(),
        event_type: "user.created".to_owned(),
        object_id: None,
        occurred_at: 1,
        instance_id: None,
        digest: "0".repeat(64),
        task: Task::Apply(serde_json::to_string(&change)?),
    };
    data.take_in(delivery).await?;
    let slow = data.take_jobs(WEBHOOK, 1, 0).await?.pop().context("no job")?;
    let quick = data.take_jobs(WEBHOOK, 1, 0).await?.pop().context("no job")?;
    assert_eq!(data.apply(&slow, serde_json::from_str(&slow.payload)?).await?, Applied::Lost);
    assert_eq!(data.dump().await?.get("people"), Some(&Value::Array(Vec::new())));
    assert_eq!(data.deliveries(Some(Standing::Waiting), None, 9).await?.len(), 1);
    assert_eq!(data.apply(&quick, change).await?, Applied::Done);
    assert_eq!(data.jobs(None, 9).await?, []);
    assert_eq!(data.deliveries(Some(Standing::Applied), None, 9).await?.len(), 1);
    ensure!(data.dump().await?.to_string().contains("\"first_name\":\"Ada\""));
    Ok(())
}

/// What was deleted long ago, Clerk tells nobody any more.
pub async fn tombstones_and_ended_sessions_go_in_time(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    data.hear(heard(Change::PersonGone("user_1".parse()?), 1)).await?;
    let ended = Change::SessionEnded { session: "sess_1".to_owned(), person: "user_2".parse()? };
    data.hear(heard(ended, 1)).await?;
    let now = world.clock.now_ms();
    assert_eq!((data.tidy_copy(now, now).await?, data.tidy_copy(now + 1, now + 1).await?), (0, 2));
    Ok(())
}

/// Whether or not the tenant has a membership of theirs: ended sessions, bans, and locks until they end.
pub async fn whoever_may_not_sign_in_has_no_access_wherever_they_are(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (data, ada) = (&world.opened.data, ada()?);
    let now = world.clock.now_ms();
    let has_ended = async |session| anyhow::Ok(data.known(&ada, Some(session)).await?.has_ended);
    assert!(!has_ended("sess_1").await?);
    let id = ada.actor().clone();
    data.hear(heard(Change::SessionEnded { session: "sess_1".to_owned(), person: id.clone() }, 1)).await?;
    assert_eq!((has_ended("sess_1").await?, has_ended("sess_2").await?), (true, false));
    let it = person(id.as_str(), "Ada", 1)?;
    let told = async |banned, locked_until, updated_at| {
        let it = store::copy::Person { banned, locked_until, updated_at, ..it.clone() };
        data.hear(heard(Change::Person(it), updated_at)).await?;
        anyhow::Ok(())
    };
    told(true, None, 2).await?;
    assert!(has_ended("sess_2").await?);
    told(false, Some(now + 1_000), 3).await?;
    assert!(has_ended("sess_2").await?);
    world.clock.advance(1_000);
    assert!(!has_ended("sess_2").await?, "a lock ends by itself");
    Ok(())
}

/// Without what was known before it was parked getting lost; one that still waits is left as it is.
pub async fn a_second_deletion_begins_a_parked_erasure_anew(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    data.hear(heard(Change::Person(person("user_1", "Ada", 1)?), 1)).await?;
    let gone = heard(Change::PersonGone("user_1".parse()?), 2);
    data.hear(gone.clone()).await?;
    let first = data.take_jobs(ERASE, 1, 0).await?.pop().context("no job")?;
    ensure!(first.payload.contains("user_1@example.com"), "{first:?}");
    world.clock.advance(1_000);
    data.hear(gone.clone()).await?;
    let waiting = data.jobs(None, 9).await?.pop().context("no job")?;
    assert_eq!((&waiting.payload, waiting.due_at), (&first.payload, first.due_at));
    assert!(data.fail_job(&first, "still there", Next::Parked).await?);
    data.hear(gone).await?;
    let again = data.take_jobs(ERASE, 1, 0).await?.pop().context("still parked")?;
    assert_eq!((again.failures, again.parked_at), (0, None));
    ensure!(again.payload.contains("user_1@example.com"), "{again:?}");
    ensure!(again.payload.contains(&world.clock.now_ms().to_string()), "its time begins anew: {again:?}");
    Ok(())
}

/// Clerk's word that somebody is there lifts the tombstone that was there before it was asked, by whoever has the job, and
/// no other.
pub async fn what_was_told_meanwhile_is_not_taken_back(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    let back = || anyhow::Ok(heard(Change::Person(person("user_1", "Ada", 9)?), 9));
    let gone = heard(Change::PersonGone("user_1".parse()?), 2);
    data.hear(gone.clone()).await?;
    let slow = data.take_jobs(ERASE, 1, 0).await?.pop().context("no job")?;
    let quick = data.take_jobs(ERASE, 1, 0).await?.pop().context("no job")?;
    let asked_at = world.clock.now_ms();
    assert_eq!(data.take_back(&slow, asked_at).await?, Applied::Lost);
    ensure!(data.dump().await?.to_string().contains("user_1"), "the tombstone stays with the job");
    world.clock.advance(1);
    data.hear(gone).await?;
    assert!(!data.readmit("user_1", asked_at, back()?).await?, "it was told again since then");
    assert_eq!(data.take_back(&quick, asked_at).await?, Applied::Lost, "the job is needed all the same");
    assert_eq!(data.jobs(None, 9).await?.len(), 1);
    let kept = data.kept_of(&"user_1".parse()?).await?;
    assert_eq!(kept.pointer("/jobs/0/kind").and_then(Value::as_str), Some(ERASE), "{kept}");
    assert!(data.readmit("user_1", asked_at + 1, back()?).await?);
    ensure!(data.dump().await?.to_string().contains("Ada"));
    assert_eq!(data.take_back(&quick, asked_at).await?, Applied::Done, "it is there already");
    assert_eq!(data.jobs(None, 9).await?, []);
    assert_eq!(data.take_back(&quick, asked_at).await?, Applied::Lost);
    Ok(())
}

/// The address of whoever is gone does not come back with a delivery that is sent again, or with a comparison.
pub async fn what_was_closed_here_is_not_opened_by_what_was_said_before(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    let pending = |updated_at| invitation("orginv_1", "org_acme", Status::Pending, updated_at);
    data.hear(heard(Change::Invitation(pending(5)?), 1)).await?;
    assert_eq!(data.tenants_to_expire(None, 9).await?, ["org_acme"]);
    assert_eq!(data.forget_address("org_acme", "guest@example.com").await?, 1);
    assert_eq!(data.tenants_to_expire(None, 9).await?, [""; 0]);
    data.hear(heard(Change::Invitation(pending(5)?), 99)).await?;
    ensure!(!data.dump().await?.to_string().contains("guest@example.com"));
    data.hear(heard(Change::Invitation(pending(6)?), 99)).await?;
    ensure!(data.dump().await?.to_string().contains("guest@example.com"), "what changed since then counts");
    world.clock.advance(1);
    assert_eq!(data.tenants_to_expire(None, 9).await?, ["org_acme"]);
    assert_eq!(data.tenants_to_expire(Some("org_acme"), 9).await?, [""; 0]);
    assert_eq!(data.expire_invitations("org_acme").await?, 1);
    assert_eq!(data.tenants_to_expire(None, 9).await?, [""; 0]);
    Ok(())
}

/// What is told of one organization: members, invitations, its name.
async fn tell_of(world: &World, scope: &TenantScope, name: &str) -> Result<()> {
    let id = scope.tenant().id();
    let (it, member) = (organization(id, name, 1)?, person(scope.actor().as_str(), "Ada", 1)?);
    let first = membership(("orgmem_1", 1, 1), &it, &member);
    let changes = [
        Change::Organization(it.clone()),
        Change::Membership(Box::new(first.clone())),
        Change::Membership(Box::new(membership(("orgmem_2", 2, 2), &it, &person("user_both", "Both", 1)?))),
        Change::Invitation(invitation("orginv_1", id, Status::Pending, 1)?),
    ];
    for change in changes {
        world.opened.data.hear(heard(change, 1)).await?;
    }
    Ok(())
}

/// The same ids in two tenants, which Clerk never makes, and one person in both: what becomes of one is not the other's.
pub async fn each_tenant_has_its_own_members(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let data = &world.opened.data;
    let (acme, globex) = (ada()?, sam()?);
    for (scope, name) in [(&acme, "Acme"), (&globex, "Globex")] {
        tell_of(&world, scope, name).await?;
    }
    assert_eq!(data.known(&acme, None).await?.membership.map(|member| member.role).as_deref(), Some("org:admin"));
    let elsewhere = scope(Person::Ada, Place::Globex)?;
    assert_eq!(data.known(&elsewhere, None).await?.membership, None, "Ada was told of in Acme alone");
    let before = data.dump().await?;
    let rows = |dump: &Value, kind: &str| dump.get(kind).and_then(Value::as_array).map(Vec::len);
    let counts = ["organizations", "memberships", "invitations"].map(|kind| rows(&before, kind));
    assert_eq!(counts, [Some(2), Some(4), Some(2)]);
    // What is kept of one person is found once in each tenant.
    let email = Some("guest@example.com".to_owned());
    let guest = store::copy::Person { email, ..person("user_guest", "Gus", 1)? };
    data.hear(heard(Change::Person(guest), 1)).await?;
    let both = data.kept_of(&"user_both".parse()?).await?;
    assert_eq!((rows(&both, "memberships"), rows(&both, "invitations")), (Some(2), Some(0)), "{both}");
    let guest = data.kept_of(&"user_guest".parse()?).await?;
    assert_eq!((rows(&guest, "memberships"), rows(&guest, "invitations")), (Some(0), Some(2)), "{guest}");
    assert_eq!(data.forget_address(acme.tenant().id(), "guest@example.com").await?, 1);
    assert_eq!(data.tenants_to_expire(None, 9).await?, [globex.tenant().id()], "Acme has none any more");
    assert_eq!(data.forget_address(globex.tenant().id(), "nobody@example.com").await?, 0);
    world.clock.advance(1);
    assert_eq!(
        (data.expire_invitations(acme.tenant().id()).await?, data.expire_invitations(globex.tenant().id()).await?),
        (0, 1)
    );
    // Whoever is in both leaves one, by a membership that supersedes and goes.
    let it = organization(acme.tenant().id(), "Acme", 1)?;
    let last = membership(("orgmem_9", 9, 9), &it, &person("user_both", "Both", 1)?);
    data.hear(heard(Change::MembershipGone(Box::new(last)), 9)).await?;
    assert_eq!(rows(&data.dump().await?, "memberships"), Some(3));
    assert!(data.known(&globex, None).await?.membership.is_some());
    assert!(!data.known(&globex, Some("sess_1")).await?.has_ended);
    assert_eq!(data.forget_memberships(globex.tenant().id(), "user_both").await?, 0, "they are there");
    // Nobody of Globex is looked up by way of Acme.
    let role = membership(("orgmem_8", 8, 8), &it, &person(globex.actor().as_str(), "Sam", 1)?);
    data.hear(heard(Change::MembershipGone(Box::new(role)), 8)).await?;
    assert!(data.known(&globex, None).await?.membership.is_some());
    assert_eq!(data.known(&globex, None).await?.left_at, None);
    assert_eq!(rows(&data.dump().await?, "memberships"), Some(3));
    // Whoever is gone leaves each for itself.
    let other = organization(globex.tenant().id(), "Globex", 1)?;
    let member = membership(("orgmem_7", 7, 7), &other, &person(acme.actor().as_str(), "Ada", 1)?);
    data.hear(heard(Change::Membership(Box::new(member)), 7)).await?;
    data.hear(heard(Change::PersonGone(acme.actor().clone()), 9)).await?;
    for tenant in [&acme, &globex] {
        assert_eq!(data.forget_memberships(tenant.tenant().id(), acme.actor().as_str()).await?, 1);
    }
    data.hear(heard(Change::OrganizationGone(acme.tenant().id().parse()?), 10)).await?;
    let after = data.dump().await?;
    assert_eq!(
        ["organizations", "memberships", "invitations"].map(|kind| rows(&after, kind)),
        [Some(1), Some(2), Some(1)]
    );
    assert!(data.known(&acme, None).await?.has_ended);
    assert!(!data.known(&globex, None).await?.has_ended);
    Ok(())
}

/// Its rows go, and no others.
pub async fn a_removed_tenant_takes_no_other_along(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (acme, globex) = (ada()?, sam()?);
    for scope in [&acme, &globex] {
        tell_of(&world, scope, "Name").await?;
    }
    assert_eq!(world.system().remove_tenant(acme.tenant().id()).await?, Removal::Done);
    let dump = world.opened.data.dump().await?.to_string();
    ensure!(!dump.contains(acme.tenant().id()), "{dump}");
    assert!(world.opened.data.known(&globex, None).await?.membership.is_some());
    assert_eq!(dump.matches("orginv_1").count(), 1);
    Ok(())
}
