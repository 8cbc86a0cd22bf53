//! Pages of lists.

use serde::Deserialize;

/// Which part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// 1 to 500.
    pub limit: u32,
    /// How many to skip.
    pub offset: u32,
}

impl Default for Paging {
    fn default() -> Self {
        Self { limit: 100, offset: 0 }
    }
}

impl Paging {
    pub(super) fn query(self) -> [(&'static str, String); 2] {
        [("limit", self.limit.clamp(1, 500).to_string()), ("offset", self.offset.to_string())]
    }
}

/// One page and the size of the whole.
#[derive(Clone, Debug, Deserialize)]
pub struct Page<T> {
    /// The entries.
    pub data: Vec<T>,
    /// How many there are on all pages.
    pub total_count: u64,
}
