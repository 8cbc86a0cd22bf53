//! What the lists have in common: their page, their order, and filters.

use serde_json::{Value, json};

use crate::{
    error::{Code, Problem},
    fields::Fields,
};

const DEFAULT: i64 = 10;
const MOST: i64 = 500;

/// So many values of one filter are taken.
const VALUES: usize = 100;

/// The part of a list that is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    offset: usize,
    limit: usize,
}

impl Page {
    /// `limit` from 1 to 500, `offset` from 0.
    pub(super) fn of(query: &Fields) -> Result<Self, Problem> {
        let limit = bounded(query, "limit", 1, MOST)?.unwrap_or(DEFAULT);
        let offset = bounded(query, "offset", 0, i64::MAX)?.unwrap_or(0);
        Ok(Self { offset: usize::try_from(offset).unwrap_or(usize::MAX), limit: usize::try_from(limit).unwrap_or(0) })
    }

    /// A bare list.
    pub(super) fn bare<T>(self, rows: &[T], draw: impl FnMut(&T) -> Value) -> Value {
        rows.iter().skip(self.offset).take(self.limit).map(draw).collect()
    }

    /// With the number of all rows.
    pub(super) fn counted<T>(self, rows: &[T], draw: impl FnMut(&T) -> Value) -> Value {
        json!({ "data": self.bare(rows, draw), "total_count": rows.len() })
    }
}

/// A bare list, or a counted one when `paginated` is asked for.
pub(super) fn either<T>(query: &Fields, rows: &[T], draw: impl FnMut(&T) -> Value) -> Result<Value, Problem> {
    let page = Page::of(query)?;
    Ok(if flag(query, "paginated")?.unwrap_or(false) { page.counted(rows, draw) } else { page.bare(rows, draw) })
}

/// What rows are ordered by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Nothing,
    Number(i64),
    Text(String),
}

impl From<i64> for Key {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Self {
        Self::Text(text.to_lowercase())
    }
}

impl<T: Into<Key>> From<Option<T>> for Key {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

/// Orders rows as `order_by` says, else as `names` begins with, newest first. A `+` that nobody encoded arrives as a space.
pub(super) fn order<T>(
    rows: &mut [T],
    query: &Fields,
    names: &[&str],
    key: impl Fn(&T, &str) -> Key,
) -> Result<(), Problem> {
    let asked = query.filled("order_by").unwrap_or("-created_at");
    let (name, is_descending) = match asked.strip_prefix('-') {
        Some(name) => (name, true),
        None => (asked.trim_start_matches(['+', ' ']), false),
    };
    if !names.contains(&name) {
        let message = format!("order_by must be one of {}, with + or - before it.", names.join(", "));
        return Err(Problem::field("order_by", Code::FormParamValueInvalid, message));
    }
    rows.sort_by_cached_key(|row| key(row, name));
    if is_descending {
        rows.reverse();
    }
    Ok(())
}

/// A filter of several values; `-` before a value keeps those out that have it.
#[derive(Debug)]
pub(super) struct Choice<'a> {
    wanted: Vec<&'a str>,
    unwanted: Vec<&'a str>,
}

impl<'a> Choice<'a> {
    pub(super) fn of(query: &'a Fields, name: &str) -> Result<Self, Problem> {
        let values = query.all(name);
        if values.len() > VALUES {
            let message = format!("{name} takes at most {VALUES} values.");
            return Err(Problem::field(name, Code::FormParamArraySizeExceeded, message));
        }
        let (unwanted, wanted): (Vec<&str>, Vec<&str>) = values.into_iter().partition(|value| value.starts_with('-'));
        Ok(Self {
            wanted: wanted.into_iter().map(|value| value.trim_start_matches(['+', ' '])).collect(),
            unwanted: unwanted.into_iter().map(|value| value.trim_start_matches('-')).collect(),
        })
    }

    /// Values of which `+` is a part: telephone numbers, addresses.
    pub(super) fn plain(query: &'a Fields, name: &str) -> Result<Self, Problem> {
        Self::of(query, name)?;
        Ok(Self { wanted: query.all(name), unwanted: Vec::new() })
    }

    /// One of these only.
    pub(super) fn among(query: &'a Fields, name: &str, allowed: &[&str]) -> Result<Self, Problem> {
        let choice = Self::of(query, name)?;
        match choice.wanted.iter().chain(&choice.unwanted).find(|value| !allowed.contains(value)) {
            None => Ok(choice),
            Some(_) => Err(one_of(name, allowed)),
        }
    }

    /// Whether a row passes that has the values for which `has` is true.
    pub(super) fn takes(&self, has: impl Fn(&str) -> bool) -> bool {
        (self.wanted.is_empty() || self.wanted.iter().any(|value| has(value)))
            && !self.unwanted.iter().any(|value| has(value))
    }
}

/// A refusal of a value that is none of those.
pub(super) fn one_of(name: &str, allowed: &[&str]) -> Problem {
    Problem::field(name, Code::FormParamValueInvalid, format!("{name} must be one of {}.", allowed.join(", ")))
}

pub(super) fn flag(query: &Fields, name: &str) -> Result<Option<bool>, Problem> {
    match query.filled(name) {
        None => Ok(None),
        Some("true" | "1") => Ok(Some(true)),
        Some("false" | "0") => Ok(Some(false)),
        Some(_) => Err(Problem::field(name, Code::FormParamTypeInvalid, format!("{name} must be of type boolean."))),
    }
}

pub(super) fn number(query: &Fields, name: &str) -> Result<Option<i64>, Problem> {
    let wrong = || Problem::field(name, Code::FormParamTypeInvalid, format!("{name} must be of type integer."));
    query.filled(name).map(|text| text.parse().map_err(|_| wrong())).transpose()
}

fn bounded(query: &Fields, name: &str, least: i64, most: i64) -> Result<Option<i64>, Problem> {
    match number(query, name)? {
        Some(number) if !(least..=most).contains(&number) => {
            let message = if most == i64::MAX {
                format!("{name} must be {least} or more.")
            } else {
                format!("{name} must be between {least} and {most}.")
            };
            Err(Problem::field(name, Code::FormParamValueInvalid, message))
        }
        number => Ok(number),
    }
}

/// Text to look for, in lower case; empty finds all.
pub(super) fn sought(query: &Fields, name: &str) -> String {
    query.filled(name).unwrap_or_default().trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(query: &str) -> Result<Vec<i64>, Problem> {
        let mut rows = vec![2, 3, 1];
        order(&mut rows, &Fields::parse(query.as_bytes()), &["created_at"], |row, _| (*row).into())?;
        Ok(rows)
    }

    #[test]
    fn newest_come_first_unless_asked_otherwise() -> Result<(), Problem> {
        assert_eq!(ordered("")?, [3, 2, 1]);
        assert_eq!(ordered("order_by=-created_at")?, [3, 2, 1]);
        for ascending in ["order_by=created_at", "order_by=%2Bcreated_at", "order_by=+created_at"] {
            assert_eq!(ordered(ascending)?, [1, 2, 3], "{ascending}");
        }
        assert!(ordered("order_by=name").is_err());
        Ok(())
    }

    #[test]
    fn a_page_has_bounds() {
        let page = |query: &str| Page::of(&Fields::parse(query.as_bytes())).map_err(|problem| problem.code);
        for wrong in ["limit=0", "limit=501", "offset=-1"] {
            assert_eq!(page(wrong).err(), Some("form_param_value_invalid"), "{wrong}");
        }
        assert_eq!(page("limit=ten").err(), Some("form_param_type_invalid"));
        assert!(page("limit=500&offset=100000").is_ok());
    }

    #[test]
    fn values_are_chosen_and_kept_out() -> Result<(), Problem> {
        let query = Fields::parse(b"id[]=a&id=%2Bb&id=-c");
        let choice = Choice::of(&query, "id")?;
        assert_eq!(["a", "b", "c", "d"].map(|id| choice.takes(|value| value == id)), [true, true, false, false]);
        assert!(Choice::among(&query, "id", &["a"]).is_err());
        Ok(())
    }
}
