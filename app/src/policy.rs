//! Who may ask: every page and server function names one of these, and tests walk the tables.
//!
//! A policy is a declaration to check against, never the check itself: that is a `Grant`, taken at the resource.

use domain::Permission;

/// What a request does. Limits count the two apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Looks.
    Reads,
    /// Changes something, or tries to.
    Writes,
}

/// Who is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Everybody.
    Public,
    /// People with an active session.
    SignedIn,
    /// People who have one of these permissions in the tenant they act in.
    AnyOf(&'static [Permission]),
}
