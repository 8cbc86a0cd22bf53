//! The signed-in person, as ClerkJS knows them.

use leptos::prelude::*;

use crate::{User, context::ClerkContext};

/// See [`use_user`].
#[derive(Clone, Copy)]
pub struct UseUser {
    /// Whether ClerkJS has answered.
    pub is_loaded: Signal<bool>,
    /// `None` while signed out or loading.
    pub user: Signal<Option<User>>,
}

/// The user; known in the browser only.
pub fn use_user() -> UseUser {
    let context = ClerkContext::current();
    UseUser {
        is_loaded: Signal::derive(move || context.is_loaded()),
        user: Memo::new(move |_| context.session.with(|session| session.as_ref()?.user.clone())).into(),
    }
}
