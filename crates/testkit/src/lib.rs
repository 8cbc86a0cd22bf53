//! Test-only: verified sessions without a socket, clocks, ids, hostile spellings of paths, and the suite every store
//! adapter must pass.

pub mod broken;
pub mod clock;
pub mod contract;
pub mod coverage;
pub mod expected;
pub mod ids;
pub mod lists;
pub mod people;
// begin postgres
pub mod postgres;
// end postgres
pub mod removal;
pub mod samples;
pub mod sql_lint;
pub mod system;
pub mod witness;

pub use clock::HandClock;
pub use ids::SeededIds;
pub use people::{LocalClerk, Person, Place};
