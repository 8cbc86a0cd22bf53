//! ClerkJS' resources as plain data, named as ClerkJS names them. Read-only copies: changes go through ClerkJS.

use clerk_protocol::Actor;
use serde::{Deserialize, Serialize};

/// `Clerk.session`, with its user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Session {
    /// `sess_…`.
    pub id: String,
    /// `active`, `pending`, …
    pub status: String,
    /// ISO 8601.
    pub expire_at: Option<String>,
    /// ISO 8601.
    pub last_active_at: Option<String>,
    /// The active organization; `None` in the personal account.
    pub last_active_organization_id: Option<String>,
    /// Minutes since the first and the second factor were verified; -1: never.
    pub factor_verification_age: Option<[i64; 2]>,
    /// Who impersonates the user.
    pub actor: Option<Actor>,
    /// Whose session it is.
    pub user: Option<User>,
}

/// `Clerk.user`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct User {
    /// `user_…`.
    pub id: String,
    /// Where the instance has user names.
    pub username: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Both names.
    pub full_name: Option<String>,
    /// The picture; a drawn one when the user gave none.
    pub image_url: String,
    /// Whether the user gave a picture.
    pub has_image: bool,
    /// The address that counts.
    pub primary_email_address: Option<EmailAddress>,
    /// Whether the user may make organizations.
    pub create_organization_enabled: bool,
    /// The organizations the user belongs to.
    pub organization_memberships: Vec<Membership>,
}

impl User {
    /// The primary e-mail address.
    pub fn email(&self) -> Option<&str> {
        self.primary_email_address.as_ref().map(|address| address.email_address.as_str())
    }
}

/// One of a user's e-mail addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EmailAddress {
    /// The address itself.
    pub email_address: String,
}

/// A user's place in an organization.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Membership {
    /// `orgmem_…`.
    pub id: String,
    /// `org:admin`.
    pub role: String,
    /// `Admin`.
    pub role_name: String,
    /// System and custom permissions.
    pub permissions: Vec<String>,
    /// The organization.
    pub organization: Organization,
}

/// `Clerk.organization`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Organization {
    /// `org_…`.
    pub id: String,
    /// The name people see.
    pub name: String,
    /// `None` where the instance has slugs switched off.
    pub slug: Option<String>,
    /// The logo; a drawn one when there is none.
    pub image_url: String,
    /// Whether there is a logo.
    pub has_image: bool,
    /// How many belong to it.
    pub members_count: u32,
    /// How many were invited and have not answered.
    pub pending_invitations_count: u32,
}

impl Session {
    /// Every property that is read, at any depth: the list `JSON.stringify` is given.
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "only the browser reads ClerkJS"))]
    pub(crate) const PROPERTIES: &'static [&'static str] = &[
        "id",
        "status",
        "expireAt",
        "lastActiveAt",
        "lastActiveOrganizationId",
        "factorVerificationAge",
        "actor",
        "sub",
        "type",
        "user",
        "username",
        "firstName",
        "lastName",
        "fullName",
        "imageUrl",
        "hasImage",
        "primaryEmailAddress",
        "emailAddress",
        "createOrganizationEnabled",
        "organizationMemberships",
        "role",
        "roleName",
        "permissions",
        "organization",
        "name",
        "slug",
        "membersCount",
        "pendingInvitationsCount",
    ];

    /// The membership in the active organization.
    pub(crate) fn membership(&self) -> Option<&Membership> {
        let id = self.last_active_organization_id.as_deref()?;
        self.memberships().iter().find(|membership| membership.organization.id == id)
    }

    pub(crate) fn memberships(&self) -> &[Membership] {
        self.user.as_ref().map(|user| user.organization_memberships.as_slice()).unwrap_or_default()
    }
}
