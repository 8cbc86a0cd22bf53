//! Errors that belong to one field of a form, and the checks that many fields share.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::turns_direction;

/// A field and what to do about it, in a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in forms and JSON.
    pub field: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl FieldError {
    /// An error of `field`.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.field, self.message)
    }
}

/// A field as people call it.
pub(crate) fn spoken(field: &str) -> String {
    field.replace('_', " ")
}

/// Every line break as a `\n`; forms send `\r\n`.
pub(crate) fn one_kind_of_line_break(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// One line of at most `longest` characters.
pub(crate) fn check_line(field: &str, text: &str, longest: usize) -> Result<(), FieldError> {
    check_length(field, text, longest)?;
    check_direction(field, text)?;
    if text.contains(char::is_control) {
        let message =
            format!("The {} has tabs, line breaks or invisible control characters; remove them.", spoken(field));
        return Err(FieldError::new(field, message));
    }
    Ok(())
}

/// Several lines, of at most `longest` characters together.
pub(crate) fn check_text(field: &str, text: &str, longest: usize) -> Result<(), FieldError> {
    check_length(field, text, longest)?;
    check_direction(field, text)?;
    if text.contains(|character: char| character.is_control() && character != '\n') {
        let message = format!(
            "The {} has tabs or invisible control characters; remove them. Line breaks are fine.",
            spoken(field)
        );
        return Err(FieldError::new(field, message));
    }
    Ok(())
}

/// Such a sign works beyond the text, on whatever stands beside it; the letters themselves know where they go.
fn check_direction(field: &str, text: &str) -> Result<(), FieldError> {
    let Some((at, sign)) = text.chars().enumerate().find(|(_, character)| turns_direction(*character)) else {
        return Ok(());
    };
    let place = if at == 0 { "at its beginning".to_owned() } else { format!("after its first {at} characters") };
    let message = format!(
        "The {} has an invisible sign (U+{:04X}) {place} that turns the direction of text; type that part anew. \
         Hebrew and Arabic go their way without.",
        spoken(field),
        u32::from(sign)
    );
    Err(FieldError::new(field, message))
}

fn check_length(field: &str, text: &str, longest: usize) -> Result<(), FieldError> {
    let length = text.chars().count();
    if length > longest {
        return Err(FieldError::new(
            field,
            format!("The {} has {length} characters; at most {longest} fit.", spoken(field)),
        ));
    }
    Ok(())
}
