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

/// The checked fields of a project to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProject {
    name: String,
    description: String,
}

/// The checked fields of a changed project.
pub type ProjectChange = NewProject;

impl NewProject {
    /// Trims and checks.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that is wrong.
    pub fn new(name: &str, description: &str) -> Result<Self, Vec<FieldError>> {
        let _ = (name, description);
        Err(Vec::new())
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

/// Which page of a list: newest first, after a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// The opaque [`Page::next`] of the page before; `None` for the first page.
    pub after: Option<String>,
    /// Rows wanted; the store keeps it within 1 and 100. `None`: 20.
    pub limit: Option<u32>,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The cursor of the next page; `None` on the last.
    pub next: Option<String>,
}
