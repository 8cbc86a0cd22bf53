//! A task as a row.

use domain::{ProjectId, Task, TaskId};
use sqlx::{FromRow, Row, postgres::PgRow};

use crate::projects::row::{parsed, parsed_if_any};

/// A task that was found.
pub(super) struct Found(Task);

impl From<Found> for Task {
    fn from(found: Found) -> Self {
        found.0
    }
}

impl FromRow<'_, PgRow> for Found {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self(Task {
            id: TaskId::new(row.try_get("id")?),
            project_id: ProjectId::new(row.try_get("project_id")?),
            title: row.try_get("title")?,
            done: row.try_get("done")?,
            position: row.try_get("position")?,
            assignee: parsed_if_any(row, "assignee")?,
            created_by: parsed(row, "created_by")?,
            created_at: row.try_get("created_at")?,
            updated_at: row.try_get("updated_at")?,
            version: row.try_get("version")?,
        }))
    }
}
