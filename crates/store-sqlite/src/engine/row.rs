//! Rows of SQLite's, read column by column.

use sqlx::{Decode, Row as _, Sqlite, Type, sqlite::SqliteRow};
use store::engine::{Failure, Row};
use uuid::Uuid;

use crate::error::failure;

/// A row that was found.
pub(crate) struct Found(pub(crate) SqliteRow);

impl Found {
    fn get<'r, T: Decode<'r, Sqlite> + Type<Sqlite>>(&'r self, column: &str) -> Result<Option<T>, Failure> {
        self.0.try_get(column).map_err(failure)
    }
}

impl Row for Found {
    fn text(&self, column: &str) -> Result<Option<&str>, Failure> {
        self.get(column)
    }

    fn int(&self, column: &str) -> Result<Option<i64>, Failure> {
        self.get(column)
    }

    fn id(&self, column: &str) -> Result<Option<Uuid>, Failure> {
        self.text(column)?.map(|text| Uuid::try_parse(text).map_err(Failure::internal)).transpose()
    }

    fn flag(&self, column: &str) -> Result<Option<bool>, Failure> {
        self.get(column)
    }
}
