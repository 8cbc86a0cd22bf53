//! An answer as tests look at it.

use http::{HeaderMap, HeaderName, StatusCode};
use serde_json::Value;

/// An answer, read to its end.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub text: String,
}

impl Answer {
    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// A header as text; empty when absent.
    pub fn header(&self, name: impl AsRef<str>) -> &str {
        let name = HeaderName::from_bytes(name.as_ref().as_bytes()).ok();
        name.and_then(|name| self.headers.get(name)).and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}
