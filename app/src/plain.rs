//! The pages of plain resources, as far as they are the same for all of them: a table, the facts about one object, a form for
//! making and changing it, a question before it is deleted.
//!
//! They know objects as JSON and fields by what a resource says of them: so they are compiled once, not for each resource.

mod delete;
mod facts;
mod form;
mod list;

pub use delete::{Deletion, ask, ask_to_delete};
pub use facts::{Actions, actions, facts, facts_of_all, links};
pub use form::{Editing, edit_form, edit_form_with, new_form, new_form_with};
pub use list::{Address, Listing, Row, list, make_the_first, new_link, table, use_address};

use serde::Serialize;
use serde_json::Value;

/// An object of ours as JSON.
pub fn json(object: &impl Serialize) -> Value {
    serde_json::to_value(object).unwrap_or_default()
}
