//! What was deleted long ago goes for good, each with a note, and with what the audit trail said of its contents.

use std::sync::Arc;

use async_trait::async_trait;
use domain::Clock;
use domain::Project;
use store::IdGenerator;
use uuid::Uuid;

use crate::{
    audit::{Author, Event, note},
    error::Failure,
    projects::row::Found,
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};

pub(super) struct Purge {
    pub(super) deleted_before: i64,
    pub(super) limit: u32,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl Unit for Purge {
    type Outcome = u32;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<u32>, Failure> {
        let statement = work.query(sql::upkeep::LOCK_DELETED_BEFORE).bind(self.deleted_before);
        let found: Vec<Found> = work.rows(statement.bind(i64::from(self.limit))).await?;
        let gone: Vec<Project> = found.into_iter().map(Project::from).collect();
        let ids: Vec<Uuid> = gone.iter().map(|project| project.id.uuid()).collect();
        let purged = work.execute(work.query(sql::upkeep::PURGE).bind(&ids)).await?;
        let author = Author { actor: None, impersonator: None, request_id: None, now: self.clock.now_ms() };
        for project in &gone {
            note(work, self.ids.as_ref(), &author, Event::of_purge(project)).await?;
        }
        work.execute(work.query(sql::upkeep::CLEAR_TEXTS).bind(&ids)).await?;
        reckon(work, purged).await?;
        Ok(End::Commit(u32::try_from(gone.len()).unwrap_or(u32::MAX)))
    }
}

/// In statements of their own, so that the second sees whatever was deleted before the first had its lock.
async fn reckon(work: &mut Work<'_>, purged: u64) -> Result<(), sqlx::Error> {
    work.execute(work.query(sql::tenants::LOCK)).await?;
    let first: Option<(Option<i64>,)> = work.row(work.query(sql::upkeep::FIRST_DELETED)).await?;
    let first = first.and_then(|(first,)| first);
    let purged = i64::try_from(purged).unwrap_or(i64::MAX);
    work.execute(work.query(sql::tenants::SET_DELETED).bind(first).bind(purged)).await?;
    Ok(())
}
