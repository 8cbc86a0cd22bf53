//! The signed-in person, as ClerkJS knows them.

use leptos::prelude::*;

use super::known::{is_loaded, is_signed_in, known};
use crate::{User, brief, context::ClerkContext};

/// See [`use_user`].
#[derive(Clone, Copy)]
pub struct UseUser {
    /// Whether ClerkJS has answered.
    pub is_loaded: Signal<bool>,
    /// Whether somebody is signed in; known from the first server render on.
    pub is_signed_in: Signal<bool>,
    /// `None` while signed out or loading.
    pub user: Signal<Option<User>>,
}

/// The user, with methods; known in the browser only.
pub fn use_user() -> UseUser {
    UseUser { is_loaded: is_loaded(), is_signed_in: is_signed_in(), user: known("user").into() }
}

/// Session, person and organizations in short: all that a header needs, and nothing to load for it. `None` while signed out or
/// loading.
pub fn use_brief() -> Signal<Option<brief::Session>> {
    ClerkContext::current().session.into()
}
