//! What the control API can turn. Back to what was configured on every start and reset.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The switches of a local Clerk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// Life of a session token.
    pub(crate) token_life_seconds: i64,
    /// Added to the clock.
    pub(crate) clock_offset_ms: i64,
    /// Custom claims of session tokens; strings may hold shortcodes like `{{user.full_name}}`.
    pub(crate) custom_claims: Map<String, Value>,
    /// Whether a session without an organization stays pending: no personal accounts.
    pub(crate) force_organization_selection: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            token_life_seconds: 60,
            clock_offset_ms: 0,
            custom_claims: Map::new(),
            force_organization_selection: false,
        }
    }
}
