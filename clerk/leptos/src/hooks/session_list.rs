//! All sessions of this browser, where the instance allows several.

use leptos::prelude::*;

use super::known::{is_loaded, known};
use crate::{ClerkApiError, Session, SetActive, UseClerk, use_clerk};

/// See [`use_session_list`].
#[derive(Clone, Copy)]
pub struct UseSessionList {
    /// Whether ClerkJS has answered.
    pub is_loaded: Signal<bool>,
    /// The sessions; empty while loading.
    pub sessions: Signal<Vec<Session>>,
    clerk: UseClerk,
}

/// The sessions of this browser.
pub fn use_session_list() -> UseSessionList {
    let sessions = known::<Vec<Session>>("client.sessions");
    UseSessionList {
        is_loaded: is_loaded(),
        sessions: Signal::derive(move || sessions.get().unwrap_or_default()),
        clerk: use_clerk(),
    }
}

impl UseSessionList {
    /// Makes another session the active one.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn set_active(self, target: SetActive) -> Result<(), ClerkApiError> {
        self.clerk.activate(target).await
    }
}
