//! The roles of every organization and what they may do.

/// A role of an organization.
#[derive(Debug)]
pub(crate) struct Role {
    /// With its prefix: `org:admin`.
    pub(crate) key: &'static str,
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    /// System permissions decide what ClerkJS offers; they are never in a token.
    system: &'static [&'static str],
    /// Custom permissions, `org:<feature>:<permission>`.
    pub(crate) custom: &'static [&'static str],
}

impl Role {
    pub(crate) fn permissions(&self) -> impl Iterator<Item = &'static str> {
        self.system.iter().chain(self.custom).copied()
    }

    pub(crate) fn may(&self, permission: &str) -> bool {
        self.permissions().any(|own| own == permission)
    }
}

/// The role a creator of an organization gets.
pub(crate) const ADMIN: &str = "org:admin";

pub(crate) const ROLES: [Role; 3] = [
    Role {
        key: ADMIN,
        name: "Admin",
        description: "Runs the organization: its people, its settings and everything in it",
        system: &[
            "org:sys_profile:manage",
            "org:sys_profile:delete",
            "org:sys_memberships:read",
            "org:sys_memberships:manage",
            "org:sys_domains:read",
            "org:sys_domains:manage",
        ],
        custom: &["org:projects:create", "org:projects:read", "org:projects:update", "org:projects:delete"],
    },
    Role {
        key: "org:member",
        name: "Member",
        description: "Works in the organization",
        system: &["org:sys_memberships:read"],
        custom: &["org:projects:create", "org:projects:read", "org:projects:update"],
    },
    Role {
        key: "org:viewer",
        name: "Viewer",
        description: "Looks, changes nothing",
        system: &["org:sys_memberships:read"],
        custom: &["org:projects:read"],
    },
];

/// The role of that key, with its prefix.
pub(crate) fn find(key: &str) -> Option<&'static Role> {
    ROLES.iter().find(|role| role.key == key)
}
