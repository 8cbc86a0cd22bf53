//! The port for the audit trail. Changes are written by the units that make them; here the trail is read, and refusals
//! are added to it.

mod entry;
pub(crate) mod statements;

use async_trait::async_trait;
use domain::{Attempt, AuditEvent, EventId, Grant, Page, PageRequest, ReadActivity, TenantScope};
use serde::Serialize;
use uuid::Uuid;

pub(crate) use self::entry::{Author, Event, Stamp, note};
use crate::{
    Backed, StoreError,
    engine::{Failure, FromRow, Row, values},
    listing,
    resource::Resource,
    unit::{End, Unit, Work},
};

pub(crate) const RESOURCE: Resource =
    Resource { statements: &[statements::ALL], removal: Some((statements::REMOVE_ALL, 1_000)) };

/// The audit trail of a tenant.
#[async_trait]
pub trait AuditStore: Backed {
    /// A page of the trail, newest first.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`] for a cursor of another tenant or list, or a mangled one.
    async fn list(&self, grant: &Grant<ReadActivity>, page: &PageRequest) -> Result<Page<AuditEvent>, StoreError> {
        let tenant = grant.tenant();
        let after: Option<(i64, EventId)> = listing::decoded(tenant, LIST, page.after.as_deref())?;
        let (time, id) = after.unwrap_or((i64::MAX, EventId::new(Uuid::max())));
        let values = values![time, id, listing::rows_to_query(page)];
        let found = self.behind().data().all(tenant.id(), statements::LIST, values).await?;
        listing::page_by(tenant, LIST, page, found, |event: &AuditEvent| (event.created_at, event.id))
    }

    /// Notes what somebody tried without the permission for it, in a transaction of its own.
    async fn refused(&self, scope: &TenantScope, attempt: &Attempt) -> Result<(), StoreError> {
        let data = self.behind().data();
        data.write(scope.tenant().id(), NoteRefusal { stamp: data.stamp(scope), attempt: attempt.clone() }).await
    }
}

impl<S: Backed> AuditStore for S {}

/// What its cursors are bound to.
const LIST: &str = "audit events";

struct NoteRefusal {
    stamp: Stamp,
    attempt: Attempt,
}

#[async_trait]
impl Unit for NoteRefusal {
    type Outcome = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<End<()>, Failure> {
        self.stamp.register(work).await?;
        self.stamp.now();
        self.stamp.note(work, Event::of_refusal(&self.attempt)).await?;
        Ok(End::Commit(()))
    }
}

impl FromRow for AuditEvent {
    fn from_row(row: &dyn Row) -> Result<Self, Failure> {
        Ok(Self {
            id: EventId::new(row.uuid("id")?),
            created_at: row.number("created_at")?,
            actor: row.parsed_if_any("actor")?,
            impersonator: row.parsed_if_any("impersonator")?,
            action: row.parsed("action")?,
            outcome: row.parsed("outcome")?,
            object_id: row.string_if_any("object_id")?,
            object_name: row.string_if_any("object_name")?,
            before: row.string_if_any("before")?,
            after: row.string_if_any("after")?,
            request_id: row.string_if_any("request_id")?,
        })
    }
}

/// An object as the trail keeps it: JSON with its keys in alphabetical order, the same on every database.
///
/// # Errors
/// [`StoreError::Internal`] when it cannot be written as JSON.
pub fn canonical<T: Serialize>(object: &T) -> Result<String, StoreError> {
    let mut value = serde_json::to_value(object).map_err(StoreError::internal)?;
    value.sort_all_objects();
    serde_json::to_string(&value).map_err(StoreError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_order() {
        #[derive(Serialize)]
        struct Object {
            b: u8,
            a: Vec<Option<&'static str>>,
        }
        assert_eq!(
            canonical(&Object { b: 1, a: vec![None, Some("é")] }).ok().as_deref(),
            Some(r#"{"a":[null,"é"],"b":1}"#)
        );
    }
}
