//! The session itself: when it ends, who impersonates.

use leptos::prelude::*;

use super::known::{is_loaded, is_signed_in, known};
use crate::Session;

/// See [`use_session`].
#[derive(Clone, Copy)]
pub struct UseSession {
    /// Whether ClerkJS has answered.
    pub is_loaded: Signal<bool>,
    /// Whether somebody is signed in; known from the first server render on.
    pub is_signed_in: Signal<bool>,
    /// `None` while signed out or loading.
    pub session: Signal<Option<Session>>,
}

/// The session, with methods; known in the browser only.
pub fn use_session() -> UseSession {
    UseSession { is_loaded: is_loaded(), is_signed_in: is_signed_in(), session: known("session").into() }
}
