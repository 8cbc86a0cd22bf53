//! Who waits to be let in.

use serde::{Deserialize, Serialize};

use super::table::Row;

/// An address that waits.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct WaitlistEntry {
    pub(crate) id: String,
    pub(crate) address: String,
    /// `pending`, `invited`, `rejected` or `completed`.
    pub(crate) status: String,
    pub(crate) invitation_id: Option<String>,
    pub(crate) invited_at: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Row for WaitlistEntry {}
