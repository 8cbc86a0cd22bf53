//! Forms that work without JavaScript: they post to their own page's path, and a refused post shows the page again with
//! what was typed. With JavaScript the same form calls the server function, and the page stays.
//!
//! All the browser knows of a function is its path: it sends the fields as they are, and reads an error or where to go
//! next. A typed call would cost the wasm a few kilobytes for each form.

mod changes;
mod posting;
mod refused;
mod send;

pub(crate) use changes::Changes;
pub(crate) use posting::{PostForm, Posting};
#[cfg(feature = "ssr")]
pub(crate) use refused::RefusedPost;
pub(crate) use refused::{forget_refused_post, provide_refused_post};
