//! From what people type to the checked fields of a project.

use super::{Colour, DESCRIPTION_MAX, NAME_MAX, ProjectKey, ProjectStatus};
use crate::{Draft, FieldError, Reading, id::UserId, people::NOT_A_MEMBER};

/// The checked fields of a project to be made or changed. An empty field other than the name and the description says nothing:
/// a new project gets the default, a changed one keeps what it has. Not `Deserialize`: [`NewProject::read`] is the only way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProject {
    name: String,
    description: String,
    key: Option<ProjectKey>,
    status: Option<ProjectStatus>,
    colour: Option<Colour>,
    owner: Option<UserId>,
}

impl NewProject {
    /// Reads and checks what was typed. Small letters of the key are made capital.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that is wrong, all at once.
    pub fn read(draft: &Draft) -> Result<Self, Vec<FieldError>> {
        let mut reading = Reading::default();
        let key = draft.text("key").to_ascii_uppercase();
        let new = Self {
            name: reading.line_or("name", draft.text("name"), NAME_MAX, "Give the project a name."),
            description: reading
                .text_if_any("description", draft.text("description"), DESCRIPTION_MAX)
                .unwrap_or_default(),
            key: reading.spelled_if_any("key", &key, "A key has 2 to 12 letters A–Z and digits, a letter first."),
            status: reading.spelled_if_any("status", draft.text("status"), "Choose active or archived."),
            colour: reading.spelled_if_any("colour", draft.text("colour"), "Choose one of the colours."),
            owner: reading.spelled_if_any("owner", draft.text("owner"), NOT_A_MEMBER),
        };
        reading.finish(new)
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

    fn read(name: &str, description: &str) -> Result<NewProject, Vec<FieldError>> {
        NewProject::read(&Draft::default().with("name", name).with("description", description))
    }

    fn fields(errors: &[FieldError]) -> Vec<&str> {
        errors.iter().map(|error| error.field.as_str()).collect()
    }

    #[test]
    fn trims_and_makes_one_kind_of_line_break() -> Result<(), Vec<FieldError>> {
        let project = read("  Café 🛰\u{2009}", "\r\none\r\ntwo\rthree  ")?;
        assert_eq!(project.name(), "Café 🛰");
        assert_eq!(project.description(), "one\ntwo\nthree");
        Ok(())
    }

    #[test]
    fn counts_characters_not_bytes() {
        assert!(read(&"🛰".repeat(NAME_MAX), &"é".repeat(DESCRIPTION_MAX)).is_ok());
        let errors = read(&"🛰".repeat(NAME_MAX + 1), &"é".repeat(DESCRIPTION_MAX + 1)).unwrap_err();
        assert_eq!(fields(&errors), ["name", "description"]);
        assert_eq!(errors[0].message, "The name has 101 characters; at most 100 fit.");
    }

    #[test]
    fn a_name_is_needed() {
        for name in ["", "   ", "\n", "\u{200b}", "\u{2060} ", "\u{3164}", "\u{ad}", "\u{fe0f}", "\u{301}", "\u{2800}"]
        {
            let errors = read(name, "").unwrap_err();
            assert_eq!(errors, [FieldError::new("name", "Give the project a name.")], "{name:?}");
        }
    }

    #[test]
    fn what_shows_nothing_says_nothing() -> Result<(), Vec<FieldError>> {
        let blank = || "\u{200b}\u{3164}".to_owned();
        let draft = Draft::default()
            .with("name", "\u{feff}Moon\u{200b}")
            .with("description", blank())
            .with("key", blank())
            .with("status", blank())
            .with("colour", blank())
            .with("owner", blank());
        assert_eq!(NewProject::read(&draft)?, read("Moon", "")?);
        Ok(())
    }

    #[test]
    fn refuses_what_turns_the_direction() {
        for sign in ['\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{200e}', '\u{200f}', '\u{61c}'] {
            let text = format!("ab{sign}c");
            let errors = read(&text, &text).unwrap_err();
            assert_eq!(fields(&errors), ["name", "description"], "{sign:?}");
            assert!(errors[0].message.contains("after its first 2 characters"), "{}", errors[0].message);
        }
        assert!(read("דוד, مرحبا, می\u{200c}خواهم, 👩\u{200d}🚀", "").is_ok());
    }

    #[test]
    fn refuses_control_characters() {
        for hostile in ["a\0b", "a\tb", "a\u{1b}[31mb", "a\u{7f}b", "a\u{85}b"] {
            let errors = read(hostile, hostile).unwrap_err();
            assert_eq!(fields(&errors), ["name", "description"], "{hostile:?}");
        }
        assert_eq!(fields(&read("a\nb", "a\nb").unwrap_err()), ["name"]);
    }

    #[test]
    fn keeps_what_only_looks_dangerous() -> Result<(), Vec<FieldError>> {
        let text = r#"'; DROP TABLE projects; -- <script>alert("x")</script> \ % _ ${x} {{x}}"#;
        assert_eq!(read(text, text)?.name(), text);
        Ok(())
    }

    #[test]
    fn tells_everything_that_is_wrong_at_once() {
        let draft = Draft::default()
            .with("name", " ")
            .with("key", "1")
            .with("status", "deleted")
            .with("colour", "Blue")
            .with("owner", "org_x");
        assert_eq!(fields(&NewProject::read(&draft).unwrap_err()), ["name", "key", "status", "colour", "owner"]);
    }

    #[test]
    fn reads_what_is_given() -> Result<(), Vec<FieldError>> {
        let draft = Draft::default()
            .with("name", "Moon")
            .with("key", " moon ")
            .with("status", "archived")
            .with("colour", "teal")
            .with("owner", "user_a");
        let project = NewProject::read(&draft)?;
        assert_eq!(project.key().map(ProjectKey::as_str), Some("MOON"));
        assert_eq!((project.status(), project.colour()), (Some(ProjectStatus::Archived), Some(Colour::Teal)));
        assert_eq!(project.owner().map(UserId::as_str), Some("user_a"));
        Ok(())
    }
}
