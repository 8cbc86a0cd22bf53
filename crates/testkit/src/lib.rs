//! Test-only: verified sessions without a socket, clocks, ids, hostile spellings of paths, and the suite every store
//! adapter must pass.

pub mod clock;
pub mod contract;
pub mod ids;
pub mod people;
pub mod spellings;
pub mod sql_lint;

pub use clock::HandClock;
pub use ids::{OneId, SeededIds};
pub use people::{LocalClerk, Person, Place};
