//! Projects: the worked example of a tenant resource.

mod draft;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    Permission,
    audit::{AuditAction, Object},
    field::Field,
    id::{Id, InvalidId, UserId, spelled},
    page::PageRequest,
    tenant::TenantInfo,
    word_enum::word_enum,
};

pub use draft::NewProject;

/// Longest project name, in characters.
pub const NAME_MAX: usize = 100;
/// Longest description, in characters.
pub const DESCRIPTION_MAX: usize = 2_000;
/// The fields that people know, in the order of forms.
pub const FIELDS: &[Field] = &[
    Field::line("name", "Name", NAME_MAX),
    Field::line("key", "Key", KEY_MAX)
        .with_hint("2 to 12 letters A–Z and digits, a letter first. No two projects share one."),
    Field::text("description", "Description", DESCRIPTION_MAX).with_hint("Optional. Up to 2,000 characters."),
    Field::choice("status", "Status", ProjectStatus::WORDS).with_hint("An archived project is kept to look at."),
    Field::choice("colour", "Colour", Colour::WORDS),
    Field::person("owner", "Owner").with_hint("Who answers for it."),
];
const _: () = assert!(DESCRIPTION_MAX == 2_000 && KEY_MIN == 2 && KEY_MAX == 12, "the hints name the limits");
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

    fn id(&self) -> ProjectId {
        self.id
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

word_enum! {
    /// A project stands in exactly one of these lists.
    #[derive(Default)]
    ListedAs, "status (active, archived or deleted)" {
        /// Worked on.
        #[default]
        Active = "active",
        /// Kept to look at.
        Archived = "archived",
        /// Deleted, and still to be restored.
        Deleted = "deleted",
    }
}

word_enum! {
    /// The order of a list. The id decides between equals.
    #[derive(Default)]
    ProjectSort, "sort (created, updated or name)" {
        /// The newest first.
        #[default]
        Created = "created",
        /// The last changed first.
        Updated = "updated",
        /// By name without regard to case, A first.
        Name = "name",
    }
}

/// A list of projects: what a URL's query says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProjectQuery {
    /// Words; a project matches when each is the beginning of one of its own. Nothing but blanks: all match; nothing but
    /// signs: none does.
    pub search: String,
    /// Which of the three lists.
    pub status: ListedAs,
    /// Only what this person owns.
    pub owner: Option<UserId>,
    /// The order.
    pub sort: ProjectSort,
    /// The opaque cursor of the page before; `None` for the first page.
    pub after: Option<String>,
    /// Rows wanted, see [`PageRequest::rows`].
    pub limit: Option<u32>,
}

/// What was made of the words of a [`ProjectQuery`], for whoever asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// How many were looked for. 0: there was nothing to look for, and nothing was found.
    pub words: usize,
    /// Whether there were more words than are looked for.
    pub left_out: bool,
}

impl ProjectQuery {
    /// Which page of it.
    pub fn page(&self) -> PageRequest {
        PageRequest { after: self.after.clone(), limit: self.limit }
    }
}

/// Shortest key, in characters.
pub const KEY_MIN: usize = 2;
/// Longest key, in characters.
pub const KEY_MAX: usize = 12;
/// Letters taken from a name.
const FROM_NAME: usize = 4;
/// For a name without a letter of the Latin alphabet.
const NAMELESS: &str = "PRJ";

/// 2 to 12 of `A`–`Z` and `0`–`9`, a letter first. Unique in its tenant.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProjectKey(String);

impl ProjectKey {
    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Keys for a project that was given none, best first: `MOON`, `MOON2`, `MOON3`, and one that holds 32 bits of the id,
    /// so that it is free whatever else the tenant has.
    pub fn candidates(name: &str, id: ProjectId) -> [Self; 4] {
        let letters = name.chars().filter(char::is_ascii_alphanumeric).skip_while(char::is_ascii_digit);
        let mut stem: String = letters.take(FROM_NAME).map(|letter| letter.to_ascii_uppercase()).collect();
        if stem.len() < KEY_MIN {
            stem = NAMELESS.to_owned();
        }
        let [.., a, b, c, d] = *id.uuid().as_bytes();
        let last = format!("{stem}{:08X}", u32::from_be_bytes([a, b, c, d]));
        [stem.clone(), format!("{stem}2"), format!("{stem}3"), last].map(Self)
    }
}

impl FromStr for ProjectKey {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let valid = (KEY_MIN..=KEY_MAX).contains(&text.len())
            && text.starts_with(|first: char| first.is_ascii_uppercase())
            && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if valid { Ok(Self(text.to_owned())) } else { Err(InvalidId { expected: "project key" }) }
    }
}

spelled!(ProjectKey);

impl fmt::Display for ProjectKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TenantInfo {
    /// Whether the person may delete what `created_by` made: anything, or their own while they still may create.
    pub fn may_delete(&self, created_by: &UserId) -> bool {
        let is_own = self.may(Permission::CreateProjects) && *created_by == self.actor;
        self.may_remove && (self.may(Permission::DeleteProjects) || is_own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_one_spelling() {
        for text in ["MO", "MOON", "M2", "ABCDEFGHIJKL"] {
            assert!(text.parse::<ProjectKey>().is_ok(), "{text}");
        }
        for text in ["", "M", "moon", "2M", "MO-ON", "MO ON", "MÖÖN", "ABCDEFGHIJKLM"] {
            assert!(text.parse::<ProjectKey>().is_err(), "{text}");
        }
    }

    #[test]
    fn comes_from_the_name() -> Result<(), InvalidId> {
        let id: ProjectId = "01890a5d-ac96-774b-bcce-b302099a8057".parse()?;
        for (name, keys) in [
            ("Moon base", ["MOON", "MOON2", "MOON3", "MOON099A8057"]),
            ("42 is it", ["ISIT", "ISIT2", "ISIT3", "ISIT099A8057"]),
            ("日本", ["PRJ", "PRJ2", "PRJ3", "PRJ099A8057"]),
            ("é x", ["PRJ", "PRJ2", "PRJ3", "PRJ099A8057"]),
        ] {
            let candidates = ProjectKey::candidates(name, id);
            assert_eq!(candidates.clone().map(String::from), keys, "{name}");
            assert!(candidates.iter().all(|key| key.as_str().parse::<ProjectKey>().is_ok()));
        }
        Ok(())
    }
}
