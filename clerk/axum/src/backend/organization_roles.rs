//! The roles that members can have.

use super::{
    BackendClient, Call, OrganizationPermission, Page, RoleOrPermissionList,
    common::Deleted,
    macros::{params, resource},
    path::Segment::{self, Fixed, Id},
};

const ROLES: Segment<'static> = Fixed("organization_roles");

resource! {
    /// A role.
    pub struct OrganizationRole {
        /// `role_…`.
        pub id: String,
        /// Its name.
        pub name: String,
        /// `org:billing`.
        pub key: String,
        /// What it is for.
        pub description: Option<String>,
        /// Whoever makes an organization may be that.
        pub is_creator_eligible: bool,
        /// What it allows.
        pub permissions: Vec<OrganizationPermission>,
        /// Unix milliseconds.
        pub created_at: i64,
        /// Unix milliseconds.
        pub updated_at: i64,
    }
}

params! {
    /// Parameters of [`OrganizationRoles::create`].
    pub struct CreateRole {
        /// Its name.
        pub name: String,
        /// `org:billing`.
        pub key: String,
        /// What it is for.
        pub description: Option<String>,
        /// `perm_…`.
        pub permissions: Option<Vec<String>>,
        /// In the set of roles that new organizations have.
        pub include_in_initial_role_set: Option<bool>,
    }
}

params! {
    /// Parameters of [`OrganizationRoles::update`]. What is not given stays.
    pub struct UpdateRole {
        /// Its name.
        pub name: Option<String>,
        /// `org:billing`.
        pub key: Option<String>,
        /// What it is for.
        pub description: Option<String>,
        /// `perm_…`: replaces what is there.
        pub permissions: Option<Vec<String>>,
    }
}

/// [`BackendClient::organization_roles`].
#[derive(Clone, Copy, Debug)]
pub struct OrganizationRoles<'a>(&'a BackendClient);

impl BackendClient {
    /// The roles that members can have.
    pub fn organization_roles(&self) -> OrganizationRoles<'_> {
        OrganizationRoles(self)
    }
}

impl OrganizationRoles<'_> {
    /// `GET /organization_roles`.
    pub fn list(self, parameters: &RoleOrPermissionList) -> Call<Page<OrganizationRole>> {
        self.0.get(&[ROLES]).query(parameters)
    }

    /// `GET /organization_roles/{id}`.
    pub fn get(self, role_id: &str) -> Call<OrganizationRole> {
        self.0.get(&[ROLES, Id(role_id)])
    }

    /// `POST /organization_roles`.
    pub fn create(self, parameters: &CreateRole) -> Call<OrganizationRole> {
        self.0.post(&[ROLES]).body(parameters)
    }

    /// `PATCH /organization_roles/{id}`.
    pub fn update(self, role_id: &str, parameters: &UpdateRole) -> Call<OrganizationRole> {
        self.0.patch(&[ROLES, Id(role_id)]).body(parameters)
    }

    /// `DELETE /organization_roles/{id}`.
    pub fn delete(self, role_id: &str) -> Call<Deleted> {
        self.0.delete(&[ROLES, Id(role_id)])
    }

    /// `POST /organization_roles/{id}/permissions/{permission}`.
    pub fn assign_permission(self, role_id: &str, permission_id: &str) -> Call<OrganizationRole> {
        self.0.post(&[ROLES, Id(role_id), Fixed("permissions"), Id(permission_id)])
    }

    /// `DELETE /organization_roles/{id}/permissions/{permission}`.
    pub fn remove_permission(self, role_id: &str, permission_id: &str) -> Call<OrganizationRole> {
        self.0.delete(&[ROLES, Id(role_id), Fixed("permissions"), Id(permission_id)])
    }
}
