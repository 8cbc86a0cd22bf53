//! Search terms made anew by the present rules: what is to be done next is nobody's transaction, doing it the tenant's.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{Clock, Project, ProjectId};
use store::{RENEWAL, RENEWAL_MS, Renewal, StoreError, search::VERSION};
use uuid::Uuid;

use super::instance::Lease;
use crate::{
    database::Database,
    error::Failure,
    projects::{row::Found, terms},
    sql::renewal::{FINISH, FORGET, GO_ON, LOCK_PROJECTS, NEXT_TENANT, NOTE, VERSION as PRESENT},
    unit_of_work::{End, Unit},
    work::Work,
};

/// Does the next piece of the work.
pub(super) async fn go_on(
    database: &Database,
    clock: &Arc<dyn Clock>,
    server: &str,
    limit: u32,
) -> Result<Renewal, StoreError> {
    let now = clock.now_ms();
    let next = Next { server: server.to_owned(), now };
    match database.maintain("", next).await? {
        Step::Renewal(renewal) => Ok(renewal),
        Step::Projects { tenant, after } => {
            let batch = Batch { server: server.to_owned(), now, tenant: tenant.clone(), after, limit };
            database.maintain(&tenant, batch).await
        }
    }
}

/// The right to do it, for so many milliseconds from now.
fn lease(server: &str, now: i64, milliseconds: i64) -> Lease {
    let until = now.saturating_add(milliseconds);
    Lease { name: RENEWAL.to_owned(), holder: server.to_owned(), now, until }
}

/// Another server has it until its last millisecond is over.
const HELD_MS: i64 = RENEWAL_MS + 1;

fn version() -> i32 {
    i32::try_from(VERSION).unwrap_or(i32::MAX)
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
        let present: Option<(i32,)> = work.row(sqlx::query(PRESENT)).await?;
        if present.is_some_and(|(present,)| present >= version()) {
            return Ok(End::RollBack(Step::Renewal(Renewal::Done)));
        }
        if !lease(&self.server, self.now, HELD_MS).take(work).await? {
            return Ok(End::RollBack(Step::Renewal(Renewal::Elsewhere)));
        }
        let done: Option<(String, String)> = work.row(sqlx::query(GO_ON).bind(version())).await?;
        let Some((tenant, project)) = done else { return Ok(End::RollBack(Step::Renewal(Renewal::Elsewhere))) };
        if let Ok(last) = project.parse::<ProjectId>() {
            return Ok(End::Commit(Step::Projects { tenant, after: last.uuid() }));
        }
        let next: Option<(String,)> = work.row(sqlx::query(NEXT_TENANT).bind(tenant)).await?;
        if let Some((tenant,)) = next {
            return Ok(End::Commit(Step::Projects { tenant, after: Uuid::nil() }));
        }
        work.execute(sqlx::query(FINISH).bind(version())).await?;
        work.execute(sqlx::query(FORGET)).await?;
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
        let lock = work.query(LOCK_PROJECTS).bind(self.after).bind(i64::from(self.limit));
        let found: Vec<Found> = work.rows(lock).await?;
        let projects: Vec<Project> = found.into_iter().map(Project::from).collect();
        for project in &projects {
            terms::keep(work, project).await?;
        }
        let is_full = u32::try_from(projects.len()).is_ok_and(|rows| rows >= self.limit);
        let last = projects.last().filter(|_| is_full).map(|project| project.id.to_string()).unwrap_or_default();
        // Another server took the work in between: it does this again.
        if !lease(&self.server, self.now, HELD_MS).take(work).await? {
            return Ok(End::RollBack(Renewal::Elsewhere));
        }
        work.execute(sqlx::query(NOTE).bind(self.tenant.clone()).bind(last)).await?;
        Ok(End::Commit(Renewal::Working))
    }
}
