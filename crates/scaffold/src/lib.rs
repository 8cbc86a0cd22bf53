//! The house's commands: they edit the sources of the product and are no part of it. `bin/` has a script for each.
//!
//! A command reads the whole [`Tree`], collects all it has to do as [`Changes`], and carries them out at the end: one that
//! fails has written nothing.

pub mod agents;
pub mod answers;
mod changes;
pub mod choose_database;
mod format;
pub mod lock;
pub mod marks;
pub mod new_resource;
pub mod parts;
pub mod remove_examples;
pub mod rename;
mod tree;

pub use changes::{Changes, Done};
pub use tree::Tree;
