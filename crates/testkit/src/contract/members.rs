//! The people of an organization, as pages read them from the copy; and what somebody changes here.

use anyhow::{Context, Result, ensure};
use domain::{
    Headcount, InvitationQuery, MemberQuery, OrganizationInvitation, OrganizationMember, PageRequest, PermissionSource,
    ReadActivity, TenantScope, UserId,
};
use serde_json::json;
use store::{
    AuditStore, CopyStore, JobStore, MemberStore, WebhookStore,
    copy::{Applied, Change, Heard, Invitation, Membership, Status},
    members::{ManagePeople, MissingRight, Note, PeopleRights, SeePeople, Told},
    webhooks::{Delivery, Task, WEBHOOK},
};

use super::{
    Open,
    world::{World, ada, every_page, sam, scope},
};
use crate::{
    Person, Place,
    samples::copy::{heard, invitation, membership, organization, person},
};

crate::contract::cases! { $ members {
    members_are_listed_and_found_by_name,
    invitations_are_listed_as_they_stand,
    rights_are_those_of_the_membership,
    what_was_changed_here_is_noted_once,
} isolation {
    each_organization_has_its_own_people,
    what_clerk_tells_of_is_noted_where_it_happened,
} }

const MANAGER: &[&str] = &["org:sys_memberships:read", "org:sys_memberships:manage"];
const READER: &[&str] = &["org:sys_memberships:read"];

fn member(scope: &TenantScope, (id, name): (&str, &str), since: i64, permissions: &[&str]) -> Result<Membership> {
    let it = organization(scope.tenant().id(), "Acme", 1)?;
    let role = if permissions == MANAGER { "org:admin" } else { "org:member" };
    Ok(Membership {
        role: role.to_owned(),
        permissions: permissions.iter().map(|permission| (*permission).to_owned()).collect(),
        ..membership((&format!("orgmem_{id}"), since, since), &it, &person(&format!("user_{id}"), name, 1)?)
    })
}

/// The person of a scope as a manager, and these others.
async fn fill(world: &World, scope: &TenantScope, others: &[(&str, &str)]) -> Result<()> {
    let own = scope.actor().as_str().trim_start_matches("user_");
    let mut members = vec![member(scope, (own, "Me"), 1, MANAGER)?];
    for (since, other) in (2..).zip(others) {
        members.push(member(scope, *other, since, READER)?);
    }
    for member in members {
        world.opened.data.hear(heard(Change::Membership(Box::new(member)), 1)).await?;
    }
    Ok(())
}

async fn rights(world: &World, scope: &TenantScope) -> Result<PeopleRights> {
    let rights = world.opened.data.people_rights(scope, PermissionSource::Clerk).await?;
    rights.context("the copy knows of no membership")
}

async fn manager(world: &World, scope: &TenantScope) -> Result<(SeePeople, ManagePeople)> {
    let rights = rights(world, scope).await?;
    Ok((rights.to_see()?, rights.to_manage()?))
}

fn names(members: &[OrganizationMember]) -> Vec<&str> {
    members.iter().map(|member| member.name.as_str()).collect()
}

/// Who joined last comes first; letters of any alphabet are found whatever their case; whoever is gone is not listed.
pub async fn members_are_listed_and_found_by_name(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (data, ada) = (&world.opened.data, ada()?);
    fill(&world, &ada, &[("b", "Björn"), ("c", "Çelik"), ("d", "Dora"), ("e", "Gone")]).await?;
    data.hear(heard(Change::SignedIn { person: person("user_d", "Dora", 1)?, at: 77 }, 2)).await?;
    data.hear(heard(Change::PersonGone("user_e".parse()?), 3)).await?;
    let (see, _) = manager(&world, &ada).await?;
    let query = |search: &str, after, limit| MemberQuery { search: search.to_owned(), after, limit };
    let all = every_page(async |after| Ok(data.members(&see, &query("", after, Some(2))).await?)).await?;
    assert_eq!(
        all.iter().map(|page| names(page)).collect::<Vec<_>>(),
        [["Dora Nguyễn", "Çelik Nguyễn"], ["Björn Nguyễn", "Me Nguyễn"]]
    );
    let times: Vec<_> = all.iter().flatten().map(|member| (member.joined_at, member.signed_in_at)).collect();
    assert_eq!(times, [(4, Some(77)), (3, None), (2, None), (1, None)]);
    for (search, found) in
        [("BJÖRN", vec!["Björn Nguyễn"]), ("çel", vec!["Çelik Nguyễn"]), ("zz", vec![]), ("%", vec![])]
    {
        assert_eq!(names(&data.members(&see, &query(search, None, None)).await?.items), found, "{search}");
    }
    let found = every_page(async |after| Ok(data.members(&see, &query("nguyễn", after, Some(3))).await?)).await?;
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1]);
    let of_search = data.members(&see, &query("nguyễn", None, Some(1))).await?.next;
    assert!(data.members(&see, &query("other", of_search, None)).await.is_err(), "a cursor of another search");
    let dora: UserId = "user_d".parse()?;
    assert_eq!(data.member(&see, &dora).await?.map(|member| member.role), Some("org:member".to_owned()));
    assert_eq!(data.member(&see, &"user_e".parse()?).await?, None);
    assert_eq!(data.headcount(&see).await?, Headcount { members: 4, invitations: 0 });
    assert_eq!(data.organization_name(&see).await?.as_deref(), Some("Acme"));
    Ok(())
}

/// One that ran out is expired before anybody marks it so, and its address is not shown.
pub async fn invitations_are_listed_as_they_stand(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (data, ada) = (&world.opened.data, ada()?);
    fill(&world, &ada, &[]).await?;
    let acme = ada.tenant().id();
    let now = domain::Clock::now_ms(&*world.clock);
    let one = |id: &str, status, expires_at, created_at| {
        let it = invitation(&format!("orginv_{id}"), acme, status, 1)?;
        let it = Invitation { expires_at: Some(expires_at), created_at, inviter_id: Some("user_b".to_owned()), ..it };
        Ok::<_, anyhow::Error>(heard(Change::Invitation(it), 1))
    };
    for heard in [
        one("late", Status::Pending, now, now - 2)?,
        one("open", Status::Pending, now + 1, now - 1)?,
        one("gone", Status::Revoked, now + 1, now - 7_200_000)?,
    ] {
        data.hear(heard).await?;
    }
    let (see, by) = manager(&world, &ada).await?;
    let query = |status: &str| InvitationQuery { status: status.to_owned(), ..InvitationQuery::default() };
    let told = |found: Vec<OrganizationInvitation>| {
        found.into_iter().map(|it| (it.id, it.status, it.email_address.is_some())).collect::<Vec<_>>()
    };
    let row = |id: &str, status: &str, has_address| (format!("orginv_{id}"), status.to_owned(), has_address);
    let pending = told(data.invitations(&by, &query("")).await?.items);
    assert_eq!(pending, [row("open", "pending", true), row("late", "expired", false)]);
    assert_eq!(told(data.invitations(&by, &query("revoked")).await?.items), [row("gone", "revoked", false)]);
    assert_eq!(told(data.invitation(&by, "orginv_late").await?.into_iter().collect()), [row("late", "expired", false)]);
    assert_eq!(data.headcount(&see).await?.invitations, 1);
    assert_eq!((data.invited_since(&by, now - 3_600_000, 9).await?, data.invited_since(&by, now, 9).await?), (2, 0));
    Ok(())
}

/// Of the row, not of the token: a member who may only read manages nobody; whoever is gone has no rights at all.
pub async fn rights_are_those_of_the_membership(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (data, ada) = (&world.opened.data, ada()?);
    assert!(data.people_rights(&ada, PermissionSource::Clerk).await?.is_none(), "nothing is known");
    fill(&world, &ada, &[("b", "Björn")]).await?;
    let (see, by) = manager(&world, &ada).await?;
    assert!(by.may_grant("org:x", &["org:sys_memberships:read".to_owned()]) && by.may_grant("org:x", &[]));
    assert!(!by.may_grant("org:x", &["org:sys_domains:manage".to_owned()]));
    assert!(data.is_last_manager(&see, ada.actor()).await?);
    assert!(!data.is_last_manager(&see, &"user_b".parse()?).await?);
    let own = ada.actor().as_str().trim_start_matches("user_");
    let less = Membership { updated_at: 9, ..member(&ada, (own, "Me"), 1, READER)? };
    data.hear(heard(Change::Membership(Box::new(less)), 9)).await?;
    assert!(!data.is_last_manager(&see, ada.actor()).await?, "whoever manages nobody may go");
    let now = rights(&world, &ada).await?;
    assert!(now.to_see().is_ok());
    assert_eq!(now.to_manage().err(), Some(MissingRight("org:sys_memberships:manage")));
    let by_role = data.people_rights(&ada, PermissionSource::Roles).await?.context("known")?;
    assert!(by_role.to_see().is_ok() && by_role.to_manage().is_err());
    data.hear(heard(Change::PersonGone(ada.actor().clone()), 10)).await?;
    assert!(data.people_rights(&ada, PermissionSource::Clerk).await?.is_none());
    Ok(())
}

/// In the transaction of the change; the event that says the same again is not noted.
pub async fn what_was_changed_here_is_noted_once(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (data, ada) = (&world.opened.data, ada()?);
    fill(&world, &ada, &[("b", "Björn")]).await?;
    let changed = Membership { updated_at: 9, ..member(&ada, ("b", "Björn"), 2, MANAGER)? };
    let change = || Change::Membership(Box::new(changed.clone()));
    let note = Note {
        action: OrganizationMember::CHANGED,
        id: "user_b".to_owned(),
        name: None,
        before: Some(json!({ "person": "user_b", "role": "org:member" })),
        after: Some(json!({ "person": "user_b", "role": "org:admin" })),
    };
    data.tell(&ada, vec![Told { heard: Some(heard(change(), 50)), note: Some(note) }]).await?;
    let copied = data.dump().await?;
    ensure!(copied.to_string().contains(r#""id":"orgmem_b","organization""#), "{copied}");
    data.hear(heard(change(), 51)).await?;
    assert_eq!(data.dump().await?, copied);
    let trail: &dyn AuditStore = data;
    let events = trail.list(&ada.require::<ReadActivity>()?, &PageRequest::default()).await?.items;
    let told: Vec<_> = events.iter().map(|event| (event.action.to_string(), event.object_id.as_deref())).collect();
    assert_eq!(told, [("member.updated".to_owned(), Some("user_b"))]);
    assert!(events.iter().all(|event| event.actor.as_ref() == Some(ada.actor())));
    let (see, _) = manager(&world, &ada).await?;
    assert!(!data.is_last_manager(&see, ada.actor()).await?, "there is another one now");
    Ok(())
}

/// Taken in and applied, as a webhook is.
async fn told(world: &World, id: &str, change: Change) -> Result<()> {
    let data = &world.opened.data;
    let heard = Heard { change, at: 60, delivery: id.to_owned() };
    let delivery = Delivery {
        id: id.to_owned(),
        event_type: "organizationMembership.updated".to_owned(),
        object_id: None,
        occurred_at: 60,
        instance_id: None,
        digest: "0".repeat(64),
        task: Task::Apply(serde_json::to_string(&heard)?),
    };
    data.take_in(delivery).await?;
    let job = data.take_jobs(WEBHOOK, 1, 60_000).await?.pop().context("no job")?;
    assert_eq!(data.apply(&job, heard).await?, Applied::Done);
    Ok(())
}

async fn noted(world: &World, scope: &TenantScope) -> Result<Vec<String>> {
    let trail: &dyn AuditStore = &world.opened.data;
    let events = trail.list(&scope.require::<ReadActivity>()?, &PageRequest::default()).await?.items;
    assert!(events.iter().all(|event| event.actor.is_none()), "nobody here did it");
    Ok(events.iter().rev().map(|event| event.action.to_string()).collect())
}

/// Joined, changed, gone: each once, however often it is told, by nobody, and in the organization's own trail. The same ids in
/// another organization, where nothing changes.
pub async fn what_clerk_tells_of_is_noted_where_it_happened(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (acme, globex) = (ada()?, sam()?);
    fill(&world, &acme, &[]).await?;
    fill(&world, &globex, &[("b", "Björn")]).await?;
    let as_of = |updated_at, permissions: &[&str]| {
        Ok::<_, anyhow::Error>(Membership { updated_at, ..member(&acme, ("b", "Björn"), 2, permissions)? })
    };
    let changes = [
        Change::Membership(Box::new(as_of(2, READER)?)),
        Change::Membership(Box::new(as_of(2, READER)?)),
        Change::Membership(Box::new(as_of(3, MANAGER)?)),
        Change::MembershipGone(Box::new(as_of(4, MANAGER)?)),
        Change::MembershipGone(Box::new(as_of(4, MANAGER)?)),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        world.clock.advance(1);
        told(&world, &format!("msg_{number}"), change).await?;
    }
    assert_eq!(noted(&world, &acme).await?, ["member.joined", "member.updated", "member.removed"]);
    assert_eq!(noted(&world, &globex).await?, [""; 0]);
    Ok(())
}

/// The same ids in two organizations, which Clerk never makes: each lists, counts and finds its own.
pub async fn each_organization_has_its_own_people(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (data, acme, globex) = (&world.opened.data, ada()?, sam()?);
    fill(&world, &acme, &[("b", "Björn")]).await?;
    fill(&world, &globex, &[("b", "Björn"), ("c", "Çelik")]).await?;
    let named = organization(globex.tenant().id(), "Globex", 9)?;
    data.hear(heard(Change::Organization(named), 9)).await?;
    for (scope, id) in [(&globex, "orginv_1"), (&globex, "orginv_2"), (&acme, "orginv_3")] {
        let it = invitation(id, scope.tenant().id(), Status::Pending, 1)?;
        let it = Invitation { expires_at: None, created_at: 5, ..it };
        data.hear(heard(Change::Invitation(it), 1)).await?;
    }
    for (scope, members, invited, name) in [
        (&acme, vec!["Björn Nguyễn", "Me Nguyễn"], 1, "Acme"),
        (&globex, vec!["Çelik Nguyễn", "Björn Nguyễn", "Me Nguyễn"], 2, "Globex"),
    ] {
        let (see, by) = manager(&world, scope).await?;
        assert_eq!(names(&data.members(&see, &MemberQuery::default()).await?.items), members);
        let headcount = Headcount { members: members.len(), invitations: invited };
        assert_eq!(data.headcount(&see).await?, headcount);
        assert_eq!(data.organization_name(&see).await?.as_deref(), Some(name));
        assert_eq!(data.invited_since(&by, 1, 9).await?, invited);
        let listed = data.invitations(&by, &InvitationQuery::default()).await?.items;
        assert_eq!(listed.len(), invited);
        assert!(data.is_last_manager(&see, scope.actor()).await?, "the other one's manager is not its own");
    }
    let (see, by) = manager(&world, &acme).await?;
    assert_eq!(data.member(&see, &"user_c".parse()?).await?, None);
    assert_eq!(data.invitation(&by, "orginv_1").await?, None);
    let elsewhere = scope(Person::Ada, Place::Globex)?;
    assert!(data.people_rights(&elsewhere, PermissionSource::Clerk).await?.is_none());
    Ok(())
}
