//! What is asked about the people of an organization, each question in one state of the database. Whoever is gone for good is
//! a member nowhere, whatever rows are left of them.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use domain::{
    Headcount, OrganizationInvitation, OrganizationMember, PermissionSource, UserId,
    member::{COUNTED, MANAGE},
};

use super::{rights::MANAGERS, statements};
use crate::{
    engine::{Failure, FromRow, Row, values},
    unit::{End, Unit, Work},
};

/// Where a page ends: since when, and the id at Clerk.
pub(super) type Place = (i64, String);

/// What no row comes before.
pub(super) fn newest() -> Place {
    (i64::MAX, String::new())
}

/// A membership, with who it is of.
pub(super) struct Found {
    id: String,
    pub(super) member: OrganizationMember,
    is_gone: bool,
}

impl Found {
    pub(super) fn place(&self) -> Place {
        (self.member.joined_at, self.id.clone())
    }

    /// Whether somebody who looks for this, in small letters, finds them.
    pub(super) fn is_like(&self, search: &str) -> bool {
        !self.is_gone && self.member.name.to_lowercase().contains(search)
    }
}

/// So many memberships, who joined last first, behind a place.
pub(super) struct Members {
    pub(super) place: Place,
    pub(super) rows: u32,
}

#[async_trait]
impl Unit for Members {
    type Outcome = Vec<Found>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Vec<Found>>, Failure> {
        let values = values![self.place.0, &self.place.1, self.rows];
        let mut found = work.all(statements::MEMBERS, values).await?;
        name(work, &mut found).await?;
        Ok(End::Commit(found))
    }
}

/// A member by their id.
pub(super) struct Member(pub(super) UserId);

#[async_trait]
impl Unit for Member {
    type Outcome = Option<OrganizationMember>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Self::Outcome>, Failure> {
        let mut found: Vec<Found> = work.all(statements::MEMBER, values![self.0.as_str()]).await?;
        name(work, &mut found).await?;
        let here = found.into_iter().find(|found| !found.is_gone);
        Ok(End::Commit(here.map(|found| found.member)))
    }
}

/// How many there are, as far as anybody counts.
pub(super) struct Count {
    pub(super) now: i64,
}

#[async_trait]
impl Unit for Count {
    type Outcome = Headcount;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Headcount>, Failure> {
        let (since, id) = newest();
        let found: Vec<Found> = work.all(statements::MEMBERS, values![since, &id, COUNTED]).await?;
        let gone = gone(work, found.iter().map(|found| found.member.id.as_str())).await?;
        let members = found.iter().filter(|found| !gone.contains(found.member.id.as_str())).count();
        let pending: Vec<OrganizationInvitation> =
            work.all(statements::INVITATIONS, values!["pending", since, &id, COUNTED]).await?;
        let is_open = |it: &&OrganizationInvitation| it.expires_at.is_none_or(|end| end > self.now);
        let invitations = pending.iter().filter(is_open).count();
        Ok(End::Commit(Headcount { members, invitations }))
    }
}

/// Whether nobody but this person may manage the members.
pub(super) struct IsLastManager {
    pub(super) person: UserId,
    pub(super) source: PermissionSource,
}

/// Memberships that are looked at in one go: those who made an organization mostly manage it.
const AT_ONCE: u32 = 200;

/// Somebody, their role and what it allows, and where they stand in the list.
struct Manager {
    person: String,
    manages: bool,
    place: Place,
}

#[async_trait]
impl Unit for IsLastManager {
    type Outcome = bool;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<bool>, Failure> {
        let read = match self.source {
            PermissionSource::Clerk => by_permission,
            PermissionSource::Roles => by_role,
        };
        let mut place: Option<Place> = Some((i64::MIN, String::new()));
        let mut manages = false;
        while let Some((since, id)) = place {
            let found = work.all_as(statements::STANDINGS, values![since, &id, AT_ONCE], read).await?;
            manages |= found.iter().any(|it| it.manages && it.person == self.person.as_str());
            let gone = gone(work, found.iter().map(|found| found.person.as_str())).await?;
            let is_other =
                |it: &&Manager| it.manages && it.person != self.person.as_str() && !gone.contains(&it.person);
            if found.iter().any(|it| is_other(&it)) {
                return Ok(End::Commit(false));
            }
            let is_full = u32::try_from(found.len()).is_ok_and(|rows| rows == AT_ONCE);
            place = found.into_iter().last().filter(|_| is_full).map(|last| last.place);
        }
        Ok(End::Commit(manages))
    }
}

fn by_permission(row: &dyn Row) -> Result<Manager, Failure> {
    let permissions: Vec<String> = serde_json::from_str(&row.string("permissions")?).map_err(Failure::internal)?;
    manager(row, permissions.iter().any(|permission| permission == MANAGE))
}

fn by_role(row: &dyn Row) -> Result<Manager, Failure> {
    manager(row, row.string("role")? == MANAGERS)
}

fn manager(row: &dyn Row, manages: bool) -> Result<Manager, Failure> {
    Ok(Manager { person: row.string("person_id")?, manages, place: (row.number("created_at")?, row.string("id")?) })
}

/// How many invitations were sent after a time, at most so many.
pub(super) struct Sent {
    pub(super) after: i64,
    pub(super) most: u32,
}

#[async_trait]
impl Unit for Sent {
    type Outcome = usize;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<usize>, Failure> {
        let mut sent = 0;
        for status in OrganizationInvitation::STATUSES {
            let values = values![status, self.after, self.most];
            sent += work.all_as(statements::SENT, values, |row| row.string("id")).await?.len();
        }
        Ok(End::Commit(sent))
    }
}

/// First and last name, and when they last signed in.
type Known = (String, Option<i64>);

/// Says who they are, as far as Clerk told.
async fn name(work: &mut Work<'_>, found: &mut [Found]) -> Result<(), Failure> {
    let gone = gone(work, found.iter().map(|found| found.member.id.as_str())).await?;
    let ids = list(found.iter().map(|found| found.member.id.as_str()))?;
    let known = work.all_as(statements::PEOPLE, values![ids], person).await?;
    let known: BTreeMap<String, Known> = known.into_iter().collect();
    for Found { member, is_gone, .. } in found {
        *is_gone = gone.contains(member.id.as_str());
        if let Some((name, signed_in_at)) = known.get(member.id.as_str()) {
            member.signed_in_at = *signed_in_at;
            if !name.is_empty() {
                member.name.clone_from(name);
            }
        }
    }
    Ok(())
}

fn person(row: &dyn Row) -> Result<(String, Known), Failure> {
    let (first, last) = (row.string_if_any("first_name")?, row.string_if_any("last_name")?);
    let name = [first, last].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    Ok((row.string("id")?, (name, row.int("signed_in_at")?)))
}

async fn gone<'i>(work: &mut Work<'_>, ids: impl Iterator<Item = &'i str>) -> Result<BTreeSet<String>, Failure> {
    let gone = work.all_as(statements::GONE, values![list(ids)?], |row| row.string("id")).await?;
    Ok(gone.into_iter().collect())
}

fn list<'i>(ids: impl Iterator<Item = &'i str>) -> Result<String, Failure> {
    serde_json::to_string(&ids.collect::<Vec<_>>()).map_err(Failure::internal)
}

impl FromRow for Found {
    fn from_row(row: &dyn Row) -> Result<Self, Failure> {
        let id: UserId = row.parsed("person_id")?;
        let (role, joined_at) = (row.string("role")?, row.number("created_at")?);
        let member = OrganizationMember { name: id.to_string(), id, role, joined_at, signed_in_at: None };
        Ok(Self { id: row.string("id")?, member, is_gone: false })
    }
}

impl FromRow for OrganizationInvitation {
    fn from_row(row: &dyn Row) -> Result<Self, Failure> {
        Ok(Self {
            id: row.string("id")?,
            email_address: row.string_if_any("email")?,
            role: row.string("role")?,
            status: row.string("status")?,
            inviter: row.string_if_any("inviter_id")?.and_then(|id| id.parse().ok()),
            created_at: row.number("created_at")?,
            expires_at: row.int("expires_at")?,
        })
    }
}
