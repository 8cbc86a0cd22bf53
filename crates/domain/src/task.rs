//! Tasks inside a project: the worked example of a resource below another.

use serde::{Deserialize, Serialize};

use crate::{
    Draft,
    audit::Object,
    field::Field,
    id::{Id, UserId},
    people::NOT_A_MEMBER,
    project::ProjectId,
    reading::Reading,
    validation::FieldError,
};

/// Longest title, in characters.
pub const TITLE_MAX: usize = 200;
/// The fields that people know.
pub const FIELDS: &[Field] = &[
    Field::line("title", "Title", TITLE_MAX),
    Field::flag("done", "Done"),
    Field::integer("position", "Place"),
    Field::person("assignee", "Assignee"),
];
/// Those that a form has; a button each changes the others.
pub const FORM: &[Field] = &[Field::line("title", "Title", TITLE_MAX), Field::person("assignee", "Assignee")];
/// Most tasks of a project.
pub const TASKS_MAX: i64 = 500;

/// The id of a task.
pub type TaskId = Id<Task>;

/// A task as people and the API see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// UUIDv7.
    pub id: TaskId,
    /// The project it belongs to.
    pub project_id: ProjectId,
    /// 1 to [`TITLE_MAX`] characters.
    pub title: String,
    /// Whether it is done.
    pub done: bool,
    /// Its place among the project's tasks: 1 for the first, without gaps.
    pub position: i64,
    /// Who does it.
    pub assignee: Option<UserId>,
    /// Who made it.
    pub created_by: UserId,
    /// Milliseconds since the epoch.
    pub created_at: i64,
    /// Milliseconds since the epoch.
    pub updated_at: i64,
    /// Counts changes of the task itself; making room for another one is none.
    pub version: i64,
}

impl Object for Task {
    const NOUN: &'static str = "task";

    fn id(&self) -> TaskId {
        self.id
    }

    fn name(&self) -> &str {
        &self.title
    }
}

/// The checked fields of a task to be made; it becomes the last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTask {
    title: String,
    assignee: Option<UserId>,
}

/// The checked fields of a changed task; `None` keeps what is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskChange {
    title: Option<String>,
    /// Whether it is done.
    pub done: Option<bool>,
    /// Who does it; `Some(None)`: nobody.
    pub assignee: Option<Option<UserId>>,
    position: Option<i64>,
}

impl NewTask {
    /// Tidies the title and checks it.
    ///
    /// # Errors
    /// One [`FieldError`], of `title`.
    pub fn new(title: &str, assignee: Option<UserId>) -> Result<Self, Vec<FieldError>> {
        Ok(Self { title: checked_title(title)?, assignee })
    }

    /// Reads and checks what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that is wrong, all at once.
    pub fn read(draft: &Draft) -> Result<Self, Vec<FieldError>> {
        let mut reading = Reading::default();
        let assignee = reading.spelled_if_any("assignee", draft.text("assignee"), NOT_A_MEMBER);
        let title = title(&mut reading, draft.text("title"));
        reading.finish(Self { title, assignee })
    }

    /// The title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Who does it.
    pub fn assignee(&self) -> Option<&UserId> {
        self.assignee.as_ref()
    }
}

/// All that a form has.
impl From<NewTask> for TaskChange {
    fn from(NewTask { title, assignee }: NewTask) -> Self {
        Self { title: Some(title), assignee: Some(assignee), ..Self::default() }
    }
}

impl TaskChange {
    /// The change with another title.
    ///
    /// # Errors
    /// One [`FieldError`], of `title`.
    pub fn with_title(mut self, title: &str) -> Result<Self, Vec<FieldError>> {
        self.title = Some(checked_title(title)?);
        Ok(self)
    }

    /// The change with another place; beyond the end is the end.
    ///
    /// # Errors
    /// One [`FieldError`], of `position`.
    pub fn with_position(mut self, position: i64) -> Result<Self, Vec<FieldError>> {
        if position < 1 {
            return Err(vec![FieldError::new("position", "The first place is 1.")]);
        }
        self.position = Some(position);
        Ok(self)
    }

    /// The new title.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The new place, at least 1.
    pub fn position(&self) -> Option<i64> {
        self.position
    }
}

fn checked_title(title: &str) -> Result<String, Vec<FieldError>> {
    let mut reading = Reading::default();
    let title = self::title(&mut reading, title);
    reading.finish(title)
}

fn title(reading: &mut Reading, title: &str) -> String {
    reading.line_or("title", title, TITLE_MAX, "Say what there is to do.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line_of_bounded_length() {
        assert_eq!(NewTask::new("  Pack 🛰 ", None).map(|task| task.title), Ok("Pack 🛰".to_owned()));
        for wrong in ["", " ", "a\nb", "a\0", &"é".repeat(TITLE_MAX + 1)] {
            assert!(NewTask::new(wrong, None).is_err(), "{wrong:?}");
            assert!(TaskChange::default().with_title(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_title_can_be_seen_and_moves_nothing_beside_it() {
        assert_eq!(
            NewTask::new("\u{200b}Pack\u{ad} 👩\u{200d}🚀\u{3164}", None).map(|task| task.title),
            Ok("Pack 👩\u{200d}🚀".to_owned())
        );
        for wrong in ["\u{200b}", "\u{2060}\u{3164}", "\u{301}", "a\u{202e}b", "\u{2066}a", "a\u{200f}"] {
            assert!(NewTask::new(wrong, None).is_err(), "{wrong:?}");
            assert!(TaskChange::default().with_title(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn places_begin_at_one() {
        assert!(TaskChange::default().with_position(1).is_ok());
        assert!(TaskChange::default().with_position(0).is_err());
    }
}
