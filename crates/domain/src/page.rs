//! Lists come in pages, each found by a cursor: page 10,000 costs what page 1 costs, and nothing is counted.

use serde::{Deserialize, Serialize};

/// Rows of a page when nothing else is asked.
pub const PAGE_ROWS_DEFAULT: u32 = 20;
/// Most rows of a page.
pub const PAGE_ROWS_MAX: u32 = 100;

/// Which page of a list: newest first, after a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PageRequest {
    /// The opaque [`Page::next`] of the page before; `None` for the first page.
    pub after: Option<String>,
    /// Rows wanted; kept within 1 and [`PAGE_ROWS_MAX`]. `None`: [`PAGE_ROWS_DEFAULT`].
    pub limit: Option<u32>,
}

impl PageRequest {
    /// The page after `cursor`, or the first one, of the default size.
    pub fn after(cursor: Option<String>) -> Self {
        Self { after: cursor, limit: None }
    }

    /// How many rows the page has at most.
    pub fn rows(&self) -> u32 {
        self.limit.unwrap_or(PAGE_ROWS_DEFAULT).clamp(1, PAGE_ROWS_MAX)
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The cursor of the next page; `None` on the last.
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_page_size_within_bounds() {
        let rows = |limit| PageRequest { after: None, limit }.rows();
        assert_eq!(
            [rows(None), rows(Some(0)), rows(Some(1)), rows(Some(100)), rows(Some(u32::MAX))],
            [20, 1, 1, 100, 100]
        );
    }
}
