//! Errors that belong to one field of a form.

use serde::{Deserialize, Serialize};

/// A field and what to do about it, in a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in forms and JSON.
    pub field: String,
    /// What is wrong and what would be right.
    pub message: String,
}
