//! Removes everything of a tenant, its audit trail included: in steps, so that an interrupted call can be repeated.
//!
//! First the tenant is marked, which allows its audit trail to be removed; last it leaves the registry. Its people may
//! still be at work meanwhile: what they write goes in the next round. The resources bring the statements; a test asks
//! the catalogue whether they are all that a tenant has, in an order that foreign keys allow.

use async_trait::async_trait;

use super::addresses;
use crate::{
    Data, RESOURCES, Removal, StoreError,
    data::Sent,
    engine::{Failure, Rejection, values},
    tenants,
    unit::{End, Unit, Work},
};

/// So often new rows may come in between the last step and the end.
const ROUNDS: usize = 100;

/// Removes a tenant by the role that owns the tables.
pub(super) async fn remove(data: &Data, tenant: &str, now: i64) -> Result<Removal, StoreError> {
    match data.own(tenant, Mark { now }).await? {
        Marked::Yes => {}
        Marked::Unknown => return Ok(Removal::Unknown),
        Marked::Forbidden => return Ok(Removal::NeedsOwner),
    }
    for _ in 0..ROUNDS {
        for (statement, rows) in RESOURCES.iter().filter_map(|resource| resource.removal) {
            while data.own(tenant, Sent { sql: statement, values: values![rows] }).await? > 0 {}
        }
        if data.own(tenant, Unregister).await? {
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
        work.execute(addresses::FORGET, values![]).await?;
        if !work.finds(tenants::IS_REGISTERED, values![]).await? {
            return Ok(End::Commit(Marked::Unknown));
        }
        match work.execute(tenants::MARK_REMOVED, values![self.now]).await {
            Ok(_) => Ok(End::Commit(Marked::Yes)),
            Err(failure) if failure.is(&Rejection::Forbidden) => Ok(End::RollBack(Marked::Forbidden)),
            Err(failure) => Err(failure),
        }
    }
}

/// Takes the tenant off the registry; false: new rows name it.
struct Unregister;

#[async_trait]
impl Unit for Unregister {
    type Outcome = bool;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<bool>, Failure> {
        match work.execute(tenants::UNREGISTER, values![]).await {
            Ok(_) => Ok(End::Commit(true)),
            Err(failure) if failure.is(&Rejection::ReferredTo) => Ok(End::RollBack(false)),
            Err(failure) => Err(failure),
        }
    }
}
