//! All organizations of the user, for pages that let them choose or make one.

use leptos::prelude::*;

use crate::{ClerkError, Membership, Organization, Target, UseClerk, context::ClerkContext, js};

/// See [`use_organization_list`].
#[derive(Clone, Copy)]
pub struct UseOrganizationList {
    /// Whether ClerkJS has answered.
    pub is_loaded: Signal<bool>,
    /// The user's memberships; empty while signed out or loading.
    pub memberships: Signal<Vec<Membership>>,
    context: ClerkContext,
}

/// The user's organizations; known in the browser only.
pub fn use_organization_list() -> UseOrganizationList {
    let context = ClerkContext::current();
    UseOrganizationList {
        is_loaded: Signal::derive(move || context.is_loaded()),
        memberships: Memo::new(move |_| {
            context
                .session
                .with(|session| session.as_ref().map(|session| session.memberships().to_vec()).unwrap_or_default())
        })
        .into(),
        context,
    }
}

impl UseOrganizationList {
    /// Switches to an organization or the personal account.
    ///
    /// # Errors
    /// As [`UseClerk::set_active`](crate::UseClerk::set_active).
    pub async fn set_active(self, target: Target) -> Result<(), ClerkError> {
        UseClerk::new(self.context).set_active(target).await
    }

    /// Makes an organization and becomes its first admin. It is not active yet: `set_active` does that.
    ///
    /// # Errors
    /// When ClerkJS cannot be loaded or Clerk refuses, for example a slug that is taken.
    pub async fn create_organization(self, name: &str, slug: Option<&str>) -> Result<Organization, ClerkError> {
        js::create_organization(name, slug).await
    }
}
