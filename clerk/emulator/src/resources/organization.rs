//! Organizations, memberships, invitations and roles.

use serde_json::{Value, json};

use super::View;
use crate::{
    Roles,
    fields::Fields,
    roles::{Permission, Role},
    state::{
        invitation::Invitation,
        organization::{Membership, Organization},
    },
};

impl View<'_> {
    pub(crate) fn organization(self, organization: &Organization) -> Value {
        json!({
            "object": "organization",
            "id": organization.id,
            "name": organization.name,
            "slug": organization.slug,
            "image_url": self.image_url(&organization.id),
            "has_image": organization.image.is_some(),
            "members_count": self.state.memberships_in(&organization.id).len(),
            "pending_invitations_count": self.state.invitations_to(&organization.id, &["pending"]).len(),
            "max_allowed_memberships": self.state.seats(organization),
            "admin_delete_enabled": !organization.admin_delete_disabled,
            "public_metadata": organization.public_metadata,
            "created_at": organization.created_at,
            "updated_at": organization.updated_at,
        })
    }

    /// A membership; inside its own user it comes without that user.
    pub(crate) fn membership(self, membership: &Membership, with_user: bool) -> Value {
        let organization = self.state.organization(&membership.organization_id);
        let organization = organization.map_or(Value::Null, |organization| self.organization(organization));
        let mut view = self.membership_of(membership, organization);
        if let (Ok(user), true) = (self.state.user(&membership.user_id), with_user) {
            super::put(&mut view, "public_user_data", self.public_user(user));
        }
        view
    }

    /// A membership of an organization that is drawn already.
    pub(super) fn membership_of(self, membership: &Membership, organization: Value) -> Value {
        let role = self.state.roles.find(&membership.role);
        json!({
            "object": "organization_membership",
            "id": membership.id,
            "organization": organization,
            "role": membership.role,
            "role_name": role.map_or(membership.role.as_str(), |role| &role.name),
            "permissions": role.map(|role| role.permissions.as_slice()).unwrap_or_default(),
            "public_metadata": membership.public_metadata,
            "created_at": membership.created_at,
            "updated_at": membership.updated_at,
        })
    }

    /// An invitation as the organization sees it.
    pub(crate) fn invitation(self, invitation: &Invitation) -> Value {
        json!({
            "object": "organization_invitation",
            "id": invitation.id,
            "email_address": invitation.address,
            "organization_id": invitation.organization_id,
            "role": invitation.role,
            "role_name": self.state.roles.find(&invitation.role).map_or(invitation.role.as_str(), |role| &role.name),
            "status": invitation.standing(self.state.now_ms()),
            "public_metadata": invitation.public_metadata,
            "url": null,
            "expires_at": invitation.expires_at,
            "created_at": invitation.created_at,
            "updated_at": invitation.updated_at,
        })
    }

    /// An invitation as the invited person sees it.
    pub(crate) fn own_invitation(self, invitation: &Invitation) -> Value {
        let mut view = self.invitation(invitation);
        if let Some(fields) = view.as_object_mut() {
            fields.insert("object".to_owned(), json!("user_organization_invitation"));
            fields.insert("public_organization_data".to_owned(), self.public_organization(&invitation.organization_id));
        }
        view
    }

    /// What anybody may know of an organization.
    pub(crate) fn public_organization(self, id: &str) -> Value {
        self.state.organization(id).map_or(Value::Null, |organization| {
            json!({
                "id": organization.id,
                "name": organization.name,
                "slug": organization.slug,
                "image_url": self.image_url(&organization.id),
                "has_image": organization.image.is_some(),
            })
        })
    }
}

/// The roles a member can be given.
pub(crate) fn roles(roles: &Roles, rows: &[&Role], query: &Fields) -> Value {
    let mut list = super::page(rows, query, |row| role(roles, row));
    super::put(&mut list, "has_role_set_migration", json!(false));
    list
}

pub(crate) fn role(roles: &Roles, role: &Role) -> Value {
    let permissions = role.permissions.iter().filter_map(|key| roles.permission(key));
    json!({
        "object": "role",
        "id": role.id(),
        "key": role.key,
        "name": role.name,
        "description": role.description,
        "is_creator_eligible": role.may_create(),
        "permissions": permissions.map(|row| permission(&row)).collect::<Vec<_>>(),
        "created_at": role.created_at,
        "updated_at": role.updated_at,
    })
}

pub(crate) fn permission(row: &Permission) -> Value {
    json!({
        "object": "permission",
        "id": row.id(),
        "key": row.key,
        "name": row.name,
        "description": row.description,
        "type": row.kind(),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    })
}
