//! Projects: the worked example of a tenant resource.

mod draft;
mod key;
mod query;

use serde::{Deserialize, Serialize};

use crate::{
    audit::{AuditAction, Object},
    id::{Id, UserId},
    word_enum::word_enum,
};

pub use draft::{NewProject, ProjectChange, ProjectDraft};
pub use key::ProjectKey;
pub use query::{Asked, ListedAs, ProjectQuery, ProjectSort};

/// Longest project name, in characters.
pub const NAME_MAX: usize = 100;
/// Longest description, in characters.
pub const DESCRIPTION_MAX: usize = 2_000;
/// How long a deleted project can be restored, in milliseconds: 30 days. Then it is purged.
pub const RESTORABLE_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

word_enum! {
    /// Whether a project is worked on.
    ProjectStatus, "status (active or archived)" {
        /// Worked on.
        Active = "active",
        /// Kept to look at.
        Archived = "archived",
    }
}

word_enum! {
    /// The colour of a project's mark.
    Colour, "colour" {
        /// The one without a choice.
        Slate = "slate",
        /// Red.
        Red = "red",
        /// Orange.
        Orange = "orange",
        /// Amber.
        Amber = "amber",
        /// Green.
        Green = "green",
        /// Teal.
        Teal = "teal",
        /// Blue.
        Blue = "blue",
        /// Violet.
        Violet = "violet",
        /// Pink.
        Pink = "pink",
    }
}

/// The id of a project.
pub type ProjectId = Id<Project>;

/// A project as people and the API see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// UUIDv7.
    pub id: ProjectId,
    /// Unique in the tenant, deleted projects included.
    pub key: ProjectKey,
    /// 1 to [`NAME_MAX`] characters. Two projects may share one.
    pub name: String,
    /// Up to [`DESCRIPTION_MAX`] characters; may be empty.
    pub description: String,
    /// Whether it is worked on.
    pub status: ProjectStatus,
    /// The colour of its mark.
    pub colour: Colour,
    /// Who answers for it.
    pub owner: UserId,
    /// Who made it.
    pub created_by: UserId,
    /// Milliseconds since the epoch.
    pub created_at: i64,
    /// Milliseconds since the epoch.
    pub updated_at: i64,
    /// When it was deleted, milliseconds since the epoch; it can be restored for [`RESTORABLE_MS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<i64>,
    /// Counts changes; an update names the version it saw.
    pub version: i64,
}

impl Object for Project {
    const NOUN: &'static str = "project";

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> &str {
        &self.name
    }
}

impl Project {
    /// A deleted project came back.
    pub const RESTORED: AuditAction = AuditAction::of(Self::NOUN, "restored");
    /// A deleted project is gone for good.
    pub const PURGED: AuditAction = AuditAction::of(Self::NOUN, "purged");
}
