//! What is read of ClerkJS in full, where it is used, and again whenever ClerkJS says something.

use leptos::prelude::*;

use crate::{
    context::ClerkContext,
    js::{self, Place},
    resources::Read,
};

/// `Clerk.user` and others; `None` while signed out or loading.
pub(crate) fn known<T>(path: &'static str) -> Memo<Option<T>>
where
    T: Read + PartialEq + Send + Sync + 'static,
{
    let context = ClerkContext::current();
    Memo::new(move |_| {
        context.changes.track();
        context.is_loaded().then(|| js::look(&Place::Clerk(path)).as_ref().and_then(T::read)).flatten()
    })
}

/// Whether ClerkJS has answered.
pub(crate) fn is_loaded() -> Signal<bool> {
    let context = ClerkContext::current();
    Signal::derive(move || context.is_loaded())
}

/// Whether somebody is signed in; right from the first server render on.
pub(crate) fn is_signed_in() -> Signal<bool> {
    let context = ClerkContext::current();
    Signal::derive(move || context.auth.with(|auth| auth.session().is_some()))
}
