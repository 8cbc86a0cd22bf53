//! Ports: what the app asks of a database. No SQL here.
//!
//! Every call for tenant data takes a [`domain::Grant`]; work of the system itself goes through [`SystemStore`].

mod error;
mod projects;
mod system;

pub use error::StoreError;
pub use projects::{DeleteBy, ProjectStore, Update};
pub use system::SystemStore;
