//! Which Clerk instance the rows belong to, whether the database is there, and which server does what only one has to.

use async_trait::async_trait;

use crate::{
    error::Failure,
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};

pub(super) struct Claim {
    pub(super) issuer: String,
    pub(super) now: i64,
}

#[async_trait]
impl Unit for Claim {
    type Outcome = String;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<String>, Failure> {
        work.execute(sqlx::query(sql::instance::CLAIM).bind(&self.issuer).bind(self.now)).await?;
        let claimed: Option<(String,)> = work.row(sqlx::query(sql::instance::GET)).await?;
        Ok(End::Commit(claimed.ok_or(sqlx::Error::RowNotFound)?.0))
    }
}

pub(super) struct Get;

#[async_trait]
impl Unit for Get {
    type Outcome = Option<String>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Option<String>>, Failure> {
        let claimed: Option<(String,)> = work.row(sqlx::query(sql::instance::GET)).await?;
        Ok(End::Commit(claimed.map(|(issuer,)| issuer)))
    }
}

pub(super) struct Ping;

#[async_trait]
impl Unit for Ping {
    type Outcome = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<End<()>, Failure> {
        work.execute(sqlx::query(sql::instance::PING)).await?;
        Ok(End::Commit(()))
    }
}

pub(super) struct Lease {
    pub(super) name: String,
    pub(super) holder: String,
    pub(super) now: i64,
    pub(super) until: i64,
}

#[async_trait]
impl Unit for Lease {
    type Outcome = bool;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<bool>, Failure> {
        Ok(End::Commit(self.take(work).await?))
    }
}

impl Lease {
    /// Takes or prolongs it, to the end of this transaction before anybody else; false: somebody else has it.
    pub(super) async fn take(&self, work: &mut Work<'_>) -> Result<bool, sqlx::Error> {
        let statement = sqlx::query(sql::instance::LEASE).bind(self.name.clone()).bind(self.holder.clone());
        Ok(work.execute(statement.bind(self.until).bind(self.now)).await? > 0)
    }
}
