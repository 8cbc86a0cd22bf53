//! The SQLite adapter of the store ports: one file, one writer, many readers.
//!
//! SQLite knows no row-level security. What keeps tenants apart here: every port method takes a grant, `tenant_id`
//! leads every key, all statements stand in one module, and a test reads each of them.
//!
//! There is no statement time-out: SQLite runs in this process and cannot be left waiting by a network. What a statement
//! costs is bounded by its index and its `LIMIT`, which a test reads from the query plans.

mod audit;
mod backup;
mod connect;
mod engine;
mod error;
mod location;
mod migrations;
mod open;
mod projects;
mod row;
mod sql;
mod system;
mod tenants;
#[cfg(test)]
mod tests;
mod unit_of_work;

pub use backup::{BackupError, backup, restore};
pub use open::{OpenError, SqliteStore};
