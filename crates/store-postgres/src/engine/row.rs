//! Rows of PostgreSQL's, read column by column.

use sqlx::{Column, Decode, Postgres, Row as _, Type, TypeInfo, postgres::PgRow};
use store::engine::{Failure, Row};
use uuid::Uuid;

use crate::error::failure;

/// A row that was found.
pub(crate) struct Found(pub(crate) PgRow);

impl Found {
    fn get<'r, T: Decode<'r, Postgres> + Type<Postgres>>(&'r self, column: &str) -> Result<Option<T>, Failure> {
        self.0.try_get(column).map_err(failure)
    }
}

impl Row for Found {
    fn text(&self, column: &str) -> Result<Option<&str>, Failure> {
        self.get(column)
    }

    fn int(&self, column: &str) -> Result<Option<i64>, Failure> {
        let found = self.0.try_column(column).map_err(failure)?;
        match found.type_info().name() {
            "INT4" => Ok(self.get::<i32>(column)?.map(i64::from)),
            _ => self.get(column),
        }
    }

    fn id(&self, column: &str) -> Result<Option<Uuid>, Failure> {
        self.get(column)
    }

    fn flag(&self, column: &str) -> Result<Option<bool>, Failure> {
        self.get(column)
    }
}
