//! Metadata that only servers may see.

use std::fmt;

use serde::Deserialize;
use serde_json::{Map, Value};

/// Metadata of Clerk's objects: one JSON object.
pub type Metadata = Map<String, Value>;

/// Private metadata. It cannot be serialised, so neither it nor a struct of your own that holds it becomes part of an
/// answer; Clerk's objects leave it out when they are serialised, and `Debug` shows that there is some, not which.
///
/// ```
/// fn to_browser(user: &clerk_axum::backend::User) -> String {
///     serde_json::to_string(user).unwrap_or_default()
/// }
/// ```
///
/// ```compile_fail,E0277
/// fn to_browser(user: &clerk_axum::backend::User) -> String {
///     serde_json::to_string(&user.private_metadata).unwrap_or_default()
/// }
/// ```
///
/// ```compile_fail,E0277
/// #[derive(serde::Serialize)]
/// struct Profile {
///     name: String,
///     metadata: clerk_axum::backend::PrivateMetadata,
/// }
/// ```
#[derive(Clone, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct PrivateMetadata(Metadata);

impl PrivateMetadata {
    /// One entry.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// All of it. What is done with it is from here on the caller's to watch.
    pub fn expose(&self) -> &Metadata {
        &self.0
    }
}

impl fmt::Debug for PrivateMetadata {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PrivateMetadata({} entries)", self.0.len())
    }
}
