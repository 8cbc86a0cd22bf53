//! The error of what every page can do: a code and a message. Everything else says more: `ClerkApiError`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A refusal by Clerk or a failure on the way to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClerkError {
    /// Clerk's own code, such as `form_identifier_exists`, or one of the constants here.
    pub code: String,
    /// Clerk's long message where there is one; fit to be shown.
    pub message: String,
}

impl ClerkError {
    /// ClerkJS was asked for outside a browser.
    pub const NOT_IN_BROWSER: &'static str = "not_in_browser";
    /// A script of Clerk could not be fetched.
    pub const SCRIPT_FAILED: &'static str = "script_failed";
    /// The scripts did not arrive in time.
    pub const LOAD_TIMEOUT: &'static str = "load_timeout";
    /// The publishable key names no host to load ClerkJS from.
    pub const PUBLISHABLE_KEY: &'static str = "publishable_key_invalid";
    /// The user is not a member of the organization asked for.
    pub const NOT_A_MEMBER: &'static str = "not_a_member";
    /// Nobody is signed in, or ClerkJS knows of no such thing.
    pub const NOT_THERE: &'static str = "not_there";
    /// A JavaScript error without a code.
    pub const UNKNOWN: &'static str = "unknown";

    /// An error of this crate's or of ClerkJS'.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into() }
    }
}

impl fmt::Display for ClerkError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({})", self.message, self.code)
    }
}

impl std::error::Error for ClerkError {}
