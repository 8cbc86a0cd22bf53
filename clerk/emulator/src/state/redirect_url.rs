//! Addresses that a native app's sign-in may return to.

use serde::{Deserialize, Serialize};

use super::table::Row;

/// An address that is allowed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct RedirectUrl {
    pub(crate) id: String,
    pub(crate) url: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Row for RedirectUrl {}
