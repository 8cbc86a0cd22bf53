//! ClerkJS itself: its state, switching organizations, its modals.

mod acts;
mod addresses;
mod modals;

use leptos::prelude::*;

pub use acts::SetActive;
pub use addresses::{HandleRedirectCallback, RedirectOptions};

use crate::{ClerkError, ClerkStatus, brief::Session, context::ClerkContext, js, links::with_query};

/// What to act as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An organization, by id or slug.
    Organization(String),
    /// The personal account.
    Personal,
}

/// See [`use_clerk`].
#[derive(Clone, Copy)]
pub struct UseClerk {
    /// How far ClerkJS is.
    pub status: Signal<ClerkStatus>,
    /// Whether ClerkJS answers.
    pub loaded: Signal<bool>,
    context: ClerkContext,
}

/// ClerkJS and what can be asked of it.
pub fn use_clerk() -> UseClerk {
    UseClerk::new(ClerkContext::current())
}

impl UseClerk {
    pub(crate) fn new(context: ClerkContext) -> Self {
        Self { status: context.status.into(), loaded: Signal::derive(move || context.is_loaded()), context }
    }

    /// Makes an organization or the personal account the active one. Nothing happens when it is already.
    ///
    /// # Errors
    /// [`ClerkError::NOT_A_MEMBER`] for a slug the user does not belong to; otherwise ClerkJS' own.
    pub async fn set_active(self, target: Target) -> Result<(), ClerkError> {
        js::ready().await?;
        let id = self.context.session.with_untracked(|session| resolve(session.as_ref(), &target))?;
        if self.context.session.with_untracked(|session| is_active(session.as_ref(), id.as_deref())) {
            return Ok(());
        }
        js::set_active(self.context, id.as_deref()).await
    }

    /// Loads ClerkJS again after a failure.
    pub fn retry(self) {
        js::retry(self.context);
    }

    /// Goes to the sign-in page and comes back here afterwards.
    pub fn redirect_to_sign_in(self) {
        let base = self.context.options.with_value(|options| options.sign_in_url.clone());
        js::navigate(&with_query(&base, &[("redirect_url", Some(&js::here()))]));
    }

    /// Goes to the sign-up page and comes back here afterwards.
    pub fn redirect_to_sign_up(self) {
        let base = self.context.options.with_value(|options| options.sign_up_url.clone());
        js::navigate(&with_query(&base, &[("redirect_url", Some(&js::here()))]));
    }
}

/// The id to hand to ClerkJS, which would take an unknown slug for the personal account.
fn resolve(session: Option<&Session>, target: &Target) -> Result<Option<String>, ClerkError> {
    let Target::Organization(wanted) = target else { return Ok(None) };
    let organization = session
        .map(Session::memberships)
        .unwrap_or_default()
        .iter()
        .map(|membership| &membership.organization)
        .find(|organization| organization.id == *wanted || organization.slug.as_deref() == Some(wanted));
    organization
        .map(|organization| Some(organization.id.clone()))
        .ok_or_else(|| ClerkError::new(ClerkError::NOT_A_MEMBER, "You do not belong to this organization."))
}

fn is_active(session: Option<&Session>, id: Option<&str>) -> bool {
    session.is_some_and(|session| session.last_active_organization_id.as_deref() == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::{Membership, Organization, User};

    fn session() -> Session {
        let organization = Organization { id: "org_1".into(), slug: Some("acme".into()), ..Organization::default() };
        let membership = Membership { organization, ..Membership::default() };
        let user = User { organization_memberships: vec![membership], ..User::default() };
        Session { last_active_organization_id: Some("org_1".into()), user: Some(user), ..Session::default() }
    }

    #[test]
    fn slug_and_id_name_the_same_organization() {
        let session = session();
        for wanted in ["acme", "org_1"] {
            assert_eq!(resolve(Some(&session), &Target::Organization(wanted.into())), Ok(Some("org_1".into())));
        }
    }

    #[test]
    fn a_strangers_slug_is_refused_instead_of_becoming_the_personal_account() {
        let refused = resolve(Some(&session()), &Target::Organization("globex".into()));
        assert_eq!(refused.map_err(|error| error.code), Err(ClerkError::NOT_A_MEMBER.into()));
    }

    #[test]
    fn the_personal_account_has_no_id() {
        assert_eq!(resolve(None, &Target::Personal), Ok(None));
        assert!(!is_active(Some(&session()), None));
        assert!(is_active(Some(&session()), Some("org_1")));
    }
}
