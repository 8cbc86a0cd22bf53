//! A project as a row.

use std::str::FromStr;

use domain::{InvalidId, Project, ProjectId};
use sqlx::{FromRow, Row, postgres::PgRow};

/// A project that was found.
pub(crate) struct Found(Project);

impl From<Found> for Project {
    fn from(found: Found) -> Self {
        found.0
    }
}

impl FromRow<'_, PgRow> for Found {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self(Project {
            id: ProjectId::new(row.try_get("id")?),
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

/// A column that holds a word or an id.
fn parsed<T: FromStr<Err = InvalidId>>(row: &PgRow, column: &str) -> Result<T, sqlx::Error> {
    read(column, row.try_get(column)?)
}

fn read<T: FromStr<Err = InvalidId>>(column: &str, text: &str) -> Result<T, sqlx::Error> {
    text.parse().map_err(|error| sqlx::Error::ColumnDecode { index: column.to_owned(), source: Box::new(error) })
}
