//! Which projects a list shows, and in which order.

use serde::{Deserialize, Serialize};

use crate::{id::UserId, page::PageRequest, word_enum::word_enum};

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
