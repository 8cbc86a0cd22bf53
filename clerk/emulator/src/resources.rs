//! The JSON of Clerk's resources, as ClerkJS reads it. Times are Unix milliseconds.

mod attempt;
mod avatar;
mod backend;
mod domain;
mod message;
pub(crate) mod organization;
pub(crate) mod outside;
mod reverification;
mod session;
pub(crate) mod user;

use serde_json::{Value, json};

use crate::{fields::Fields, state::State};

/// Draws resources for one app.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) state: &'a State,
    /// Origin of the app: tokens are for it.
    pub(crate) origin: &'a str,
}

/// The page of a list that `limit` and `offset` ask for.
pub(crate) fn page<T>(rows: &[T], fields: &Fields, draw: impl FnMut(&T) -> Value) -> Value {
    json!({ "data": window(rows, fields, draw), "total_count": rows.len() })
}

/// A page with the number of all rows where `paginated` asks for it, else only its rows.
pub(crate) fn paginated<T>(rows: &[T], fields: &Fields, draw: impl FnMut(&T) -> Value) -> Value {
    if fields.get("paginated") == Some("true") { page(rows, fields, draw) } else { json!(window(rows, fields, draw)) }
}

/// The rows that `limit` and `offset` ask for.
pub(crate) fn window<T>(rows: &[T], fields: &Fields, draw: impl FnMut(&T) -> Value) -> Vec<Value> {
    let (offset, limit) = (fields.number("offset", 0), fields.number("limit", 10).min(500));
    rows.iter().skip(offset).take(limit).map(draw).collect()
}

/// Sets one field of a drawn resource.
pub(crate) fn put(view: &mut Value, name: &str, value: Value) {
    if let Some(fields) = view.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

/// Adds the fields of one object to another.
pub(crate) fn extend(view: &mut Value, more: Value) {
    if let (Some(fields), Value::Object(more)) = (view.as_object_mut(), more) {
        fields.extend(more);
    }
}

/// What deleting answers.
pub(crate) fn deleted(object: &str, id: &str) -> Value {
    json!({ "object": object, "id": id, "deleted": true })
}
