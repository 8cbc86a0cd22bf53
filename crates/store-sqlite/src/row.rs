//! From rows to the product's own types. A text that is not what it should be is a damaged database, never a default.

use std::str::FromStr;

use domain::{AuditEvent, InvalidId, Project, Task};
use sqlx::{FromRow, Row as _, sqlite::SqliteRow};
use store::TenantRecord;

/// A `T` read from a row.
pub(crate) struct Found<T>(pub(crate) T);

/// What was read.
pub(crate) fn all<T>(found: Vec<Found<T>>) -> Vec<T> {
    found.into_iter().map(|Found(row)| row).collect()
}

impl FromRow<'_, SqliteRow> for Found<Project> {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self(Project {
            id: parsed(row, "id")?,
            key: parsed(row, "key")?,
            name: row.try_get("name")?,
            description: row.try_get("description")?,
            status: parsed(row, "status")?,
            colour: parsed(row, "colour")?,
            owner: parsed(row, "owner")?,
            created_by: parsed(row, "created_by")?,
            created_at: row.try_get("created_at")?,
            updated_at: row.try_get("updated_at")?,
            deleted_at: row.try_get("deleted_at")?,
            version: row.try_get("version")?,
        }))
    }
}

impl FromRow<'_, SqliteRow> for Found<Task> {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self(Task {
            id: parsed(row, "id")?,
            project_id: parsed(row, "project_id")?,
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

impl FromRow<'_, SqliteRow> for Found<AuditEvent> {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self(AuditEvent {
            id: parsed(row, "id")?,
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

impl FromRow<'_, SqliteRow> for Found<TenantRecord> {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        let (id, created_at) = (row.try_get("id")?, row.try_get("created_at")?);
        Ok(Self(TenantRecord { id, created_at, removed_at: row.try_get("removed_at")? }))
    }
}

pub(crate) fn parsed<T: FromStr<Err = InvalidId>>(row: &SqliteRow, column: &str) -> Result<T, sqlx::Error> {
    of_text(column, row.try_get(column)?)
}

fn parsed_if_any<T: FromStr<Err = InvalidId>>(row: &SqliteRow, column: &str) -> Result<Option<T>, sqlx::Error> {
    let text: Option<&str> = row.try_get(column)?;
    text.map(|text| of_text(column, text)).transpose()
}

fn of_text<T: FromStr<Err = InvalidId>>(column: &str, text: &str) -> Result<T, sqlx::Error> {
    text.parse().map_err(|error| sqlx::Error::ColumnDecode { index: column.to_owned(), source: Box::new(error) })
}
