//! The REST API: the app's resources for programs, on the same guards and the same store as the pages.

mod json;
pub(crate) mod projects;
mod scope;
