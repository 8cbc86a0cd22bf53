//! Values outside of the browser: on the server, and where the browser's code is tested.

use serde::de::DeserializeOwned;
use serde_json::Value;

/// A value.
#[derive(Clone)]
pub(super) struct Tree(Value);

impl Tree {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map(Self).map_err(|problem| problem.to_string())
    }

    pub(super) fn read<T: DeserializeOwned>(self) -> Result<T, String> {
        serde_json::from_value(self.0).map_err(|problem| problem.to_string())
    }

    pub(super) fn member(&self, name: &str) -> Option<Self> {
        self.0.get(name).cloned().map(Self)
    }
}
