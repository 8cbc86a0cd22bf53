//! PostgreSQL as an engine of the store: many writers, many servers, row-level security.
//!
//! What keeps tenants apart here: every port method takes a grant, every statement names the tenant, and below both the
//! database shows a transaction only the rows of the tenant it was begun for. The server's role neither owns the tables
//! nor may bypass that.

mod address;
mod backup;
mod catalog;
mod connect;
mod engine;
mod error;
mod findings;
mod migrations;
mod open;
mod sql;
#[cfg(test)]
mod tests;

pub use backup::{BackupError, backup, restore};
pub use open::{OpenError, PostgresStore, allow_backups, is_verified, must_be_one_database};
