//! What `psql` runs around a copy that takes its place: all in one transaction.

/// Begins, and makes room.
pub(crate) const CLEAR: &str = include_str!("clear.sql");

pub(crate) const COMMIT: &str = "COMMIT;\n";
