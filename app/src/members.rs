//! The people of an organization: an overview, members, invitations. What is shown comes from the copy of Clerk's people; what
//! is changed, Clerk changes, after our own check by the caller's membership in the copy: Clerk does not know who asks.
//!
//! One function reads for all of these pages, because what a page's data costs the browser's program it costs once a type.

#![expect(missing_docs, reason = "the server macro makes argument structs whose fields cannot be documented")]

#[cfg(feature = "ssr")]
mod answers;
mod detail;
mod frame;
mod invitations;
mod list;
#[cfg(feature = "ssr")]
mod operations;
mod overview;
#[cfg(feature = "ssr")]
mod reading;
#[cfg(feature = "ssr")]
mod refusals;
#[cfg(feature = "ssr")]
mod rest;

#[cfg(feature = "ssr")]
use axum::routing;
use domain::{Headcount, OrganizationInvitation, OrganizationMember, People, TenantPath, UserId};
#[cfg(feature = "ssr")]
use http::Method;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

use self::{detail::MemberPage, invitations::InvitationsPage, list::MembersPage, overview::OverviewPage};
use crate::{
    AppError,
    activity::Entry,
    people::NamesPeople,
    resource::{Function, Manifest, Menu, Needs, PageRoute, Policy, route},
    ui::Glyph,
};
#[cfg(feature = "ssr")]
use crate::{
    context::{
        respond::{redirect, respond},
        scope_at,
    },
    resource::{Endpoint, Noun},
};

const SEE: Policy = Policy::Membership(domain::member::READ);
const MANAGE: Policy = Policy::Membership(domain::member::MANAGE);
/// Whoever leaves needs no right; whoever removes somebody else does.
const LEAVE: Policy = Policy::SignedIn;

#[cfg(feature = "ssr")]
const MEMBERS_AT: &str = "/api/organization/members";
#[cfg(feature = "ssr")]
const MEMBER_AT: &str = "/api/organization/members/{id}";
#[cfg(feature = "ssr")]
const INVITATIONS_AT: &str = "/api/organization/invitations";
#[cfg(feature = "ssr")]
const INVITATION_AT: &str = "/api/organization/invitations/{id}";
#[cfg(feature = "ssr")]
const RESEND_AT: &str = "/api/organization/invitations/{id}/resend";

/// The people of an organization.
pub const MEMBERS: Manifest = Manifest {
    pages: &[
        PageRoute::tenant("/organization", |at| route(at, OverviewPage)),
        PageRoute::tenant("/organization/members", |at| route(at, MembersPage)),
        PageRoute::tenant("/organization/members/{id}", |at| route(at, MemberPage))
            .with_forms(&[ChangeRole::PATH, RemoveMember::PATH]),
        PageRoute::tenant("/organization/invitations", |at| route(at, InvitationsPage)).with_forms(&[
            Invite::PATH,
            ResendInvitation::PATH,
            RevokeInvitation::PATH,
        ]),
    ],
    functions: &[
        Function::reads(ReadPeople::PATH, SEE),
        Function::writes(ChangeRole::PATH, MANAGE, &["tenant", "id", "role"]),
        Function::writes(RemoveMember::PATH, LEAVE, &["tenant", "id"]),
        Function::writes(Invite::PATH, MANAGE, &["tenant", "email_addresses", "role"]),
        Function::writes(ResendInvitation::PATH, MANAGE, &["tenant", "id"]),
        Function::writes(RevokeInvitation::PATH, MANAGE, &["tenant", "id"]),
    ],
    menu: Some(Menu { label: "Organization", glyph: Glyph::People, path: "/organization", needs: Needs::Organization }),
    #[cfg(feature = "ssr")]
    nouns: &[
        Noun {
            noun: "member",
            one: "a member",
            fields: OrganizationMember::NOTED,
            page: |tenant, member| Some(member_path(tenant, &member.get("person")?.as_str()?.parse().ok()?)),
            page_stays: false,
        },
        Noun {
            noun: "invitation",
            one: "an invitation",
            fields: OrganizationInvitation::NOTED,
            page: |tenant, _| Some(invitations_path(tenant)),
            page_stays: true,
        },
    ],
    #[cfg(feature = "ssr")]
    endpoints: &[
        Endpoint::reads(MEMBERS_AT, SEE, || routing::get(rest::members)),
        Endpoint::writes(Method::PATCH, MEMBER_AT, MANAGE, || routing::patch(rest::change_role)),
        Endpoint::writes(Method::DELETE, MEMBER_AT, LEAVE, || routing::delete(rest::remove)),
        Endpoint::reads(INVITATIONS_AT, MANAGE, || routing::get(rest::invitations)),
        Endpoint::writes(Method::POST, INVITATIONS_AT, MANAGE, || routing::post(rest::invite)),
        Endpoint::writes(Method::DELETE, INVITATION_AT, MANAGE, || routing::delete(rest::revoke)),
        Endpoint::writes(Method::POST, RESEND_AT, MANAGE, || routing::post(rest::resend)),
    ],
};

/// What a page of these shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// How many there are, and what happened lately.
    #[default]
    Overview,
    /// A page of the members.
    Members,
    /// One member; the query is their id.
    Member,
    /// A page of the invitations.
    Invitations,
}

/// Whether there is anything to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Copied {
    /// The copy has it.
    #[default]
    Yes,
    /// It is about to.
    NotYet,
    /// Clerk tells this app nothing.
    No,
    /// There is nobody else in a personal account.
    Personal,
}

/// What is shown of an organization's people, whichever page it is for; the rest is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PeoplePage {
    pub copied: Copied,
    /// Whether the viewer may change who belongs here.
    pub may_manage: bool,
    /// The roles that the viewer may give.
    pub roles: Vec<String>,
    pub name: String,
    pub headcount: Headcount,
    pub members: Vec<OrganizationMember>,
    pub invitations: Vec<OrganizationInvitation>,
    /// What happened lately.
    pub entries: Vec<Entry>,
    pub next: Option<String>,
    /// Whom it names.
    pub people: People,
}

impl NamesPeople for PeoplePage {
    fn take_people(&mut self) -> People {
        std::mem::take(&mut self.people)
    }
}

/// What one of these pages shows. `query` is what stands behind the `?` of its address, or a member's id.
///
/// # Errors
/// [`AppError::Refused`] without the right to see the members; [`AppError::Malformed`] for a query that is none.
#[server]
pub async fn read_people(
    tenant: TenantPath,
    #[server(default)] part: Part,
    #[server(default)] query: String,
) -> Result<PeoplePage, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        reading::read(&context, &scope, part, &query).await
    })
    .await
}

/// Gives a member another role.
///
/// # Errors
/// [`AppError::Refused`]: not one's own, none with permissions that one has not, and not the last manager's.
#[server]
pub async fn change_role(tenant: TenantPath, id: UserId, role: String) -> Result<OrganizationMember, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let clerk = crate::context::backend()?;
        operations::change_role(&context, &scope, &clerk, &id, &role).await
    })
    .await
}

/// Removes a member and goes to the list; or leaves, and goes to the dashboard.
///
/// # Errors
/// [`AppError::Refused`] for the last manager.
#[server]
pub async fn remove_member(tenant: TenantPath, id: UserId) -> Result<(), AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let clerk = crate::context::backend()?;
        operations::remove(&context, &scope, &clerk, &id).await?;
        if id == *scope.actor() {
            // The session still says that one belongs here: without its cookie the next page asks Clerk.
            crate::context::respond::forget_session();
            redirect("/dashboard");
        } else {
            redirect(&members_path(&tenant));
        }
        Ok(())
    })
    .await
}

/// Invites the addresses in a text, all of them or none.
///
/// # Errors
/// [`AppError::Invalid`] for what is no address; [`AppError::Refused`] in Clerk's stead: a member already, invited already,
/// no seat left, too many.
#[server]
pub async fn invite(tenant: TenantPath, email_addresses: String, role: String) -> Result<(), AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let clerk = crate::context::backend()?;
        let addresses = domain::member::addresses(&email_addresses);
        operations::invite(&context, &scope, &clerk, addresses, &role).await.map(|_| ())
    })
    .await
}

/// Sends an invitation once more: takes it back, if it is pending, and sends another one.
///
/// # Errors
/// As [`invite`].
#[server]
pub async fn resend_invitation(tenant: TenantPath, id: String) -> Result<(), AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let clerk = crate::context::backend()?;
        operations::resend(&context, &scope, &clerk, &id).await.map(|_| ())
    })
    .await
}

/// Takes an invitation back.
///
/// # Errors
/// [`AppError::Stale`] when it is not pending any more.
#[server]
pub async fn revoke_invitation(tenant: TenantPath, id: String) -> Result<(), AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let clerk = crate::context::backend()?;
        operations::revoke(&context, &scope, &clerk, &id).await
    })
    .await
}

fn members_path(tenant: &TenantPath) -> String {
    format!("{tenant}/organization/members")
}

fn member_path(tenant: &TenantPath, id: &UserId) -> String {
    format!("{tenant}/organization/members/{id}")
}

fn invitations_path(tenant: &TenantPath) -> String {
    format!("{tenant}/organization/invitations")
}
