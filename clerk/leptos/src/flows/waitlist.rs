//! Waiting to be let in, by a form of the app's own.

use leptos::prelude::*;
use serde_json::json;

use super::{
    FlowErrors, WaitlistEntry,
    attempt::{Followed, WAITLIST},
};
use crate::ClerkApiError;

/// See [`use_waitlist`].
#[derive(Clone, Copy)]
pub struct UseWaitlist {
    /// The place in the list, once somebody has joined here.
    pub waitlist: Signal<WaitlistEntry>,
    /// What went wrong.
    pub errors: Signal<FlowErrors>,
    /// Whether Clerk is being asked.
    pub is_fetching: Signal<bool>,
}

/// The waiting list.
pub fn use_waitlist() -> UseWaitlist {
    let followed = Followed::<WaitlistEntry>::of(WAITLIST);
    UseWaitlist {
        waitlist: followed.state.into(),
        errors: followed.errors.into(),
        is_fetching: followed.fetching.into(),
    }
}

impl UseWaitlist {
    /// Puts an address on the list.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn join(self, email_address: &str) -> Result<(), ClerkApiError> {
        WAITLIST.act("join", json!({"emailAddress": email_address})).await
    }
}
