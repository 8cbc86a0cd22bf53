//! Where organizations are and were.

use async_trait::async_trait;
use store::ADDRESSES_MAX;

use crate::{
    error::Failure,
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};

/// Notes that an organization is at an address; it may be noted already.
pub(super) struct Note {
    pub(super) organization: String,
    pub(super) slug: String,
    pub(super) now: i64,
}

#[async_trait]
impl Unit for Note {
    type Outcome = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<End<()>, Failure> {
        let statement = sqlx::query(sql::addresses::NOTE).bind(&self.slug).bind(&self.organization).bind(self.now);
        work.execute(statement).await?;
        Ok(End::Commit(()))
    }
}

/// Those that are or were there.
pub(super) struct At {
    pub(super) slug: String,
}

#[async_trait]
impl Unit for At {
    type Outcome = Vec<String>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Vec<String>>, Failure> {
        let statement = sqlx::query(sql::addresses::LIST).bind(&self.slug).bind(i64::from(ADDRESSES_MAX));
        let found: Vec<(String,)> = work.rows(statement).await?;
        Ok(End::Commit(found.into_iter().map(|(organization,)| organization).collect()))
    }
}
