//! Everything of a tenant goes, its audit trail too: in steps, each of which may be the last of a call that is broken off.
//!
//! The tenant is marked first, which lets its audit trail go, and leaves the registry last. Its people may still be at
//! work: what they write meanwhile goes in the next round.

use async_trait::async_trait;
use store::{Removal, StoreError};

use crate::{
    database::Database,
    error::{self, Failure},
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};

/// Rows of one step.
const STEP: i64 = 500;
/// So often new rows may come in between the last step and the end.
const ROUNDS: usize = 100;

/// Removes a tenant by the role that owns the tables.
pub(super) async fn remove(owner: &Database, tenant: &str, now: i64) -> Result<Removal, StoreError> {
    match owner.maintain(tenant, Mark { now }).await? {
        Marked::Yes => {}
        Marked::Unknown => return Ok(Removal::Unknown),
        Marked::Forbidden => return Ok(Removal::NeedsOwner),
    }
    for _ in 0..ROUNDS {
        for statement in [sql::tenants::REMOVE_PROJECTS, sql::tenants::REMOVE_EVENTS] {
            while owner.maintain(tenant, Step { statement }).await? > 0 {}
        }
        if owner.maintain(tenant, Unregister).await? {
            return Ok(Removal::Done);
        }
    }
    Err(StoreError::unavailable("the tenant gets new rows faster than they can be removed"))
}

enum Marked {
    Yes,
    Unknown,
    Forbidden,
}

struct Mark {
    now: i64,
}

#[async_trait]
impl Unit for Mark {
    type Outcome = Marked;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Marked>, Failure> {
        work.execute(work.query(sql::addresses::FORGET)).await?;
        let registered: Option<(String,)> = work.row(work.query(sql::tenants::IS_REGISTERED)).await?;
        if registered.is_none() {
            return Ok(End::Commit(Marked::Unknown));
        }
        match work.execute(work.query(sql::tenants::MARK_REMOVED).bind(self.now)).await {
            Ok(_) => Ok(End::Commit(Marked::Yes)),
            Err(error) if error::is_forbidden(&error) => Ok(End::RollBack(Marked::Forbidden)),
            Err(error) => Err(error.into()),
        }
    }
}

/// Removes some rows; how many.
struct Step {
    statement: &'static str,
}

#[async_trait]
impl Unit for Step {
    type Outcome = u64;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<u64>, Failure> {
        Ok(End::Commit(work.execute(work.query(self.statement).bind(STEP)).await?))
    }
}

/// Takes the tenant off the registry; false: new rows name it.
struct Unregister;

#[async_trait]
impl Unit for Unregister {
    type Outcome = bool;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<bool>, Failure> {
        match work.execute(work.query(sql::tenants::UNREGISTER)).await {
            Ok(_) => Ok(End::Commit(true)),
            Err(error) if error::is_referred_to(&error) => Ok(End::RollBack(false)),
            Err(error) => Err(error.into()),
        }
    }
}
