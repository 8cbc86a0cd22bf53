//! Rows of every resource, made through the ports.

// begin examples
pub(crate) mod projects;
pub(crate) mod tasks;
// end examples
pub(crate) mod copy;
pub(crate) mod things;
pub(crate) mod trail;

pub use crate::contract::sample as make;
