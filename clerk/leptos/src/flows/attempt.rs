//! What the three hooks have in common: a signal of ClerkJS' that is followed, and methods that answer with an error.

use leptos::prelude::*;

use super::FlowErrors;
use crate::{
    ClerkApiError,
    context::ClerkContext,
    js::{self, Place, Source},
    prelude::effect,
    resources::{Arguments, Read, field},
};

/// One of ClerkJS' attempts.
#[derive(Clone, Copy)]
pub(crate) struct Attempt {
    pub(crate) signal: &'static str,
    pub(crate) member: &'static str,
}

pub(crate) const SIGN_IN: Attempt = Attempt { signal: "signInSignal", member: "signIn" };
pub(crate) const SIGN_UP: Attempt = Attempt { signal: "signUpSignal", member: "signUp" };
pub(crate) const WAITLIST: Attempt = Attempt { signal: "waitlistSignal", member: "waitlist" };

impl Attempt {
    pub(crate) fn place(self) -> Place {
        Place::Flow(self.signal, self.member)
    }

    /// Calls a method that never throws and says what went wrong.
    pub(crate) async fn act(self, method: &'static str, arguments: impl Into<Arguments>) -> Result<(), ClerkApiError> {
        let answer = js::ask(self.place(), method, arguments.into().0).await?;
        let error = answer.member("error");
        if error.is_nothing() { Ok(()) } else { Err(ClerkApiError::read(&error).unwrap_or_default()) }
    }

    /// What it says now.
    pub(crate) fn state<T: Read>(self) -> Option<T> {
        T::read(&js::look(&self.place())?)
    }
}

/// How far it is, what went wrong, and whether Clerk is being asked.
pub(crate) struct Followed<T: Send + Sync + 'static> {
    pub(crate) state: RwSignal<T>,
    pub(crate) errors: RwSignal<FlowErrors>,
    pub(crate) fetching: RwSignal<bool>,
}

impl<T: Read + Default + Send + Sync + 'static> Followed<T> {
    /// Follows it for as long as the page is there, from when ClerkJS is.
    pub(crate) fn of(attempt: Attempt) -> Self {
        let context = ClerkContext::current();
        let followed = Self { state: RwSignal::default(), errors: RwSignal::default(), fetching: RwSignal::new(false) };
        let (state, errors, fetching) = (followed.state, followed.errors, followed.fetching);
        effect(move || {
            if !context.is_loaded() {
                return;
            }
            let subscription = js::watch(attempt.signal, move |now: Source| {
                state.try_set(field(&now, attempt.member));
                errors.try_set(field(&now, "errors"));
                fetching.try_set(now.member("fetchStatus").text().as_deref() == Some("fetching"));
            });
            on_cleanup(move || js::end(subscription));
        });
        followed
    }
}
