//! Which Clerk instance the rows belong to, whether the database is there, and which server does what only one has to.

use async_trait::async_trait;

use crate::{
    engine::{Failure, values},
    sql::statements,
    unit::{End, Unit, Work},
};

statements! {
    /// issuer, now
    CLAIM [system] = "INSERT INTO instance (id, issuer, claimed_at) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING";

    GET [system] = "SELECT issuer FROM instance WHERE id = 1";

    /// name, holder, until, now: takes or prolongs it; no row where somebody else has it
    LEASE [system] = "
        INSERT INTO leases (name, holder, until)
        VALUES ($1, $2, $3)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
        WHERE leases.holder = excluded.holder OR leases.until <= $4";

    PING [system] = "SELECT 1 AS pong";
}

pub(super) struct Claim {
    pub(super) issuer: String,
    pub(super) now: i64,
}

#[async_trait]
impl Unit for Claim {
    type Outcome = String;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<String>, Failure> {
        work.execute(CLAIM, values![&self.issuer, self.now]).await?;
        let claimed = work.one_as(GET, values![], |row| row.string("issuer")).await?;
        Ok(End::Commit(claimed.ok_or_else(|| Failure::internal("no instance was claimed"))?))
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
    pub(super) async fn take(&self, work: &mut Work<'_>) -> Result<bool, Failure> {
        let values = values![&self.name, &self.holder, self.until, self.now];
        Ok(work.execute(LEASE, values).await? > 0)
    }
}
