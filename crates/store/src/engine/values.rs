//! Rows, as every engine gives them, and the values that are bound to parameters. A value read that is not what it should be
//! means a damaged database, and never becomes a default.

use std::str::FromStr;

use domain::{Date, Id, InvalidId};
use uuid::Uuid;

use super::Failure;

/// A row that was found. Columns go by their names; a [`Failure`]: there is no such column, or it holds a value of another kind.
pub trait Row {
    /// A text.
    fn text(&self, column: &str) -> Result<Option<&str>, Failure>;

    /// A number of any width.
    fn int(&self, column: &str) -> Result<Option<i64>, Failure>;

    /// An id.
    fn id(&self, column: &str) -> Result<Option<Uuid>, Failure>;

    /// Yes or no.
    fn flag(&self, column: &str) -> Result<Option<bool>, Failure>;

    /// A day.
    fn date(&self, column: &str) -> Result<Option<Date>, Failure>;
}

/// Reads the rows of a statement as they come, one after the other.
pub type Reader<'r> = &'r mut (dyn FnMut(&dyn Row) -> Result<(), Failure> + Send);

/// What a row can be read as.
pub trait FromRow: Sized + Send + 'static {
    /// Reads it.
    ///
    /// # Errors
    /// [`Failure`] when the row is another's.
    fn from_row(row: &dyn Row) -> Result<Self, Failure>;
}

/// Columns as their fields have them. A [`Failure`]: there is nothing where something is asked for, or a value of another
/// kind.
impl dyn Row + '_ {
    /// A text that is never missing.
    pub fn string(&self, column: &str) -> Result<String, Failure> {
        self.string_if_any(column)?.ok_or_else(|| nothing_in(column))
    }

    /// A text.
    pub fn string_if_any(&self, column: &str) -> Result<Option<String>, Failure> {
        Ok(self.text(column)?.map(str::to_owned))
    }

    /// A whole number that is never missing.
    pub fn number(&self, column: &str) -> Result<i64, Failure> {
        self.int(column)?.ok_or_else(|| nothing_in(column))
    }

    /// An id that is never missing.
    pub fn uuid(&self, column: &str) -> Result<Uuid, Failure> {
        self.id(column)?.ok_or_else(|| nothing_in(column))
    }

    /// A yes or no that is never missing.
    pub fn is_set(&self, column: &str) -> Result<bool, Failure> {
        self.flag(column)?.ok_or_else(|| nothing_in(column))
    }

    /// A day that is never missing.
    pub fn day(&self, column: &str) -> Result<Date, Failure> {
        self.date(column)?.ok_or_else(|| nothing_in(column))
    }

    /// A word or an id of Clerk's.
    pub fn parsed<T: FromStr<Err = InvalidId>>(&self, column: &str) -> Result<T, Failure> {
        self.parsed_if_any(column)?.ok_or_else(|| nothing_in(column))
    }

    /// [`Self::parsed`] of a column that may hold none.
    pub fn parsed_if_any<T: FromStr<Err = InvalidId>>(&self, column: &str) -> Result<Option<T>, Failure> {
        let parsed = self.text(column)?.map(str::parse).transpose();
        parsed.map_err(|error: InvalidId| Failure::internal(format!("column {column}: {error}")))
    }
}

fn nothing_in(column: &str) -> Failure {
    Failure::internal(format!("column {column} holds nothing"))
}

/// A value for a parameter. One that is missing keeps its kind: a database may want to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(Option<String>),
    /// A number.
    Int(Option<i64>),
    /// An id of ours: of a type of its own, or its text, as the database has it.
    Id(Option<Uuid>),
    /// Yes or no.
    Flag(Option<bool>),
    /// A day: of a type of its own, or its text.
    Date(Option<Date>),
    /// Any number of texts: an array, or a JSON array where the database knows no other.
    Texts(Vec<String>),
}

macro_rules! from {
    ($($kind:ident: $from:ty, $value:ident => $into:expr;)*) => {$(
        impl From<$from> for Value {
            fn from($value: $from) -> Self {
                Self::$kind($into)
            }
        }
    )*};
}

from! {
    Text: &str, text => Some(text.to_owned());
    Text: &String, text => Some(text.clone());
    Text: String, text => Some(text);
    Text: Option<&str>, text => text.map(str::to_owned);
    Text: Option<String>, text => text;
    Int: i64, number => Some(number);
    Int: u32, number => Some(number.into());
    Int: Option<i64>, number => number;
    Id: Uuid, id => Some(id);
    Id: Option<Uuid>, id => id;
    Flag: bool, flag => Some(flag);
    Flag: Option<bool>, flag => flag;
    Date: Date, date => Some(date);
    Date: Option<Date>, date => date;
    Texts: Vec<String>, texts => texts;
}

impl<T> From<Id<T>> for Value {
    fn from(id: Id<T>) -> Self {
        Self::Id(Some(id.uuid()))
    }
}

/// The values of a statement, in the order of its parameters behind the tenant.
macro_rules! values {
    ($($value:expr),* $(,)?) => {
        vec![$($crate::engine::Value::from($value)),*]
    };
}

pub(crate) use values;
