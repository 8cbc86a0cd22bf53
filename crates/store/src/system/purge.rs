//! Removes for good what was deleted long ago, and its contents from the audit trail; an entry says so for each.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{Clock, Project};

use crate::{
    Data, IdGenerator,
    audit::{Author, Event, note},
    engine::{Failure, values},
    projects::statements::project_columns,
    sql::statements,
    tenants,
    unit::{End, Unit, Work},
};

/// Entries of the trail that are gone over in one transaction, but for the last project's: others want to write too.
const EVENTS_AT_ONCE: u64 = 1_000;

statements! {
    /// tenant, time, rows: what was deleted before, but for what another server is just purging
    LOCK_DELETED_BEFORE [locks_free] = concat!(
        "SELECT ", project_columns!(), "
        FROM projects
        WHERE tenant_id = $1 AND deleted_at < $2
        ORDER BY deleted_at, id
        LIMIT +$3"
    );

    /// tenant, id
    PURGE = "DELETE FROM projects WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NOT NULL";

    /// tenant, id of a project that is gone: what it and its tasks said goes
    CLEAR_TEXTS = "
        UPDATE audit_events
        SET object_name = NULL, before = NULL, after = NULL
        WHERE tenant_id = $1 AND purged_with = $2 AND COALESCE(object_name, before, after) IS NOT NULL";

    /// tenant: when the first of its deleted projects was deleted
    FIRST_DELETED = "SELECT MIN(deleted_at) AS since FROM projects WHERE tenant_id = $1 AND deleted_at IS NOT NULL";
}

pub(super) struct Purge {
    deleted_before: i64,
    limit: u32,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
}

impl Purge {
    pub(super) fn new(data: &Data, deleted_before: i64, limit: u32) -> Self {
        Self { deleted_before, limit, clock: data.clock(), ids: data.ids() }
    }
}

#[async_trait]
impl Unit for Purge {
    type Outcome = u32;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<u32>, Failure> {
        let found: Vec<Project> = work.all(LOCK_DELETED_BEFORE, values![self.deleted_before, self.limit]).await?;
        let author = Author { actor: None, impersonator: None, request_id: None, now: self.clock.now_ms() };
        let (mut purged, mut gone, mut cleared) = (0, 0, 0);
        for project in &found {
            gone += work.execute(PURGE, values![project.id]).await?;
            note(work, &*self.ids, &author, Event::of_purge(project)).await?;
            cleared += work.execute(CLEAR_TEXTS, values![project.id]).await?;
            purged += 1;
            if cleared >= EVENTS_AT_ONCE {
                break;
            }
        }
        reckon(work, gone).await?;
        Ok(End::Commit(purged))
    }
}

/// In statements of their own, so that the second sees whatever was deleted before the first had its lock.
async fn reckon(work: &mut Work<'_>, gone: u64) -> Result<(), Failure> {
    work.execute(tenants::projects::LOCK, values![]).await?;
    let since = work.one_as(FIRST_DELETED, values![], |row| row.int("since")).await?.flatten();
    let gone = i64::try_from(gone).unwrap_or(i64::MAX);
    work.execute(tenants::projects::SET_DELETED, values![since, gone]).await?;
    Ok(())
}
