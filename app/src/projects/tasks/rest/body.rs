//! What callers send about a task.

use domain::{FieldError, TaskChange, UserId};
use serde::Deserialize;

use crate::rest::given;

/// What a new task is made of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewBody {
    pub(super) title: String,
    /// `null` and absent are the same here: nobody.
    #[serde(default)]
    pub(super) assignee: Option<String>,
}

/// What is to change; what is absent stays.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ChangeBody {
    #[serde(deserialize_with = "given")]
    title: Option<String>,
    #[serde(deserialize_with = "given")]
    done: Option<bool>,
    #[serde(deserialize_with = "given")]
    position: Option<i64>,
    /// `null`: nobody.
    #[serde(deserialize_with = "given")]
    assignee: Option<Option<String>>,
    /// The version seen.
    #[serde(deserialize_with = "given")]
    pub(super) version: Option<i64>,
}

impl ChangeBody {
    /// The change, or everything that is wrong with it.
    pub(super) fn change(self) -> Result<TaskChange, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut change = TaskChange::default();
        change.done = self.done;
        if let Some(title) = self.title {
            change = change.clone().with_title(&title).unwrap_or_else(|wrong| noted(&mut errors, wrong, change));
        }
        if let Some(position) = self.position {
            change = change.clone().with_position(position).unwrap_or_else(|wrong| noted(&mut errors, wrong, change));
        }
        match self.assignee.map(person).transpose() {
            Ok(assignee) => change.assignee = assignee,
            Err(wrong) => errors.extend(wrong),
        }
        if errors.is_empty() { Ok(change) } else { Err(errors) }
    }
}

fn noted(errors: &mut Vec<FieldError>, wrong: Vec<FieldError>, unchanged: TaskChange) -> TaskChange {
    errors.extend(wrong);
    unchanged
}

/// The person named, if one is.
pub(super) fn person(named: Option<String>) -> Result<Option<UserId>, Vec<FieldError>> {
    let message = "Choose somebody of the organization.";
    named.map(|id| id.parse().map_err(|_| vec![FieldError::new("assignee", message)])).transpose()
}
