//! Rows, as every engine gives them. A value that is not what it should be is a damaged database, never a default.

use std::str::FromStr;

use domain::InvalidId;
use uuid::Uuid;

use super::Failure;

/// A row that was found. Columns go by their names.
pub trait Row: Send + Sync {
    /// A text.
    ///
    /// # Errors
    /// [`Failure`] for another kind of value, or no such column; so in all of these.
    fn text(&self, column: &str) -> Result<Option<&str>, Failure>;

    /// A number of any width.
    ///
    /// # Errors
    /// As above.
    fn int(&self, column: &str) -> Result<Option<i64>, Failure>;

    /// An id.
    ///
    /// # Errors
    /// As above.
    fn id(&self, column: &str) -> Result<Option<Uuid>, Failure>;

    /// Yes or no.
    ///
    /// # Errors
    /// As above.
    fn flag(&self, column: &str) -> Result<Option<bool>, Failure>;
}

/// All rows of a statement.
pub type Rows = Vec<Box<dyn Row>>;

/// What a row can be read as.
pub trait FromRow: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// [`Failure`] when the row is another's.
    fn from_row(row: &dyn Row) -> Result<Self, Failure>;
}

/// Columns as their fields have them.
impl dyn Row + '_ {
    pub(crate) fn string(&self, column: &str) -> Result<String, Failure> {
        self.string_if_any(column)?.ok_or_else(|| nothing_in(column))
    }

    pub(crate) fn string_if_any(&self, column: &str) -> Result<Option<String>, Failure> {
        Ok(self.text(column)?.map(str::to_owned))
    }

    pub(crate) fn number(&self, column: &str) -> Result<i64, Failure> {
        self.int(column)?.ok_or_else(|| nothing_in(column))
    }

    pub(crate) fn uuid(&self, column: &str) -> Result<Uuid, Failure> {
        self.id(column)?.ok_or_else(|| nothing_in(column))
    }

    pub(crate) fn is_set(&self, column: &str) -> Result<bool, Failure> {
        self.flag(column)?.ok_or_else(|| nothing_in(column))
    }

    /// A word or an id of Clerk's.
    pub(crate) fn parsed<T: FromStr<Err = InvalidId>>(&self, column: &str) -> Result<T, Failure> {
        self.parsed_if_any(column)?.ok_or_else(|| nothing_in(column))
    }

    /// [`Self::parsed`] of a column that may hold none.
    pub(crate) fn parsed_if_any<T: FromStr<Err = InvalidId>>(&self, column: &str) -> Result<Option<T>, Failure> {
        let parsed = self.text(column)?.map(str::parse).transpose();
        parsed.map_err(|error: InvalidId| Failure::internal(format!("column {column}: {error}")))
    }
}

fn nothing_in(column: &str) -> Failure {
    Failure::internal(format!("column {column} holds nothing"))
}

/// Reads them all.
pub(crate) fn all<T: FromRow>(rows: &[Box<dyn Row>]) -> Result<Vec<T>, Failure> {
    rows.iter().map(|row| T::from_row(row.as_ref())).collect()
}

/// Reads the first one, if there is any.
pub(crate) fn first<T: FromRow>(rows: &[Box<dyn Row>]) -> Result<Option<T>, Failure> {
    rows.first().map(|row| T::from_row(row.as_ref())).transpose()
}
