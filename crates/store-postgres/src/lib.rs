//! The PostgreSQL adapter of the store ports: many writers, many servers, row-level security.
//!
//! What keeps tenants apart here: every port method takes a grant, every statement names the tenant, and below both the
//! database shows a transaction only the rows of the tenant it was begun for. The server's role neither owns the tables
//! nor may bypass that.

mod address;
mod audit;
mod backup;
mod connect;
mod database;
mod engine;
mod error;
mod lease;
mod migrations;
mod open;
mod projects;
mod sql;
mod statements;
mod system;
#[cfg(test)]
mod tests;
mod unit_of_work;
mod work;

pub use backup::{BackupError, backup, restore};
pub use open::{OpenError, PostgresStore, allow_backups, is_verified, must_be_one_database};
