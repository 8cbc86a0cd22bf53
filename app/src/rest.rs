//! The kit of the REST API: who calls and for which tenant, ids in paths, bodies, pages of lists, versions. The endpoints
//! themselves are in their resources' folders, on the same guards and the same store as the pages.

mod json;
mod page;
mod path;
mod scope;
pub(crate) mod version;

pub(crate) use json::{JsonBody, given, refuse};
pub(crate) use page::{AskedPage, query};
pub(crate) use path::{id, ids};
pub(crate) use scope::Scope;
