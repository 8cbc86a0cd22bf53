//! Test-only: verified sessions without a socket, clocks, ids, hostile spellings of paths, and the suite every store
//! adapter must pass.

pub mod broken;
pub mod clock;
pub mod contract;
pub mod coverage;
// begin examples
pub mod expected;
// end examples
pub mod ids;
// begin examples
pub mod lists;
// end examples
pub mod paging;
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
