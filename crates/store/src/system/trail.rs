//! How long the audit trail is kept, which only its owner can set, and the removal of older entries.

use async_trait::async_trait;

use crate::{
    Data, Keeping, StoreError,
    audit::statements::{KEPT_SINCE, OLDEST, RETENTION, SET_RETENTION, TRIM},
    engine::{Failure, Rejection, values},
    tenants::SET_TRAIL_SINCE,
    unit::{End, Unit, Work},
};

/// Says how long, by the role that owns the tables, where that is not what was said before.
pub(super) async fn keep(data: &Data, days: Option<u32>) -> Result<Keeping, StoreError> {
    let present = data.one_as("", RETENTION, values![], |row| row.int("audit_retention_days")).await?.flatten();
    let days = days.map(i64::from);
    if present == days {
        return Ok(Keeping::Done);
    }
    data.own("", Keep { days, present }).await
}

struct Keep {
    days: Option<i64>,
    present: Option<i64>,
}

#[async_trait]
impl Unit for Keep {
    type Outcome = Keeping;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Keeping>, Failure> {
        match work.execute(SET_RETENTION, values![self.days]).await {
            Ok(_) => Ok(End::Commit(Keeping::Done)),
            Err(failure) if failure.is(&Rejection::Forbidden) => {
                let present = self.present.and_then(|days| u32::try_from(days).ok());
                Ok(End::RollBack(Keeping::NeedsOwner(present)))
            }
            Err(failure) => Err(failure),
        }
    }
}

pub(super) struct Trim {
    pub(super) limit: u32,
    pub(super) now: i64,
}

#[async_trait]
impl Unit for Trim {
    type Outcome = u32;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<u32>, Failure> {
        let since = work.one_as(KEPT_SINCE, values![], |row| row.int("kept_since")).await?.flatten();
        // Without a limit the role has not even the right.
        let Some(since) = since else { return Ok(End::RollBack(0)) };
        let trimmed = work.execute(TRIM, values![since, self.limit]).await?;
        let oldest = work.one_as(OLDEST, values![], |row| row.int("since")).await?.flatten();
        work.execute(SET_TRAIL_SINCE, values![oldest.unwrap_or(self.now)]).await?;
        Ok(End::Commit(u32::try_from(trimmed).unwrap_or(u32::MAX)))
    }
}
