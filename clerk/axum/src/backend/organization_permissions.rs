//! The permissions that roles can have.

use super::{
    BackendClient, Call, Page,
    common::Deleted,
    macros::{params, resource},
    path::Segment::{self, Fixed, Id},
};

const PERMISSIONS: Segment<'static> = Fixed("organization_permissions");

resource! {
    /// A permission.
    pub struct OrganizationPermission {
        /// `perm_…`.
        pub id: String,
        /// Its name.
        pub name: String,
        /// `org:invoices:read`.
        pub key: String,
        /// What it allows.
        pub description: Option<String>,
        /// `system` or `user`.
        pub r#type: String,
        /// Unix milliseconds.
        pub created_at: i64,
        /// Unix milliseconds.
        pub updated_at: i64,
    }
}

params! {
    /// Parameters of the lists of roles and permissions.
    pub struct RoleOrPermissionList {
        /// 1 to 500; 10 where it is not given.
        pub limit: Option<u64>,
        /// How many to skip.
        pub offset: Option<u64>,
        /// A part of the name or key, or an id.
        pub query: Option<String>,
        /// `created_at`, `name` or `key`, with `+` or `-` in front.
        pub order_by: Option<String>,
    }
}

params! {
    /// Parameters of [`OrganizationPermissions::create`].
    pub struct CreatePermission {
        /// Its name.
        pub name: String,
        /// `org:invoices:read`.
        pub key: String,
        /// What it allows.
        pub description: Option<String>,
    }
}

params! {
    /// Parameters of [`OrganizationPermissions::update`].
    pub struct UpdatePermission {
        /// Its name.
        pub name: Option<String>,
        /// `org:invoices:read`.
        pub key: Option<String>,
        /// What it allows.
        pub description: Option<String>,
    }
}

/// [`BackendClient::organization_permissions`].
#[derive(Clone, Copy, Debug)]
pub struct OrganizationPermissions<'a>(&'a BackendClient);

impl BackendClient {
    /// The permissions that roles can have.
    pub fn organization_permissions(&self) -> OrganizationPermissions<'_> {
        OrganizationPermissions(self)
    }
}

impl OrganizationPermissions<'_> {
    /// `GET /organization_permissions`.
    pub fn list(self, parameters: &RoleOrPermissionList) -> Call<Page<OrganizationPermission>> {
        self.0.get(&[PERMISSIONS]).query(parameters)
    }

    /// `GET /organization_permissions/{id}`.
    pub fn get(self, permission_id: &str) -> Call<OrganizationPermission> {
        self.0.get(&[PERMISSIONS, Id(permission_id)])
    }

    /// `POST /organization_permissions`.
    pub fn create(self, parameters: &CreatePermission) -> Call<OrganizationPermission> {
        self.0.post(&[PERMISSIONS]).body(parameters)
    }

    /// `PATCH /organization_permissions/{id}`.
    pub fn update(self, permission_id: &str, parameters: &UpdatePermission) -> Call<OrganizationPermission> {
        self.0.patch(&[PERMISSIONS, Id(permission_id)]).body(parameters)
    }

    /// `DELETE /organization_permissions/{id}`.
    pub fn delete(self, permission_id: &str) -> Call<Deleted> {
        self.0.delete(&[PERMISSIONS, Id(permission_id)])
    }
}
