//! What is bound to the parameters of a statement. What is missing keeps its kind: PostgreSQL wants to know it.

use domain::Id;
use uuid::Uuid;

/// A value for a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(Option<String>),
    /// A number.
    Int(Option<i64>),
    /// An id of ours: of the type UUID on PostgreSQL, its text on SQLite.
    Id(Option<Uuid>),
    /// Yes or no.
    Flag(Option<bool>),
    /// Any number of texts: an array on PostgreSQL, on SQLite a JSON array, which it takes apart.
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
