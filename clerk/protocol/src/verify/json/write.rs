//! Writing JSON as JavaScript writes it, for messages and for the harness.

use serde_json::{Number, Value};

use super::Json;
use crate::verify::javascript::number_to_string;

pub(super) fn write(json: &Json, text: &mut String) {
    match json {
        Json::Null => text.push_str("null"),
        Json::Bool(boolean) => text.push_str(if *boolean { "true" } else { "false" }),
        Json::Number(number) => write_number(*number, text),
        Json::String(string) => write_string(string, text),
        Json::Array(items) => write_items(items.iter(), text, write),
        Json::Object(members) => write_members(members.iter(), text, write),
    }
}

pub(super) fn write_value(value: &Value, text: &mut String) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(boolean) => text.push_str(if *boolean { "true" } else { "false" }),
        Value::Number(number) => write_number(number.as_f64().unwrap_or(f64::NAN), text),
        Value::String(string) => write_string(string, text),
        Value::Array(items) => write_items(items.iter(), text, write_value),
        Value::Object(members) => write_members(members.iter(), text, write_value),
    }
}

fn write_items<'a, T: 'a>(items: impl Iterator<Item = &'a T>, text: &mut String, write: fn(&T, &mut String)) {
    text.push('[');
    for (index, item) in items.enumerate() {
        if index > 0 {
            text.push(',');
        }
        write(item, text);
    }
    text.push(']');
}

fn write_members<'a, T: 'a>(
    members: impl Iterator<Item = (&'a String, &'a T)>,
    text: &mut String,
    write: fn(&T, &mut String),
) {
    text.push('{');
    for (index, (name, value)) in members.enumerate() {
        if index > 0 {
            text.push(',');
        }
        write_string(name, text);
        text.push(':');
        write(value, text);
    }
    text.push('}');
}

fn write_number(number: f64, text: &mut String) {
    if number.is_finite() {
        text.push_str(&number_to_string(number));
    } else {
        text.push_str("null");
    }
}

fn write_string(string: &str, text: &mut String) {
    text.push('"');
    for character in string.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            control if control < ' ' => text.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => text.push(other),
        }
    }
    text.push('"');
}

/// Whole numbers become integers, so that a caller's typed claims can be integers.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the ranges are checked")]
pub(super) fn number_value(number: f64) -> Value {
    if number.fract() == 0.0 && (-9.2e18..9.2e18).contains(&number) {
        return Value::Number(Number::from(number as i64));
    }
    if number.fract() == 0.0 && (0.0..1.8e19).contains(&number) {
        return Value::Number(Number::from(number as u64));
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}
