//! The signals behind every hook and component: made once by the provider, written only by what follows ClerkJS.

use std::sync::Arc;

use clerk_protocol::AuthState;
use leptos::prelude::*;
use serde_json::Value;

use crate::{ClerkError, ClerkOptions, auth_state, brief::Session};

/// How far ClerkJS is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClerkStatus {
    /// The scripts or the first requests are under way. Also the state of every server render.
    Loading,
    /// ClerkJS answers.
    Ready,
    /// ClerkJS could not be loaded; `use_clerk().retry()` tries again.
    Failed(ClerkError),
}

/// Shared by everything below the provider.
#[derive(Clone, Copy)]
pub(crate) struct ClerkContext {
    pub(crate) options: StoredValue<Arc<ClerkOptions>>,
    pub(crate) status: RwSignal<ClerkStatus>,
    pub(crate) auth: RwSignal<AuthState>,
    /// Counts the changes of user, session and active organization.
    pub(crate) version: RwSignal<u32>,
    /// Moves whenever ClerkJS says something, whatever it is about: what is read of it where it is used is read again.
    pub(crate) changes: Trigger,
    /// ClerkJS is between two sessions or organizations: what is rendered may be about to go.
    pub(crate) switching: RwSignal<bool>,
    /// ClerkJS' session with its user and memberships; `None` while signed out or not loaded.
    pub(crate) session: RwSignal<Option<Session>>,
}

impl ClerkContext {
    pub(crate) fn new(options: impl Into<Arc<ClerkOptions>>, auth: AuthState) -> Self {
        Self {
            options: StoredValue::new(options.into()),
            status: RwSignal::new(ClerkStatus::Loading),
            auth: RwSignal::new(auth),
            version: RwSignal::new(0),
            changes: Trigger::new(),
            switching: RwSignal::new(false),
            session: RwSignal::new(None),
        }
    }

    /// The context of the enclosing provider. Panics outside [`ClerkProvider`](crate::ClerkProvider), as every hook of Leptos does.
    pub(crate) fn current() -> Self {
        expect_context()
    }

    pub(crate) fn is_loaded(self) -> bool {
        self.status.with(|status| *status == ClerkStatus::Ready)
    }

    /// Takes over what ClerkJS says. Signals are touched only where something changed: ClerkJS speaks up at every token refresh.
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "only ClerkJS publishes"))]
    pub(crate) fn publish(self, session: Option<Session>, claims: Option<&Value>) {
        let auth = auth_state::from_session(session.as_ref(), claims);
        let moved = self.auth.with_untracked(|before| auth_state::identity(before) != auth_state::identity(&auth));
        if self.auth.with_untracked(|before| *before != auth) {
            self.auth.set(auth);
        }
        if self.session.with_untracked(|before| *before != session) {
            self.session.set(session);
        }
        self.changes.notify();
        if moved {
            self.version.update(|version| *version = version.wrapping_add(1));
        }
    }
}
