//! What a resource says of its fields, once: forms, lists, details, the trail and the REST API read it there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{FieldError, date::minute_text, money::Currency};

/// A field of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in forms, JSON and the database.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// What helps to fill it in; empty: nothing.
    pub hint: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may hold nothing.
    pub is_optional: bool,
}

/// What a field holds. [`crate::Reading`] has a check for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line of at most so many characters.
    Line(usize),
    /// Several lines of at most so many characters.
    Text(usize),
    /// A whole number.
    Integer,
    /// An amount: in forms `1234.50`, in JSON and the database a whole number of the currency's smallest unit.
    Money(Currency),
    /// A day.
    Date,
    /// A minute in UTC: in JSON and the database in milliseconds since the epoch.
    Moment,
    /// Yes or no.
    Flag,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Somebody's id.
    Person,
}

/// When an object was made: what lists begin with, the newest first.
pub const CREATED_AT: Field = Field::moment("created_at", "Created");

impl Field {
    const fn of(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self { name, label, hint: "", kind, is_optional: false }
    }

    /// A field for a line of text.
    pub const fn line(name: &'static str, label: &'static str, longest: usize) -> Self {
        Self::of(name, label, Kind::Line(longest))
    }

    /// A field for several lines of text.
    pub const fn text(name: &'static str, label: &'static str, longest: usize) -> Self {
        Self::of(name, label, Kind::Text(longest))
    }

    /// A field for a whole number.
    pub const fn integer(name: &'static str, label: &'static str) -> Self {
        Self::of(name, label, Kind::Integer)
    }

    /// A field for an amount.
    pub const fn money(name: &'static str, label: &'static str, currency: Currency) -> Self {
        Self::of(name, label, Kind::Money(currency))
    }

    /// A field for a day.
    pub const fn date(name: &'static str, label: &'static str) -> Self {
        Self::of(name, label, Kind::Date)
    }

    /// A field for a minute.
    pub const fn moment(name: &'static str, label: &'static str) -> Self {
        Self::of(name, label, Kind::Moment)
    }

    /// A field for yes or no.
    pub const fn flag(name: &'static str, label: &'static str) -> Self {
        Self::of(name, label, Kind::Flag)
    }

    /// A field for one of these words.
    pub const fn choice(name: &'static str, label: &'static str, words: &'static [&'static str]) -> Self {
        Self::of(name, label, Kind::Choice(words))
    }

    /// A field for somebody's id.
    pub const fn person(name: &'static str, label: &'static str) -> Self {
        Self::of(name, label, Kind::Person)
    }

    /// The same, but it may hold nothing.
    #[must_use]
    pub const fn optional(self) -> Self {
        Self { is_optional: true, ..self }
    }

    /// The same with a hint.
    #[must_use]
    pub const fn with_hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// What a form shows for a value as JSON has it; `None`: such a value is none of this field.
    pub fn typed(&self, value: &Value) -> Option<String> {
        if value.is_null() {
            // An unticked box and no answer look alike in a form; a program that sends null said neither yes nor no.
            return (self.is_optional || self.kind != Kind::Flag).then(String::new);
        }
        match self.kind {
            Kind::Integer => value.as_i64().map(|number| number.to_string()),
            Kind::Money(currency) => value.as_i64().map(|amount| currency.text(amount)),
            Kind::Flag => value.as_bool().map(|flag| flag.to_string()),
            Kind::Moment => value.as_i64().and_then(minute_text),
            Kind::Line(_) | Kind::Text(_) | Kind::Date | Kind::Choice(_) | Kind::Person => {
                value.as_str().map(str::to_owned)
            }
        }
    }

    /// What a program should have sent.
    fn of_wrong_type(&self) -> FieldError {
        let message = match self.kind {
            Kind::Integer => "Send a whole number.".to_owned(),
            Kind::Money(currency) => {
                let (amount, code) = (currency.example(), currency.code());
                format!("Send a whole number of the smallest unit of {code}: {amount} for {}.", currency.text(amount))
            }
            Kind::Flag => "Send true or false.".to_owned(),
            Kind::Moment => "Send a whole minute, in milliseconds since the epoch.".to_owned(),
            Kind::Line(_) | Kind::Text(_) | Kind::Date | Kind::Choice(_) | Kind::Person => "Send a text.".to_owned(),
        };
        FieldError::new(self.name, message)
    }
}

/// The fields of a resource as people type them: a text for each, by its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Draft(BTreeMap<String, String>);

impl Draft {
    /// What a form shows of an object of ours.
    pub fn of(fields: &[Field], object: &Value) -> Self {
        // One by one: to collect them all would be to sort them, and a sort is 2 KB of the browser's program.
        fields.iter().fold(Self::default(), |draft, field| {
            match object.get(field.name).and_then(|it| field.typed(it)) {
                Some(text) => draft.with(field.name, text),
                None => draft,
            }
        })
    }

    /// The same with what a program sent, each field with a value of its type.
    ///
    /// # Errors
    /// One [`FieldError`] for each value of another type. The rest is taken over all the same.
    pub fn take(&mut self, fields: &[Field], sent: &Map<String, Value>) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        for field in fields {
            match sent.get(field.name).map(|value| field.typed(value)) {
                None => {}
                Some(Some(text)) => _ = self.0.insert(field.name.to_owned(), text),
                Some(None) => errors.push(field.of_wrong_type()),
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// The same with another text.
    #[must_use]
    pub fn with(mut self, field: &str, text: impl Into<String>) -> Self {
        self.0.insert(field.to_owned(), text.into());
        self
    }

    /// Whether anything is said of a field, if only that it is empty.
    pub fn says(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    /// What was typed; empty: nothing.
    pub fn text(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const FIELDS: &[Field] = &[
        Field::line("line", "Line", 9),
        Field::integer("number", "Number"),
        Field::money("amount", "Amount", Currency::new("USD", 2)),
        Field::date("day", "Day"),
        Field::moment("time", "Time"),
        Field::flag("done", "Done").optional(),
        Field::flag("paid", "Paid"),
    ];

    #[test]
    fn an_object_is_shown_as_it_would_be_typed() {
        let object = json!({
            "line": "Pack", "number": -4, "amount": 123_450, "day": "2026-11-23", "time": 1_795_447_860_000_i64,
            "done": null, "version": 7
        });
        let draft = Draft::of(FIELDS, &object);
        let texts: Vec<&str> = FIELDS.iter().map(|field| draft.text(field.name)).collect();
        assert_eq!(texts, ["Pack", "-4", "1234.50", "2026-11-23", "2026-11-23T15:31", "", ""]);
        assert_eq!(draft.text("version"), "");
    }

    #[test]
    fn a_program_sends_values_of_the_fields_types() {
        let mut draft = Draft::default().with("line", "Pack");
        let sent = json!({ "number": 7, "amount": 5, "done": true });
        assert_eq!(draft.take(FIELDS, sent.as_object().unwrap()), Ok(()));
        assert_eq!(
            [draft.text("line"), draft.text("number"), draft.text("amount"), draft.text("done")],
            ["Pack", "7", "0.05", "true"]
        );
        let null = json!({ "line": null, "done": null });
        assert_eq!(draft.take(FIELDS, null.as_object().unwrap()), Ok(()));
        assert_eq!([draft.text("line"), draft.text("done")], ["", ""]);
        let wrong = json!({ "line": 1, "number": "7", "amount": 1.5, "day": 20_261_123, "time": 1, "done": "yes", "paid": null });
        let errors = draft.take(FIELDS, wrong.as_object().unwrap()).unwrap_err();
        let named: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(named, ["line", "number", "amount", "day", "time", "done", "paid"]);
        assert_eq!(errors[2].message, "Send a whole number of the smallest unit of USD: 123450 for 1234.50.");
    }
}
