//! JSON (RFC 8259) as JavaScript's `JSON.parse` reads it, so that a token means the same here and upstream.
//!
//! Numbers are doubles (`1e999` is infinite), the last of two equal keys wins, a lone surrogate is read (as U+FFFD).
//! With [`Limits::STRICT`] (rule S5) numbers must be finite, keys unique and the nesting at most 32 deep.

use std::collections::BTreeMap;

use serde_json::Value;

use super::javascript::number_to_string;

mod parse;
mod write;

/// A JSON value with JavaScript's numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` and `false`.
    Bool(bool),
    /// A double, possibly infinite.
    Number(f64),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(BTreeMap<String, Json>),
}

/// What is accepted beyond the grammar. RFC 8259, section 9, lets a reader set limits; these are S5 and what a thread's
/// stack can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Deepest nesting of arrays and objects.
    pub depth: usize,
    /// Refuse numbers that a double cannot hold and keys that occur twice.
    pub exact: bool,
}

impl Limits {
    /// Rule S5.
    pub const STRICT: Self = Self { depth: 32, exact: true };
    /// Upstream has no limit; this one keeps recursion inside a thread's stack.
    pub const LENIENT: Self = Self { depth: 512, exact: false };
}

impl Json {
    /// Reads a text, `None` where `JSON.parse` throws or a limit is crossed.
    pub fn parse(text: &str, limits: Limits) -> Option<Self> {
        parse::parse(text, limits)
    }

    /// A property; `None` is JavaScript's `undefined`.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.get(name),
            _ => None,
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// JavaScript's truth.
    pub fn is_truthy(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Bool(boolean) => *boolean,
            Self::Number(number) => *number != 0.0,
            Self::String(text) => !text.is_empty(),
            Self::Array(_) | Self::Object(_) => true,
        }
    }

    /// `String(value)`: what a value is as a property name or in a text.
    pub fn to_text(&self) -> String {
        match self {
            Self::String(text) => text.clone(),
            Self::Number(number) => number_to_string(*number),
            Self::Null | Self::Bool(_) => self.stringify(),
            Self::Object(_) => "[object Object]".to_owned(),
            Self::Array(items) => {
                let texts = items.iter().map(|item| if item.is_null() { String::new() } else { item.to_text() });
                texts.collect::<Vec<_>>().join(",")
            }
        }
    }

    /// `JSON.stringify`.
    pub fn stringify(&self) -> String {
        let mut text = String::new();
        write::write(self, &mut text);
        text
    }

    /// The same as a serde value; what a double cannot tell apart is equal, infinite is `null` as in `JSON.stringify`.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(boolean) => Value::Bool(*boolean),
            Self::Number(number) => write::number_value(*number),
            Self::String(text) => Value::String(text.clone()),
            Self::Array(items) => Value::Array(items.iter().map(Self::to_value).collect()),
            Self::Object(members) => {
                Value::Object(members.iter().map(|(name, value)| (name.clone(), value.to_value())).collect())
            }
        }
    }
}

/// A serde value printed as `JSON.stringify` prints it, numbers included.
pub fn stringify(value: &Value) -> String {
    let mut text = String::new();
    write::write_value(value, &mut text);
    text
}

#[cfg(test)]
mod tests {
    use super::{Json, Limits};

    #[test]
    fn reads_what_json_parse_reads() {
        let rows = [
            (" {\"a\":[1,2.5,-3e2,true,false,null]} ", Some("{\"a\":[1,2.5,-300,true,false,null]}")),
            ("\"\\u0041\\n\\ud83d\\ude00\"", Some("\"A\\n😀\"")),
            ("\"\\ud800\"", Some("\"\u{fffd}\"")),
            ("{\"a\":1,\"a\":2}", Some("{\"a\":2}")),
            ("1e999", Some("null")),
            ("9007199254740993", Some("9007199254740992")),
            ("-0", Some("0")),
            ("", None),
            ("{", None),
            ("[1,]", None),
            ("{\"a\":1,}", None),
            ("01", None),
            ("1.", None),
            (".5", None),
            ("+1", None),
            ("NaN", None),
            ("'a'", None),
            ("\"\u{1}\"", None),
            ("\"\\x\"", None),
            ("\"\\u00g0\"", None),
            ("nul", None),
            ("1 2", None),
            ("{a:1}", None),
            ("\u{feff}1", None),
            ("\u{a0}1", None),
            ("\"abc", None),
            ("[1 2]", None),
            ("-", None),
            ("1e", None),
        ];
        for (text, expected) in rows {
            assert_eq!(Json::parse(text, Limits::LENIENT).map(|json| json.stringify()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn strict_limits() {
        for text in ["{\"a\":1,\"a\":2}", "1e999", "[-1e999]"] {
            assert_eq!(Json::parse(text, Limits::STRICT), None, "{text}");
        }
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(Json::parse(&nested(32), Limits::STRICT).is_some());
        assert!(Json::parse(&nested(33), Limits::STRICT).is_none());
        assert!(Json::parse(&nested(100_000), Limits::LENIENT).is_none());
    }
}
