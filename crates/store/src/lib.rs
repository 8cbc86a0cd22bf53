//! Ports: what the app asks of a database. No SQL here.
//!
//! Every call for tenant data takes a [`domain::Grant`]; work of the system itself goes through [`SystemStore`].
//! What the adapters share lives here too: the cursor format, the making of ids.

pub mod cursor;
mod error;
mod ids;
pub mod newest_first;
mod projects;
mod system;

pub use clerk_protocol::clock::Clock;
pub use error::StoreError;
pub use ids::{IdGenerator, TimeOrderedIds};
pub use projects::{DeleteBy, ProjectStore, Update};
pub use system::SystemStore;
