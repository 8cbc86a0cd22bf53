//! From what people type to the checked fields of a project.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Colour, DESCRIPTION_MAX, NAME_MAX, ProjectKey, ProjectStatus};
use crate::{
    id::{InvalidId, UserId},
    people::NOT_A_MEMBER,
    text::{shows_nothing, tidied},
    validation::{FieldError, check_line, check_text, one_kind_of_line_break},
};

/// The fields as they come in, unchecked. An empty field other than the name and the description says nothing: a new
/// project gets the default, a changed one keeps what it has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProjectDraft {
    /// The name.
    pub name: String,
    /// The description.
    pub description: String,
    /// The key; small letters are made capital.
    pub key: String,
    /// `active` or `archived`.
    pub status: String,
    /// One of [`Colour`].
    pub colour: String,
    /// `user_…`
    pub owner: String,
}

/// The checked fields of a project to be made. Not `Deserialize`: [`ProjectDraft::check`] is the only way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProject {
    name: String,
    description: String,
    key: Option<ProjectKey>,
    status: Option<ProjectStatus>,
    colour: Option<Colour>,
    owner: Option<UserId>,
}

/// The checked fields of a changed project; `None` keeps what is there.
pub type ProjectChange = NewProject;

impl ProjectDraft {
    /// Tidies ([`tidied`]), makes every line break of the description a `\n` (forms send `\r\n`), and checks.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that is wrong, all at once.
    pub fn check(self) -> Result<NewProject, Vec<FieldError>> {
        let mut errors = Vec::new();
        let name = tidied(&self.name);
        if shows_nothing(&name) {
            errors.push(FieldError::new("name", "Give the project a name."));
        } else {
            errors.extend(check_line("name", &name, NAME_MAX).err());
        }
        let description = tidied(&one_kind_of_line_break(&self.description));
        let description = if shows_nothing(&description) { String::new() } else { description };
        errors.extend(check_text("description", &description, DESCRIPTION_MAX).err());
        let key = tidied(&self.key).to_ascii_uppercase();
        let key = parsed(&mut errors, "key", &key, "A key has 2 to 12 letters A–Z and digits, a letter first.");
        let status = parsed(&mut errors, "status", &tidied(&self.status), "Choose active or archived.");
        let colour = parsed(&mut errors, "colour", &tidied(&self.colour), "Choose one of the colours.");
        let owner = parsed(&mut errors, "owner", &tidied(&self.owner), NOT_A_MEMBER);
        if errors.is_empty() { Ok(NewProject { name, description, key, status, colour, owner }) } else { Err(errors) }
    }
}

/// `None` for an empty text, and for a wrong one, which is noted.
fn parsed<T>(errors: &mut Vec<FieldError>, field: &str, text: &str, message: &str) -> Option<T>
where
    T: FromStr<Err = InvalidId>,
{
    if shows_nothing(text) {
        return None;
    }
    text.parse().map_err(|_| errors.push(FieldError::new(field, message))).ok()
}

impl NewProject {
    /// Name and description alone.
    ///
    /// # Errors
    /// As [`ProjectDraft::check`].
    pub fn new(name: &str, description: &str) -> Result<Self, Vec<FieldError>> {
        let draft =
            ProjectDraft { name: name.to_owned(), description: description.to_owned(), ..ProjectDraft::default() };
        draft.check()
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The description.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The key.
    pub fn key(&self) -> Option<&ProjectKey> {
        self.key.as_ref()
    }

    /// The status.
    pub fn status(&self) -> Option<ProjectStatus> {
        self.status
    }

    /// The colour.
    pub fn colour(&self) -> Option<Colour> {
        self.colour
    }

    /// The owner.
    pub fn owner(&self) -> Option<&UserId> {
        self.owner.as_ref()
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
        for name in ["", "   ", "\n", "\u{200b}", "\u{2060} ", "\u{3164}", "\u{ad}", "\u{fe0f}", "\u{301}", "\u{2800}"]
        {
            let errors = NewProject::new(name, "").unwrap_err();
            assert_eq!(errors, [FieldError::new("name", "Give the project a name.")], "{name:?}");
        }
    }

    #[test]
    fn what_shows_nothing_says_nothing() -> Result<(), Vec<FieldError>> {
        let blank = || "\u{200b}\u{3164}".to_owned();
        let draft = ProjectDraft {
            name: "\u{feff}Moon\u{200b}".into(),
            description: blank(),
            key: blank(),
            status: blank(),
            colour: blank(),
            owner: blank(),
        };
        assert_eq!(draft.check()?, NewProject::new("Moon", "")?);
        Ok(())
    }

    #[test]
    fn refuses_what_turns_the_direction() {
        for sign in ['\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{200e}', '\u{200f}', '\u{61c}'] {
            let text = format!("ab{sign}c");
            let errors = NewProject::new(&text, &text).unwrap_err();
            assert_eq!(fields(&errors), ["name", "description"], "{sign:?}");
            assert!(errors[0].message.contains("after its first 2 characters"), "{}", errors[0].message);
        }
        assert!(NewProject::new("דוד, مرحبا, می\u{200c}خواهم, 👩\u{200d}🚀", "").is_ok());
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

    #[test]
    fn tells_everything_that_is_wrong_at_once() {
        let draft = ProjectDraft {
            name: " ".into(),
            key: "1".into(),
            status: "deleted".into(),
            colour: "Blue".into(),
            owner: "org_x".into(),
            ..ProjectDraft::default()
        };
        assert_eq!(fields(&draft.check().unwrap_err()), ["name", "key", "status", "colour", "owner"]);
    }

    #[test]
    fn reads_what_is_given() -> Result<(), Vec<FieldError>> {
        let draft = ProjectDraft {
            name: "Moon".into(),
            key: " moon ".into(),
            status: "archived".into(),
            colour: "teal".into(),
            owner: "user_a".into(),
            ..ProjectDraft::default()
        };
        let project = draft.check()?;
        assert_eq!(project.key().map(ProjectKey::as_str), Some("MOON"));
        assert_eq!((project.status(), project.colour()), (Some(ProjectStatus::Archived), Some(Colour::Teal)));
        assert_eq!(project.owner().map(UserId::as_str), Some("user_a"));
        Ok(())
    }
}
