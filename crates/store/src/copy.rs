//! The copy of Clerk's people and organizations: what Clerk said last of each, whatever the order in which it was heard.
//!
//! A change is applied in one transaction with the end of the job that brought it. Changes of all kinds are applied one
//! after the other: what one of them may do depends on what others said is gone.

mod change;
mod fold;
mod kept;
mod readmission;
pub(crate) mod statements;

use async_trait::async_trait;
use domain::{TenantScope, UserId};

pub use self::change::{Change, Heard, Invitation, Membership, Organization, Person, Status};
pub(crate) use self::fold::Apply;
use self::fold::Dump;
pub use self::fold::ERASE;
use crate::{
    Backed, Sql, StoreError,
    data::Sent,
    engine::{Failure, FromRow, Row, Value, values},
    queue::Job,
    resource::Resource,
    unit::{End, Unit, Work},
};

pub(crate) const ORGANIZATIONS: Resource = Resource {
    statements: &[statements::organizations::ALL],
    removal: Some((statements::organizations::REMOVE_ALL, 100)),
};
pub(crate) const MEMBERSHIPS: Resource = Resource {
    statements: &[statements::memberships::ALL],
    removal: Some((statements::memberships::REMOVE_ALL, 1_000)),
};
pub(crate) const INVITATIONS: Resource = Resource {
    statements: &[statements::invitations::ALL],
    removal: Some((statements::invitations::REMOVE_ALL, 1_000)),
};

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It is in the copy, or what is there is newer.
    Done,
    /// The job was another server's by then: nothing was done.
    Lost,
}

/// A person's membership, as the copy has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// `org:…`
    pub role: String,
    /// What the role may do, system permissions included.
    pub permissions: Vec<String>,
    /// When this was so, milliseconds since the epoch.
    pub updated_at: i64,
}

/// What the copy knows of somebody who wants to change something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Whether the session, the person or the organization is gone, or the person may not sign in.
    pub has_ended: bool,
    /// When the last membership of theirs in the organization went, where none is there: milliseconds since the epoch.
    pub left_at: Option<i64>,
    /// The membership that is there.
    pub membership: Option<Standing>,
}

/// The copy.
#[async_trait]
pub trait CopyStore: Backed {
    /// Applies the change that a job brings, and ends the job, or neither.
    async fn apply(&self, job: &Job, heard: Heard) -> Result<Applied, StoreError> {
        let data = self.behind().data();
        let tenant = heard.change.tenant().to_owned();
        data.maintain(&tenant, Apply { job: Some(job.clone()), heard, next: data.ids().uuid_v7(), now: data.now() })
            .await
    }

    /// Applies a change that was heard otherwise: in a session that was checked, or as the answer of Clerk to a call.
    async fn hear(&self, heard: Heard) -> Result<(), StoreError> {
        let data = self.behind().data();
        let tenant = heard.change.tenant().to_owned();
        data.write(&tenant, Apply { job: None, heard, next: data.ids().uuid_v7(), now: data.now() }).await?;
        Ok(())
    }

    /// What is known of the person of a session in its tenant.
    async fn known(&self, scope: &TenantScope, session: Option<&str>) -> Result<Known, StoreError> {
        let data = self.behind().data();
        let (person, session) = (scope.actor().as_str().to_owned(), session.unwrap_or_default().to_owned());
        data.read(scope.tenant().id(), Look { person, session, now: data.now() }).await
    }

    /// All of it, in an order of its own and without times of ours: equal copies are equal texts. JSON.
    async fn dump(&self) -> Result<serde_json::Value, StoreError> {
        let data = self.behind().data();
        let mut dump = data.read("", Dump::default()).await?;
        let mut after = String::new();
        loop {
            let tenants =
                data.all_as("", crate::tenants::LIST, values![&after, 500_u32], |row| row.string("id")).await?;
            let Some(last) = tenants.last() else { break };
            after.clone_from(last);
            for tenant in &tenants {
                dump.add(tenant, data.read(tenant, fold::Rows).await?);
            }
        }
        Ok(dump.into_json())
    }

    /// What is kept of a person, by key: themselves, their memberships, invitations to their address. JSON.
    async fn kept_of(&self, person: &UserId) -> Result<serde_json::Value, StoreError> {
        kept::of(self.behind().data(), person).await
    }

    /// Takes back invitations of a tenant to an address that is a gone person's, at most 100; how many.
    async fn forget_address(&self, tenant: &str, address: &str) -> Result<usize, StoreError> {
        let close = Close { of: statements::invitations::OF_ADDRESS, value: address.into(), status: Status::Revoked };
        self.behind().data().maintain(tenant, close).await
    }

    /// Removes the memberships of a person who is gone from a tenant; how many. Of somebody who is there, none.
    async fn forget_memberships(&self, tenant: &str, person: &str) -> Result<u64, StoreError> {
        self.behind().data().maintain(tenant, Leave { person: person.to_owned() }).await
    }

    /// The tenants by id, those after `after`, with pending invitations that ran out before now; none that is being removed.
    async fn tenants_to_expire(&self, after: Option<&str>, limit: u32) -> Result<Vec<String>, StoreError> {
        let data = self.behind().data();
        let values = values![data.now(), after.unwrap_or_default(), limit];
        data.all_as("", statements::invitations::LIST_TENANTS, values, |row| row.string("id")).await
    }

    /// Notes which of a tenant's invitations ran out before now, at most 100, and forgets their addresses; how many.
    async fn expire_invitations(&self, tenant: &str) -> Result<usize, StoreError> {
        let data = self.behind().data();
        let close = Close { of: statements::invitations::RAN_OUT, value: data.now().into(), status: Status::Expired };
        data.maintain(tenant, close).await
    }

    /// Takes back that something is gone, if it was so by then already, with the job that would erase it: Clerk itself says
    /// that it is there. What is said of it counts again. Lost: the job is another server's, or is needed all the same.
    async fn take_back(&self, job: &Job, gone_until: i64) -> Result<Applied, StoreError> {
        self.behind().data().maintain("", readmission::TakeBack { job: job.clone(), gone_until }).await
    }

    /// Takes back that this is gone, if it was so by then already, and applies what Clerk says of it; false: what is said of
    /// its end is later.
    async fn readmit(&self, id: &str, gone_until: i64, heard: Heard) -> Result<bool, StoreError> {
        let data = self.behind().data();
        let tenant = heard.change.tenant().to_owned();
        let apply = Apply { job: None, heard, next: data.ids().uuid_v7(), now: data.now() };
        data.maintain(&tenant, readmission::Readmit { id: id.to_owned(), gone_until, apply }).await
    }

    /// Removes what is needed no longer: tombstones and ended sessions from before these times; how much.
    async fn tidy_copy(&self, tombstones_before: i64, sessions_before: i64) -> Result<u64, StoreError> {
        let data = self.behind().data();
        let tombstones = Sent { sql: statements::FORGET_TOMBSTONES, values: values![tombstones_before, 1_000_u32] };
        let sessions = Sent { sql: statements::FORGET_SESSIONS, values: values![sessions_before, 1_000_u32] };
        Ok(data.maintain("", tombstones).await? + data.maintain("", sessions).await?)
    }
}

impl<S: Backed> CopyStore for S {}

/// Closes the invitations that a statement finds.
struct Close {
    of: Sql,
    value: Value,
    status: Status,
}

#[async_trait]
impl Unit for Close {
    type Outcome = usize;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<usize>, Failure> {
        let found = work.all_as(self.of, vec![self.value.clone()], |row| row.string("id")).await?;
        for id in &found {
            work.execute(statements::invitations::CLOSE, values![id, self.status.as_str()]).await?;
        }
        note_expiry(work).await?;
        Ok(End::Commit(found.len()))
    }
}

/// Notes when the first of a tenant's pending invitations runs out.
async fn note_expiry(work: &mut Work<'_>) -> Result<(), Failure> {
    let first = work.one_as(statements::invitations::FIRST_EXPIRY, values![], |row| row.int("expires_at")).await?;
    work.execute(statements::invitations::SET_EXPIRES_FROM, values![first.flatten()]).await?;
    Ok(())
}

/// Removes the memberships of whoever is gone.
struct Leave {
    person: String,
}

#[async_trait]
impl Unit for Leave {
    type Outcome = u64;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<u64>, Failure> {
        work.execute(statements::BEGIN, values![]).await?;
        if !work.finds(statements::IS_GONE, values![&self.person]).await? {
            return Ok(End::RollBack(0));
        }
        Ok(End::Commit(work.execute(statements::memberships::REMOVE_OF, values![&self.person]).await?))
    }
}

/// Reads what is known of somebody.
struct Look {
    person: String,
    session: String,
    now: i64,
}

#[async_trait]
impl Unit for Look {
    type Outcome = Known;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Known>, Failure> {
        // Whether somebody is banned does not depend on the tenant that they ask for.
        work.execute(statements::SEE_ALL, values![]).await?;
        let has_ended = work.finds(statements::memberships::HAS_ENDED, values![&self.person, &self.session]).await?
            || work.finds(statements::IS_BARRED, values![&self.person, self.now]).await?;
        let membership = work.one(statements::memberships::OF_PERSON, values![&self.person]).await?;
        let left_at = match membership {
            Some(_) => None,
            None => {
                let read = |row: &dyn Row| row.int("gone_at");
                work.one_as(statements::memberships::LEFT_AT, values![&self.person], read).await?.flatten()
            }
        };
        Ok(End::Commit(Known { has_ended, left_at, membership }))
    }
}

impl FromRow for Standing {
    fn from_row(row: &dyn Row) -> Result<Self, Failure> {
        let permissions = row.string("permissions")?;
        Ok(Self {
            role: row.string("role")?,
            permissions: serde_json::from_str(&permissions).map_err(Failure::internal)?,
            updated_at: row.number("updated_at")?,
        })
    }
}
