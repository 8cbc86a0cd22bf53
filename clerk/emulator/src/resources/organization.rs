//! Organizations, memberships, invitations and roles.

use serde_json::{Value, json};

use super::View;
use crate::{
    Roles,
    roles::{self, Role},
    state::{
        invitation::Invitation,
        organization::{Membership, Organization},
    },
};

const SEATS: usize = 20;

impl View<'_> {
    pub(crate) fn organization(self, organization: &Organization) -> Value {
        json!({
            "object": "organization",
            "id": organization.id,
            "name": organization.name,
            "slug": organization.slug,
            "image_url": self.image_url(&organization.id),
            "has_image": false,
            "members_count": self.state.memberships_in(&organization.id).len(),
            "pending_invitations_count": self.state.invitations_to(&organization.id, &["pending"]).len(),
            "max_allowed_memberships": SEATS,
            "admin_delete_enabled": true,
            "public_metadata": organization.public_metadata,
            "created_at": organization.created_at,
            "updated_at": organization.updated_at,
        })
    }

    /// A membership; inside its own user it comes without that user.
    pub(crate) fn membership(self, membership: &Membership, with_user: bool) -> Value {
        let role = self.state.roles.find(&membership.role);
        let organization = self.state.organization(&membership.organization_id).ok();
        let user = self.state.user(&membership.user_id).ok().filter(|_| with_user);
        let mut view = json!({
            "object": "organization_membership",
            "id": membership.id,
            "organization": organization.map(|organization| self.organization(organization)),
            "role": membership.role,
            "role_name": role.map(|role| &role.name),
            "permissions": role.map(|role| &role.permissions),
            "public_metadata": {},
            "created_at": membership.created_at,
            "updated_at": membership.updated_at,
        });
        if let (Some(user), Some(fields)) = (user, view.as_object_mut()) {
            fields.insert("public_user_data".to_owned(), self.public_user(user));
        }
        view
    }

    /// An invitation as the organization sees it.
    pub(crate) fn invitation(self, invitation: &Invitation) -> Value {
        json!({
            "object": "organization_invitation",
            "id": invitation.id,
            "email_address": invitation.address,
            "organization_id": invitation.organization_id,
            "role": invitation.role,
            "role_name": self.state.roles.find(&invitation.role).map(|role| &role.name),
            "status": invitation.status,
            "public_metadata": {},
            "url": null,
            "created_at": invitation.created_at,
            "updated_at": invitation.updated_at,
        })
    }

    /// An invitation as the invited person sees it.
    pub(crate) fn own_invitation(self, invitation: &Invitation) -> Value {
        let organization = self.state.organization(&invitation.organization_id).ok();
        let shown = organization.map(|organization| {
            json!({
                "id": organization.id,
                "name": organization.name,
                "slug": organization.slug,
                "image_url": self.image_url(&organization.id),
                "has_image": false,
            })
        });
        let mut view = self.invitation(invitation);
        if let Some(fields) = view.as_object_mut() {
            fields.insert("object".to_owned(), json!("user_organization_invitation"));
            fields.insert("public_organization_data".to_owned(), json!(shown));
        }
        view
    }
}

/// The roles a member can be given.
pub(crate) fn roles(roles: &Roles) -> Value {
    let rows: Vec<Value> = roles.iter().map(role).collect();
    json!({ "total_count": rows.len(), "data": rows, "has_role_set_migration": false })
}

fn role(role: &Role) -> Value {
    let permissions: Vec<Value> = role.permissions.iter().map(|key| permission(key)).collect();
    json!({
        "object": "role",
        "id": format!("role_{}", role.key.trim_start_matches("org:")),
        "key": role.key,
        "name": role.name,
        "description": role.description,
        "permissions": permissions,
        "created_at": 1,
        "updated_at": 1,
    })
}

fn permission(key: &str) -> Value {
    json!({
        "object": "permission",
        "id": format!("perm_{}", key.replace(':', "_")),
        "key": key,
        "name": key,
        "description": "",
        "type": if roles::is_system(key) { "system" } else { "user" },
        "created_at": 1,
        "updated_at": 1,
    })
}
