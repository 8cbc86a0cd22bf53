//! Applies one change. Whatever order changes come in, the copy ends the same: what is gone stays gone, of the rest the
//! later counts, and what is said in passing is heard whatever becomes of the change itself.

mod dump;
mod memberships;
mod notes;

use async_trait::async_trait;
use domain::Tenant;
use serde_json::{Value, json};
use uuid::Uuid;

pub(super) use self::dump::{Dump, Rows, invitation, membership, person};
use super::{Applied, Change, Heard, Invitation, Organization, Person, Status, statements};
use crate::{
    engine::{Failure, Row, values},
    queue::{self, Job, NewJob},
    tenants,
    unit::{End, Unit, Work},
    webhooks,
};

/// Rows that go in one statement when an organization is gone.
const AT_ONCE: i64 = 1_000_000;

/// The kind of the jobs that erase what is left of a person or an organization, once Clerk says that they are gone.
pub const ERASE: &str = "erase";

pub(crate) struct Apply {
    pub(super) job: Option<Job>,
    pub(super) heard: Heard,
    /// For a job that this one puts in.
    pub(super) next: Uuid,
    pub(super) now: i64,
}

#[async_trait]
impl Unit for Apply {
    type Outcome = Applied;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Applied>, Failure> {
        work.execute(statements::BEGIN, values![]).await?;
        if let Some(job) = &self.job {
            if !queue::end(work, job).await? {
                return Ok(End::RollBack(Applied::Lost));
            }
            webhooks::settle(work, &job.key, (webhooks::Standing::Applied, None), Some(self.now)).await?;
        }
        self.change(work).await?;
        Ok(End::Commit(Applied::Done))
    }
}

impl Apply {
    /// A change that was heard otherwise than by a job.
    pub(crate) fn of(heard: Heard, next: Uuid, now: i64) -> Self {
        Self { job: None, heard, next, now }
    }

    /// Applies it as a step of another unit of work.
    pub(crate) async fn alone(&self, work: &mut Work<'_>) -> Result<(), Failure> {
        work.execute(statements::BEGIN, values![]).await?;
        self.change(work).await
    }

    async fn change(&self, work: &mut Work<'_>) -> Result<(), Failure> {
        match &self.heard.change {
            Change::Person(person) => self.person(work, person).await,
            Change::PersonGone(person) => self.person_gone(work, person.as_str()).await,
            Change::SignedIn { person, at } => {
                self.person(work, person).await?;
                work.execute(statements::SIGNED_IN, values![person.id.as_str(), *at]).await.map(|_| ())
            }
            Change::SessionEnded { session, .. } => {
                work.execute(statements::END_SESSION, values![session, self.now]).await.map(|_| ())
            }
            Change::Organization(organization) => self.organization(work, organization, true).await,
            Change::OrganizationGone(organization) => self.organization_gone(work, organization.as_str()).await,
            Change::Membership(membership) => self.membership(work, membership).await,
            Change::MembershipGone(membership) => self.membership_gone(work, membership).await,
            Change::Invitation(invitation) => self.invitation(work, invitation).await,
        }
    }

    /// One without a time of its own was only heard of in passing.
    async fn person(&self, work: &mut Work<'_>, person: &Person) -> Result<(), Failure> {
        if is_gone(work, person.id.as_str()).await? {
            return Ok(());
        }
        let values = values![
            person.id.as_str(),
            person.first_name.as_deref(),
            person.last_name.as_deref(),
            person.image_url.as_deref(),
            person.email.as_deref(),
            person.banned,
            person.locked_until,
            person.created_at,
            person.created_at.is_some(),
            person.updated_at,
            self.heard.at,
            &self.heard.delivery,
        ];
        work.execute(statements::PUT_PERSON, values).await?;
        Ok(())
    }

    async fn person_gone(&self, work: &mut Work<'_>, person: &str) -> Result<(), Failure> {
        let address = work.one_as(statements::ADDRESS, values![person], |row| row.string_if_any("email")).await?;
        self.bury(work, person, None).await?;
        work.execute(statements::FORGET_PERSON, values![person]).await?;
        self.erase(work, person, address.flatten()).await
    }

    async fn organization(
        &self,
        work: &mut Work<'_>,
        organization: &Organization,
        is_own: bool,
    ) -> Result<(), Failure> {
        if is_gone(work, organization.id.as_str()).await? {
            return Ok(());
        }
        tenants::register(work, &Tenant::Organization(organization.id.clone()), self.now).await?;
        let values = values![
            &organization.name,
            organization.slug.as_deref(),
            organization.image_url.as_deref(),
            is_own,
            organization.created_at,
            organization.updated_at,
            self.heard.at,
            &self.heard.delivery,
        ];
        work.execute(statements::organizations::PUT, values).await?;
        Ok(())
    }

    /// Its memberships and invitations go with it.
    async fn organization_gone(&self, work: &mut Work<'_>, organization: &str) -> Result<(), Failure> {
        self.bury(work, organization, None).await?;
        for all in [
            statements::organizations::REMOVE_ALL,
            statements::memberships::REMOVE_ALL,
            statements::invitations::REMOVE_ALL,
        ] {
            while work.execute(all, values![AT_ONCE]).await? > 0 {}
        }
        self.erase(work, organization, None).await
    }

    async fn invitation(&self, work: &mut Work<'_>, invitation: &Invitation) -> Result<(), Failure> {
        if is_gone(work, invitation.organization.as_str()).await? {
            return Ok(());
        }
        tenants::register(work, &Tenant::Organization(invitation.organization.clone()), self.now).await?;
        let values = values![
            &invitation.id,
            Some(&invitation.email).filter(|_| invitation.status == Status::Pending).map(String::as_str),
            &invitation.role,
            invitation.status.as_str(),
            invitation.inviter_id.as_deref(),
            invitation.expires_at,
            invitation.created_at,
            invitation.updated_at,
            self.heard.at,
            &self.heard.delivery,
        ];
        work.execute(statements::invitations::PUT, values).await?;
        super::note_expiry(work).await
    }

    /// From here on nothing said of it counts. Of a membership: organization, person, since when.
    async fn bury(&self, work: &mut Work<'_>, id: &str, of: Option<(&str, &str, i64)>) -> Result<(), Failure> {
        self.note_gone(work, (id, "deleted"), of).await
    }

    async fn note_gone(
        &self,
        work: &mut Work<'_>,
        (id, reason): (&str, &str),
        of: Option<(&str, &str, i64)>,
    ) -> Result<(), Failure> {
        let (organization, person) = (of.map(|of| of.0), of.map(|of| of.1));
        let values = values![id, reason, organization, person, of.map(|of| of.2), self.now];
        work.execute(statements::BURY, values).await?;
        Ok(())
    }

    /// What else is left of it goes later: Clerk is asked first. A job that was parked is begun anew, for this may be the
    /// deletion that was not there when it was parked.
    async fn erase(&self, work: &mut Work<'_>, id: &str, address: Option<String>) -> Result<(), Failure> {
        let payload = |address| json!({"address": address, "since": self.now}).to_string();
        let job = NewJob { kind: ERASE, key: id.to_owned(), payload: payload(address.clone()), due_at: 0 };
        if queue::put(work, self.next, &job, self.now).await? {
            return Ok(());
        }
        let read = |row: &dyn Row| row.string("payload");
        let parked = work.one_as(queue::statements::PARKED_PAYLOAD, values![ERASE, id], read).await?;
        let Some(parked) = parked else { return Ok(()) };
        let before: Value = serde_json::from_str(&parked).unwrap_or_default();
        let address = address.or_else(|| Some(before.get("address")?.as_str()?.to_owned()));
        work.execute(queue::statements::RENEW, values![ERASE, id, payload(address), self.now]).await?;
        Ok(())
    }
}

async fn is_gone(work: &mut Work<'_>, id: &str) -> Result<bool, Failure> {
    work.finds(statements::IS_GONE, values![id]).await
}
