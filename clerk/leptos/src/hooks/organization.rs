//! The active organization and the user's place in it.

use leptos::prelude::*;

use crate::{Membership, Organization, context::ClerkContext};

/// See [`use_organization`].
#[derive(Clone, Copy)]
pub struct UseOrganization {
    /// Whether ClerkJS has answered.
    pub is_loaded: Signal<bool>,
    /// `None` in the personal account, while signed out or loading.
    pub organization: Signal<Option<Organization>>,
    /// The user's membership in it.
    pub membership: Signal<Option<Membership>>,
}

/// The active organization; name and picture are known in the browser only, id and slug also to [`use_auth`](crate::use_auth).
pub fn use_organization() -> UseOrganization {
    let context = ClerkContext::current();
    let membership = Memo::new(move |_| context.session.with(|session| session.as_ref()?.membership().cloned()));
    UseOrganization {
        is_loaded: Signal::derive(move || context.is_loaded()),
        organization: Memo::new(move |_| membership.with(|membership| Some(membership.as_ref()?.organization.clone())))
            .into(),
        membership: membership.into(),
    }
}
