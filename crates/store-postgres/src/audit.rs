//! The audit trail in PostgreSQL: written with each change, read page by page.

mod event;
mod stamp;

use async_trait::async_trait;
use domain::{Attempt, AuditEvent, EventId, Grant, Page, PageRequest, ReadProjects, TenantScope};
use sqlx::{FromRow, Row, postgres::PgRow};
use store::{AuditStore, StoreError, listing};
use uuid::Uuid;

pub(crate) use self::{
    event::Event,
    stamp::{Author, Stamp, count_new, note, register},
};
use crate::{
    PostgresStore,
    error::Failure,
    projects::row::{parsed, parsed_if_any},
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};

/// What its cursors are bound to.
const LIST: &str = "audit events";

#[async_trait]
impl AuditStore for PostgresStore {
    async fn list(&self, grant: &Grant<ReadProjects>, page: &PageRequest) -> Result<Page<AuditEvent>, StoreError> {
        let tenant = grant.tenant();
        let after: Option<(i64, EventId)> = listing::decoded(tenant, LIST, page.after.as_deref())?;
        let after = after.unwrap_or((i64::MAX, EventId::new(Uuid::max())));
        let rows = i64::from(listing::rows_to_query(page));
        let found = self.database.read(tenant.id(), List { after, rows }).await?;
        listing::page_by(tenant, LIST, page, found, |event| (event.created_at, event.id))
    }

    async fn refused(&self, scope: &TenantScope, attempt: &Attempt) -> Result<(), StoreError> {
        let unit = Refused { stamp: self.stamp(scope), attempt: attempt.clone() };
        self.database.write(scope.tenant().id(), unit).await
    }
}

struct List {
    after: (i64, EventId),
    rows: i64,
}

#[async_trait]
impl Unit for List {
    type Outcome = Vec<AuditEvent>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Vec<AuditEvent>>, Failure> {
        let (time, id) = self.after;
        let statement = work.query(sql::audit::LIST).bind(time).bind(id.uuid()).bind(self.rows);
        let found: Vec<Found> = work.rows(statement).await?;
        Ok(End::Commit(found.into_iter().map(|found| found.0).collect()))
    }
}

struct Refused {
    stamp: Stamp,
    attempt: Attempt,
}

#[async_trait]
impl Unit for Refused {
    type Outcome = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<End<()>, Failure> {
        self.stamp.register(work).await?;
        self.stamp.now();
        self.stamp.note(work, Event::of_refusal(&self.attempt)).await?;
        Ok(End::Commit(()))
    }
}

/// An entry as a row.
struct Found(AuditEvent);

impl FromRow<'_, PgRow> for Found {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self(AuditEvent {
            id: EventId::new(row.try_get("id")?),
            created_at: row.try_get("created_at")?,
            actor: parsed_if_any(row, "actor")?,
            impersonator: parsed_if_any(row, "impersonator")?,
            action: parsed(row, "action")?,
            outcome: parsed(row, "outcome")?,
            object_id: row.try_get("object_id")?,
            object_name: row.try_get("object_name")?,
            before: row.try_get("before")?,
            after: row.try_get("after")?,
            request_id: row.try_get("request_id")?,
        }))
    }
}
