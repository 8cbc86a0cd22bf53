//! The REST API: the app's resources for programs, on the same guards and the same store as the pages.

pub(crate) mod activity;
mod json;
mod page;
mod path;
pub(crate) mod projects;
mod scope;
pub(crate) mod tasks;
mod version;
