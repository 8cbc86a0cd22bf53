//! In which order a list is, and which page of it is asked for.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::{InvalidId, page::PageRequest};

/// By which of a list's columns, and which way: `due`, or `-due` for the other way round. The id decides between equals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sorting<S> {
    /// The column.
    pub by: S,
    /// Whether the greatest comes first.
    pub is_descending: bool,
}

/// The greatest of a list's first column first: where that is when things were made, the newest.
impl<S: Default> Default for Sorting<S> {
    fn default() -> Self {
        Self { by: S::default(), is_descending: true }
    }
}

impl<S: fmt::Display> fmt::Display for Sorting<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", if self.is_descending { "-" } else { "" }, self.by)
    }
}

impl<S: FromStr<Err = InvalidId>> FromStr for Sorting<S> {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let column = text.strip_prefix('-');
        Ok(Self { by: column.unwrap_or(text).parse()?, is_descending: column.is_some() })
    }
}

impl<S: fmt::Display> Serialize for Sorting<S> {
    fn serialize<T: Serializer>(&self, serializer: T) -> Result<T::Ok, T::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, S: FromStr<Err = InvalidId>> Deserialize<'de> for Sorting<S> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// A page of a list: what a URL's query says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    default,
    deny_unknown_fields,
    bound(serialize = "S: fmt::Display", deserialize = "S: FromStr<Err = InvalidId> + Default")
)]
pub struct ListQuery<S> {
    /// The order.
    pub sort: Sorting<S>,
    /// The opaque cursor of the page before; `None` for the first page.
    pub after: Option<String>,
    /// Rows wanted, see [`PageRequest::rows`].
    pub limit: Option<u32>,
}

impl<S: Default> Default for ListQuery<S> {
    fn default() -> Self {
        Self { sort: Sorting::default(), after: None, limit: None }
    }
}

impl<S> ListQuery<S> {
    /// Which page of it.
    pub fn page(&self) -> PageRequest {
        PageRequest { after: self.after.clone(), limit: self.limit }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    enum Column {
        #[default]
        Created,
        Name,
    }

    impl fmt::Display for Column {
        fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str(if *self == Self::Name { "name" } else { "created" })
        }
    }

    impl FromStr for Column {
        type Err = InvalidId;

        fn from_str(text: &str) -> Result<Self, InvalidId> {
            [Self::Created, Self::Name]
                .into_iter()
                .find(|column| column.to_string() == text)
                .ok_or(InvalidId { expected: "sort" })
        }
    }

    #[test]
    fn a_minus_turns_the_order_round() {
        for (text, by, is_descending) in
            [("name", Column::Name, false), ("-name", Column::Name, true), ("-created", Column::Created, true)]
        {
            let sorting = Sorting { by, is_descending };
            assert_eq!(text.parse(), Ok(sorting));
            assert_eq!(sorting.to_string(), text);
        }
        for wrong in ["", "-", "--name", "name-", "Name", "+name", "size"] {
            assert!(wrong.parse::<Sorting<Column>>().is_err(), "{wrong:?}");
        }
        assert_eq!(Sorting::<Column>::default().to_string(), "-created");
    }
}
