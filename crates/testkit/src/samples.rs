//! Rows of every resource, made through the ports.

pub(crate) mod projects;
pub(crate) mod tasks;
pub(crate) mod trail;

pub use crate::contract::sample as make;
