//! Removing for good what was deleted long ago.

use domain::{AuditAction, Project};
use sqlx::{SqliteConnection, query, query_as};

use crate::{
    audit::Author,
    error::Failure,
    row::{self, Found},
    sql,
    unit_of_work::Work,
};

pub(super) struct Purging {
    pub(super) author: Author,
    pub(super) deleted_before: i64,
    pub(super) limit: u32,
}

impl Work for Purging {
    type Done = u32;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<u32, Failure> {
        let (tenant, now) = (&self.author.tenant, self.author.now());
        let query_old = query_as(sql::upkeep::LIST_DELETED_BEFORE).bind(tenant);
        let query_old = query_old.bind(self.deleted_before).bind(self.limit);
        let found: Vec<Found<Project>> = query_old.fetch_all(&mut *connection).await?;
        let mut purged = 0;
        for project in row::all(found) {
            query(sql::upkeep::PURGE).bind(tenant).bind(project.id.to_string()).execute(&mut *connection).await?;
            self.author.note(connection, AuditAction::ProjectPurged, now, Some(&project), None).await?;
            purged += 1;
        }
        Ok(purged)
    }
}
