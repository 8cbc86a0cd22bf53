//! From rows to the product's own types. A text that is not what it should be is a damaged database, never a default.

use std::str::FromStr;

use domain::{InvalidId, Project};
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

impl FromRow<'_, SqliteRow> for Found<TenantRecord> {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        let (id, created_at) = (row.try_get("id")?, row.try_get("created_at")?);
        Ok(Self(TenantRecord { id, created_at, removed_at: row.try_get("removed_at")? }))
    }
}

pub(crate) fn parsed<T: FromStr<Err = InvalidId>>(row: &SqliteRow, column: &str) -> Result<T, sqlx::Error> {
    of_text(column, row.try_get(column)?)
}

fn of_text<T: FromStr<Err = InvalidId>>(column: &str, text: &str) -> Result<T, sqlx::Error> {
    text.parse().map_err(|error| sqlx::Error::ColumnDecode { index: column.to_owned(), source: Box::new(error) })
}
