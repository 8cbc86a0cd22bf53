//! The SQLite adapter of the store ports: one file, one writer, many readers.
//!
//! SQLite knows no row-level security. What keeps tenants apart here: every port method takes a grant, `tenant_id`
//! leads every key, all statements stand in one module, and a test reads each of them.

mod connect;
mod error;
mod location;
mod migrations;
mod open;
mod projects;
mod sql;
mod system;
#[cfg(test)]
mod tests;
mod unit_of_work;

pub use open::{OpenError, SqliteStore};
