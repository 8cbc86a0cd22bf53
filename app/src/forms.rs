//! Forms that work without JavaScript: they post to their own page's path, and a refused post shows the page again
//! with what was typed. With JavaScript the same form calls the server function and stays where it is.
//!
//! The browser knows nothing of a function but its path: it sends the fields as they are and reads an error or a way to
//! go on. A typed call would cost the wasm some kilobytes for each form.

mod changes;
mod posting;
mod refused;
mod send;

pub(crate) use changes::Changes;
pub(crate) use posting::{PostForm, Posting};
#[cfg(feature = "ssr")]
pub(crate) use refused::RefusedPost;
pub(crate) use refused::{forget_refused_post, provide_refused_post};
