//! The session itself: when it ends, who impersonates.

use leptos::prelude::*;

use crate::{Session, context::ClerkContext};

/// See [`use_session`].
#[derive(Clone, Copy)]
pub struct UseSession {
    /// Whether ClerkJS has answered.
    pub is_loaded: Signal<bool>,
    /// `None` while signed out or loading.
    pub session: Signal<Option<Session>>,
}

/// The session; known in the browser only.
pub fn use_session() -> UseSession {
    let context = ClerkContext::current();
    UseSession { is_loaded: Signal::derive(move || context.is_loaded()), session: context.session.into() }
}
