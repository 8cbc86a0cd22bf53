//! All organizations of the user, for pages that let them choose or make one.

use leptos::prelude::*;

use super::{
    known::{is_loaded, known},
    pages::{Pages, Paging, pages},
};
use crate::{
    ClerkApiError, ClerkError, CreateOrganizationParameters, Organization, OrganizationCreationDefaults,
    OrganizationMembership, Target, UseClerk,
    context::ClerkContext,
    js::{self, Argument, Place},
    prelude::effect,
    resources::{OrganizationSuggestion, Read, UserOrganizationInvitation, read_answer},
    use_clerk,
};

/// See [`use_organization_list`].
#[derive(Clone, Copy)]
pub struct UseOrganizationList {
    /// Whether ClerkJS has answered.
    pub is_loaded: Signal<bool>,
    clerk: UseClerk,
}

/// The user's organizations; known in the browser only.
pub fn use_organization_list() -> UseOrganizationList {
    UseOrganizationList { is_loaded: is_loaded(), clerk: use_clerk() }
}

impl UseOrganizationList {
    /// The user's memberships.
    pub fn user_memberships(self, paging: Paging) -> Pages<OrganizationMembership> {
        pages("user", "getOrganizationMemberships", paging)
    }

    /// What the user is invited to.
    pub fn user_invitations(self, paging: Paging) -> Pages<UserOrganizationInvitation> {
        pages("user", "getOrganizationInvitations", paging)
    }

    /// What the user's domain opens.
    pub fn user_suggestions(self, paging: Paging) -> Pages<OrganizationSuggestion> {
        pages("user", "getOrganizationSuggestions", paging)
    }

    /// Switches to an organization or the personal account.
    ///
    /// # Errors
    /// As [`UseClerk::set_active`](crate::UseClerk::set_active).
    pub async fn set_active(self, target: Target) -> Result<(), ClerkError> {
        self.clerk.set_active(target).await
    }

    /// Makes an organization and becomes its first admin. It is not active yet: `set_active` does that.
    ///
    /// # Errors
    /// Clerk's, for example for a slug that is taken.
    pub async fn create_organization(self, name: &str, slug: Option<&str>) -> Result<Organization, ClerkApiError> {
        let given = CreateOrganizationParameters { name: Some(name.to_owned()), slug: slug.map(Into::into) };
        let given = vec![Argument::Props(given.into())];
        read_answer(js::ask(Place::Clerk(""), "createOrganization", given).await?)
    }
}

/// See [`use_organization_creation_defaults`].
#[derive(Clone, Copy)]
pub struct UseOrganizationCreationDefaults {
    /// `None` until they have come.
    pub data: Signal<Option<OrganizationCreationDefaults>>,
    /// Why they did not.
    pub error: Signal<Option<ClerkApiError>>,
    /// Whether they are on their way.
    pub is_loading: Signal<bool>,
}

/// What Clerk would call the user's organization, where the instance has that switched on.
pub fn use_organization_creation_defaults() -> UseOrganizationCreationDefaults {
    let context = ClerkContext::current();
    let (data, error, loading) = (RwSignal::new(None), RwSignal::new(None), RwSignal::new(true));
    let user = known::<WithId>("user");
    effect(move || {
        if !context.is_loaded() || user.with(Option::is_none) {
            return;
        }
        leptos::task::spawn_local(async move {
            let answer = js::ask(Place::Clerk("user"), "getOrganizationCreationDefaults", Vec::new()).await;
            match answer.and_then(read_answer::<OrganizationCreationDefaults>) {
                Ok(found) => drop(data.try_set(Some(found))),
                Err(problem) => drop(error.try_set(Some(problem))),
            }
            loading.try_set(false);
        });
    });
    UseOrganizationCreationDefaults { data: data.into(), error: error.into(), is_loading: loading.into() }
}

/// Whoever it is, by name: another person is a reason to ask again.
#[derive(PartialEq)]
struct WithId(String);

impl Read for WithId {
    fn read(source: &js::Source) -> Option<Self> {
        source.member("id").text().map(Self)
    }
}
