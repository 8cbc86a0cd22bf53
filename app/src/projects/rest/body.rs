//! What callers send about a project. Everything is text here; the domain says what is wrong with it.

use domain::{FieldError, Project, ProjectDraft, text::shows_nothing};
use serde::Deserialize;

use crate::rest::given;

/// What a new project is made of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewBody {
    name: String,
    #[serde(default, deserialize_with = "given")]
    description: Option<String>,
    #[serde(default, deserialize_with = "given")]
    key: Option<String>,
    #[serde(default, deserialize_with = "given")]
    status: Option<String>,
    #[serde(default, deserialize_with = "given")]
    colour: Option<String>,
    #[serde(default, deserialize_with = "given")]
    owner: Option<String>,
}

/// What is to change; what is absent stays.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ChangeBody {
    #[serde(deserialize_with = "given")]
    name: Option<String>,
    #[serde(deserialize_with = "given")]
    description: Option<String>,
    #[serde(deserialize_with = "given")]
    key: Option<String>,
    #[serde(deserialize_with = "given")]
    status: Option<String>,
    #[serde(deserialize_with = "given")]
    colour: Option<String>,
    #[serde(deserialize_with = "given")]
    owner: Option<String>,
    /// The version seen.
    #[serde(deserialize_with = "given")]
    pub(super) version: Option<i64>,
}

impl NewBody {
    /// The draft of it.
    pub(super) fn draft(self) -> Result<ProjectDraft, Vec<FieldError>> {
        let Self { name, description, key, status, colour, owner } = self;
        let [key, status, colour, owner] = stated([key, status, colour, owner])?;
        Ok(ProjectDraft { name, description: description.unwrap_or_default(), key, status, colour, owner })
    }
}

impl ChangeBody {
    /// Whether a part of the draft must come from the present state: a draft always says name and description.
    pub(super) fn needs_present(&self) -> bool {
        self.name.is_none() || self.description.is_none()
    }

    /// The draft of it, `present` where it says nothing.
    pub(super) fn draft(self, present: Option<Project>) -> Result<ProjectDraft, Vec<FieldError>> {
        let (old_name, old_description) = present.map(|old| (old.name, old.description)).unwrap_or_default();
        let [key, status, colour, owner] = stated([self.key, self.status, self.colour, self.owner])?;
        let name = self.name.unwrap_or(old_name);
        let description = self.description.unwrap_or(old_description);
        Ok(ProjectDraft { name, description, key, status, colour, owner })
    }
}

/// In a draft an empty field says nothing, which suits forms. A program that sends one has something in mind, and is told
/// that it cannot be.
fn stated(fields: [Option<String>; 4]) -> Result<[String; 4], Vec<FieldError>> {
    const NAMES: [&str; 4] = ["key", "status", "colour", "owner"];
    let is_blank = |field: &Option<String>| field.as_ref().is_some_and(|text| shows_nothing(text));
    let blank = NAMES.into_iter().zip(&fields).filter(|(_, field)| is_blank(field));
    let errors: Vec<_> = blank
        .map(|(name, _)| FieldError::new(name, format!("The {name} cannot be empty; leave the field away instead.")))
        .collect();
    if errors.is_empty() { Ok(fields.map(Option::unwrap_or_default)) } else { Err(errors) }
}
