//! Forms that work without JavaScript: they post to their own page's path, and a refused post shows the page again with
//! what was typed. With JavaScript the same form calls the server function, and the page stays.
//!
//! All the browser knows of a function is its path: it sends the fields as they are, and reads an error or where to go
//! next. A typed call would cost the wasm a few kilobytes for each form.

mod changes;
mod posting;
mod send;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use serde::{Deserialize, Serialize};

use crate::{
    AppError,
    json::{InScript, Json},
};

pub(crate) use changes::Changes;
pub use posting::{PostForm, Posting};

/// What was refused, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RefusedPost {
    /// The path of the page it came from and is shown on.
    pub(crate) page: String,
    /// The path of the server function it was for.
    pub(crate) function: String,
    /// Why.
    pub(crate) error: AppError,
    /// What was typed.
    pub(crate) fields: Vec<(String, String)>,
}

impl RefusedPost {
    /// What was typed into a field.
    fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

/// The refused post of this page load, if there was one.
type Refused = StoredValue<Option<RefusedPost>>;

/// Reads the refused post of this request; runs once, in [`App`](crate::App).
pub(crate) fn provide_refused_post() {
    let post = SharedValue::<_, InScript<Json>>::new_with_encoding(from_request).into_inner();
    provide_context(Refused::new(post));
}

/// The refused post, if it was for one of these functions and this page is the answer to it.
fn refused_here(functions: &[&str]) -> Option<Refused> {
    let here = use_location().pathname.get_untracked();
    let is_ours = |post: &RefusedPost| post.page == here && functions.contains(&post.function.as_str());
    use_context::<Refused>().filter(|refused| refused.with_value(|post| post.as_ref().is_some_and(is_ours)))
}

/// Whoever comes back to the page later starts afresh.
pub(crate) fn forget_refused_post() {
    if let Some(refused) = use_context::<Refused>() {
        refused.set_value(None);
    }
}

#[cfg(feature = "ssr")]
fn from_request() -> Option<RefusedPost> {
    crate::request::of_request(|parts| parts.extensions.get::<RefusedPost>().cloned())?
}

#[cfg(not(feature = "ssr"))]
fn from_request() -> Option<RefusedPost> {
    None
}
