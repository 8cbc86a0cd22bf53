//! The roles to set up in Clerk. The local Clerk reads them from `clerk-roles.json`, which a test keeps equal to the
//! product's own permissions.

use domain::role::ROLES;
use serde::Serialize;

/// The file, in the order in which it is read.
#[derive(Serialize)]
struct File {
    roles: Vec<Role>,
}

#[derive(Serialize)]
struct Role {
    key: &'static str,
    name: &'static str,
    description: &'static str,
    permissions: Vec<&'static str>,
}

/// The text of `clerk-roles.json`.
pub(crate) fn roles() -> String {
    let file = File { roles: ROLES.iter().map(Role::of).collect() };
    serde_json::to_string_pretty(&file).map(|text| text + "\n").unwrap_or_default()
}

impl Role {
    fn of(role: &domain::role::Role) -> Self {
        let own = role.permissions().map(domain::Permission::key);
        let permissions = role.system.iter().copied().chain(own).collect();
        Self { key: role.key, name: role.name, description: role.description, permissions }
    }
}
