//! Removing for good what was deleted long ago, and what the audit trail said of its contents.

use domain::Project;
use sqlx::{SqliteConnection, query, query_as, query_scalar};

use crate::{
    audit::Author,
    error::Failure,
    row::{self, Found},
    sql,
    unit_of_work::Work,
};

/// Entries of the trail that are gone over in one transaction, but for the last project's: others want to write too.
const EVENTS_AT_ONCE: u64 = 1_000;

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
        let (mut purged, mut cleared) = (0_u32, 0);
        for project in row::all(found) {
            let id = project.id.to_string();
            query(sql::upkeep::PURGE).bind(tenant).bind(&id).execute(&mut *connection).await?;
            self.author.note_purge(connection, &id, now).await?;
            let texts = query(sql::upkeep::CLEAR_TEXTS).bind(tenant).bind(&id).execute(&mut *connection).await?;
            (purged, cleared) = (purged + 1, cleared + texts.rows_affected());
            if cleared >= EVENTS_AT_ONCE {
                break;
            }
        }
        let first: Option<i64> =
            query_scalar(sql::upkeep::FIRST_DELETED).bind(tenant).fetch_one(&mut *connection).await?;
        query(sql::tenants::SET_DELETED).bind(tenant).bind(first).bind(purged).execute(connection).await?;
        Ok(purged)
    }
}
