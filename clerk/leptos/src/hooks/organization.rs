//! The active organization and the user's place in it.

use leptos::prelude::*;

use super::{
    known::{is_loaded, known},
    pages::{Pages, Paging, pages},
};
use crate::{
    Organization, OrganizationDomain, OrganizationInvitation, OrganizationMembership,
    resources::{MembershipRequest, active},
};

/// See [`use_organization`].
#[derive(Clone, Copy)]
pub struct UseOrganization {
    /// Whether ClerkJS has answered.
    pub is_loaded: Signal<bool>,
    /// `None` in the personal account, while signed out or loading.
    pub organization: Signal<Option<Organization>>,
    /// The user's membership in it.
    pub membership: Signal<Option<OrganizationMembership>>,
}

/// The active organization, with methods; known in the browser only, id and slug also to [`use_auth`](crate::use_auth).
pub fn use_organization() -> UseOrganization {
    let organization = known::<Organization>("organization");
    let memberships = known::<Vec<OrganizationMembership>>("user.organizationMemberships");
    let membership = Memo::new(move |_| {
        let id = organization.with(|organization| Some(organization.as_ref()?.id.clone()))?;
        memberships.with(|all| all.as_ref()?.iter().find(|membership| membership.organization.id == id).cloned())
    });
    UseOrganization { is_loaded: is_loaded(), organization: organization.into(), membership: membership.into() }
}

impl UseOrganization {
    /// Its members. Needs `org:sys_memberships:read`.
    pub fn memberships(self, paging: Paging) -> Pages<OrganizationMembership> {
        pages("organization", "getMemberships", paging)
    }

    /// Its invitations. Needs `org:sys_memberships:manage`.
    pub fn invitations(self, paging: Paging) -> Pages<OrganizationInvitation> {
        pages("organization", "getInvitations", paging)
    }

    /// Who asks to join. Needs `org:sys_memberships:manage`.
    pub fn membership_requests(self, paging: Paging) -> Pages<MembershipRequest> {
        pages("organization", "getMembershipRequests", paging)
    }

    /// Its domains. Needs `org:sys_domains:read`.
    pub fn domains(self, paging: Paging) -> Pages<OrganizationDomain> {
        pages("organization", "getDomains", paging)
    }

    /// The organization at this moment, to call its methods in a handler.
    pub fn now(self) -> Option<Organization> {
        active()
    }
}
