//! SQLite as an engine of the store: one file, one writer, many readers.
//!
//! SQLite knows no row-level security. What keeps tenants apart here: every port method takes a grant, `tenant_id`
//! leads every key, and tests read every statement there is.
//!
//! There is no statement time-out: SQLite runs in this process and cannot be left waiting by a network. What a statement
//! costs is bounded by its index and its `LIMIT`, which a test reads from the query plans.

mod backup;
mod connect;
mod doctor;
mod engine;
mod error;
mod location;
mod migrations;
mod open;
mod sql;
#[cfg(test)]
mod tests;

pub use backup::{BackupError, backup, restore};
pub use open::{OpenError, SqliteStore};
