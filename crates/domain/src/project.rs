//! Projects: the worked example of a tenant resource.

use serde::{Deserialize, Serialize};

use crate::{
    id::{ProjectId, UserId},
    validation::FieldError,
};

/// Longest project name, in characters.
pub const NAME_MAX: usize = 100;
/// Longest description, in characters.
pub const DESCRIPTION_MAX: usize = 2_000;

/// A project as people and the API see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// UUIDv7.
    pub id: ProjectId,
    /// 1 to [`NAME_MAX`] characters.
    pub name: String,
    /// Up to [`DESCRIPTION_MAX`] characters; may be empty.
    pub description: String,
    /// Who made it.
    pub created_by: UserId,
    /// Milliseconds since the epoch.
    pub created_at: i64,
    /// Milliseconds since the epoch.
    pub updated_at: i64,
    /// Counts changes; an update names the version it saw.
    pub version: i64,
}

/// The checked fields of a project to be made. Not `Deserialize`: [`NewProject::new`] is the only way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProject {
    name: String,
    description: String,
}

/// The checked fields of a changed project.
pub type ProjectChange = NewProject;

impl NewProject {
    /// Trims both fields, makes every line break of the description a `\n` (forms send `\r\n`), and checks.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that is wrong, all at once: `name`, `description`.
    pub fn new(name: &str, description: &str) -> Result<Self, Vec<FieldError>> {
        let name = name.trim().to_owned();
        let description = description.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
        let errors: Vec<FieldError> =
            [check_name(&name), check_description(&description)].into_iter().filter_map(Result::err).collect();
        if errors.is_empty() { Ok(Self { name, description }) } else { Err(errors) }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The description.
    pub fn description(&self) -> &str {
        &self.description
    }
}

fn check_name(name: &str) -> Result<(), FieldError> {
    let length = name.chars().count();
    if name.is_empty() {
        Err(FieldError::new("name", "Give the project a name."))
    } else if length > NAME_MAX {
        Err(FieldError::new("name", format!("The name has {length} characters; at most {NAME_MAX} fit.")))
    } else if name.contains(char::is_control) {
        Err(FieldError::new("name", "The name has tabs, line breaks or invisible control characters; remove them."))
    } else {
        Ok(())
    }
}

fn check_description(description: &str) -> Result<(), FieldError> {
    let length = description.chars().count();
    if length > DESCRIPTION_MAX {
        let message = format!("The description has {length} characters; at most {DESCRIPTION_MAX} fit.");
        Err(FieldError::new("description", message))
    } else if description.contains(|character: char| character.is_control() && character != '\n') {
        let message = "The description has tabs or invisible control characters; remove them. Line breaks are fine.";
        Err(FieldError::new("description", message))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(errors: &[FieldError]) -> Vec<&str> {
        errors.iter().map(|error| error.field.as_str()).collect()
    }

    #[test]
    fn trims_and_makes_one_kind_of_line_break() -> Result<(), Vec<FieldError>> {
        let project = NewProject::new("  Café 🛰\u{2009}", "\r\none\r\ntwo\rthree  ")?;
        assert_eq!(project.name(), "Café 🛰");
        assert_eq!(project.description(), "one\ntwo\nthree");
        Ok(())
    }

    #[test]
    fn counts_characters_not_bytes() {
        assert!(NewProject::new(&"🛰".repeat(NAME_MAX), &"é".repeat(DESCRIPTION_MAX)).is_ok());
        let errors = NewProject::new(&"🛰".repeat(NAME_MAX + 1), &"é".repeat(DESCRIPTION_MAX + 1)).unwrap_err();
        assert_eq!(fields(&errors), ["name", "description"]);
        assert_eq!(errors[0].message, "The name has 101 characters; at most 100 fit.");
    }

    #[test]
    fn a_name_is_needed() {
        for name in ["", "   ", "\n"] {
            assert_eq!(fields(&NewProject::new(name, "").unwrap_err()), ["name"]);
        }
    }

    #[test]
    fn refuses_control_characters() {
        for hostile in ["a\0b", "a\tb", "a\u{1b}[31mb", "a\u{7f}b", "a\u{85}b"] {
            let errors = NewProject::new(hostile, hostile).unwrap_err();
            assert_eq!(fields(&errors), ["name", "description"], "{hostile:?}");
        }
        assert_eq!(fields(&NewProject::new("a\nb", "a\nb").unwrap_err()), ["name"]);
    }

    #[test]
    fn keeps_what_only_looks_dangerous() -> Result<(), Vec<FieldError>> {
        let text = r#"'; DROP TABLE projects; -- <script>alert("x")</script> \ % _ ${x} {{x}}"#;
        assert_eq!(NewProject::new(text, text)?.name(), text);
        Ok(())
    }
}
