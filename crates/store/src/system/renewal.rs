//! Search terms are made again when the rules for them change. What to do next is decided in a transaction of the
//! system; the terms themselves are written in transactions of the tenant.

use async_trait::async_trait;
use domain::{Project, ProjectId};
use uuid::Uuid;

use super::instance::Lease;
use crate::{
    Data, RENEWAL, RENEWAL_MS, Renewal, StoreError,
    engine::{Failure, values},
    projects::{changes::renew_terms, statements::project_columns},
    search,
    sql::statements,
    unit::{End, Read, Unit, Work},
};

statements! {
    /// Which rules the terms were made by.
    VERSION [system] = "SELECT terms_version FROM schema_state WHERE id = 1";

    /// version; how far it is, nothing where a server is at newer rules
    GO_ON [system] = "
        INSERT INTO terms_renewal (id, version, done_tenant, done_project)
        VALUES (1, $1, '', '')
        ON CONFLICT (id) DO UPDATE SET
            version = excluded.version,
            done_tenant = CASE WHEN terms_renewal.version = excluded.version THEN terms_renewal.done_tenant ELSE '' END,
            done_project = CASE WHEN terms_renewal.version = excluded.version THEN terms_renewal.done_project ELSE '' END
        WHERE terms_renewal.version <= excluded.version
        RETURNING done_tenant, done_project";

    /// the last tenant that is done
    NEXT_TENANT [system] = "SELECT id FROM tenants WHERE id > $1 AND removed_at IS NULL ORDER BY id LIMIT 1";

    /// tenant, the last project that is done, rows: they stay as they are until the transaction ends
    LOCK_PROJECTS [locks] = concat!(
        "SELECT ", project_columns!(), " FROM projects WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT +$3"
    );

    /// tenant, the last project that is done, if there may be more
    NOTE [system] = "UPDATE terms_renewal SET done_tenant = $1, done_project = $2 WHERE id = 1";

    /// version
    FINISH [system] = "UPDATE schema_state SET terms_version = $1 WHERE id = 1 AND terms_version < $1";

    /// It is at its end.
    FORGET [system] = "DELETE FROM terms_renewal WHERE id = 1";
}

/// Does the next piece of the work.
pub(super) async fn go_on(data: &Data, server: &str, limit: u32) -> Result<Renewal, StoreError> {
    let now = data.now();
    match data.maintain("", Next { server: server.to_owned(), now }).await? {
        Step::Renewal(renewal) => Ok(renewal),
        Step::Projects { tenant, after } => {
            let batch = Batch { server: server.to_owned(), now, tenant: tenant.clone(), after, limit };
            data.maintain(&tenant, batch).await
        }
    }
}

/// Another server has it until its last millisecond is over.
const HELD_MS: i64 = RENEWAL_MS + 1;

/// The right to do it, for so many milliseconds from now.
fn lease(server: &str, now: i64, milliseconds: i64) -> Lease {
    let until = now.saturating_add(milliseconds);
    Lease { name: RENEWAL.to_owned(), holder: server.to_owned(), now, until }
}

/// Takes the work, or goes on holding it, and looks what is next.
struct Next {
    server: String,
    now: i64,
}

enum Step {
    /// There is nothing to do, or not for this server.
    Renewal(Renewal),
    /// The projects of a tenant behind this one.
    Projects { tenant: String, after: Uuid },
}

#[async_trait]
impl Unit for Next {
    type Outcome = Step;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Step>, Failure> {
        let present = work.one_as(VERSION, values![], |row| row.number("terms_version")).await?;
        if present.is_some_and(|present| present >= i64::from(search::VERSION)) {
            return Ok(End::RollBack(Step::Renewal(Renewal::Done)));
        }
        if !lease(&self.server, self.now, HELD_MS).take(work).await? {
            return Ok(End::RollBack(Step::Renewal(Renewal::Elsewhere)));
        }
        let place: Read<(String, String)> = |row| Ok((row.string("done_tenant")?, row.string("done_project")?));
        let Some((tenant, project)) = work.one_as(GO_ON, values![search::VERSION], place).await? else {
            return Ok(End::RollBack(Step::Renewal(Renewal::Elsewhere)));
        };
        if let Ok(last) = project.parse::<ProjectId>() {
            return Ok(End::Commit(Step::Projects { tenant, after: last.uuid() }));
        }
        if let Some(tenant) = work.one_as(NEXT_TENANT, values![tenant], |row| row.string("id")).await? {
            return Ok(End::Commit(Step::Projects { tenant, after: Uuid::nil() }));
        }
        work.execute(FINISH, values![search::VERSION]).await?;
        work.execute(FORGET, values![]).await?;
        lease(&self.server, self.now, 0).take(work).await?;
        Ok(End::Commit(Step::Renewal(Renewal::Done)))
    }
}

/// Some projects of a tenant.
struct Batch {
    server: String,
    now: i64,
    tenant: String,
    after: Uuid,
    limit: u32,
}

#[async_trait]
impl Unit for Batch {
    type Outcome = Renewal;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Renewal>, Failure> {
        let projects: Vec<Project> = work.all(LOCK_PROJECTS, values![self.after, self.limit]).await?;
        for project in &projects {
            renew_terms(work, project).await?;
        }
        let is_full = u32::try_from(projects.len()).is_ok_and(|rows| rows >= self.limit);
        let last = projects.last().filter(|_| is_full).map(|project| project.id.to_string()).unwrap_or_default();
        // Another server took the work in between: it does this again.
        if !lease(&self.server, self.now, HELD_MS).take(work).await? {
            return Ok(End::RollBack(Renewal::Elsewhere));
        }
        work.execute(NOTE, values![&self.tenant, last]).await?;
        Ok(End::Commit(Renewal::Working))
    }
}
