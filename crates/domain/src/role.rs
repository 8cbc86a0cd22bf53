//! The roles that the product is set up with in Clerk, and what each may do.

use crate::Permission;

/// A role of an organization.
#[derive(Clone, Copy, Debug)]
pub struct Role {
    /// As in Clerk: `org:admin`.
    pub key: &'static str,
    /// As people read it.
    pub name: &'static str,
    /// One sentence on whom it is for.
    pub description: &'static str,
    /// Clerk's own permissions, `org:sys_…`: they decide what ClerkJS offers, and are never in a session token.
    pub system: &'static [&'static str],
    may: fn(Permission) -> bool,
}

impl Role {
    /// The product's permissions that it has.
    pub fn permissions(&self) -> impl Iterator<Item = Permission> {
        Permission::ALL.into_iter().filter(|permission| (self.may)(*permission))
    }
}

/// All of them, most powerful first.
pub const ROLES: [Role; 3] = [
    Role {
        key: "org:admin",
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
        may: |_| true,
    },
    Role {
        key: "org:member",
        name: "Member",
        description: "Works in the organization",
        system: &["org:sys_memberships:read"],
        may: |permission| !permission.key().ends_with(":delete"),
    },
    Role {
        key: "org:viewer",
        name: "Viewer",
        description: "Looks, changes nothing",
        system: &["org:sys_memberships:read"],
        may: |permission| permission.key().ends_with(":read"),
    },
];

/// What the role of that key may do; nothing where the product does not know it.
pub fn permissions_of(key: &str) -> Vec<Permission> {
    let role = ROLES.iter().find(|role| role.key == key);
    role.map_or_else(Vec::new, |role| role.permissions().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In full, by key and by role, `clerk-roles.json` has them.
    #[test]
    fn each_role_may_do_what_its_name_says() {
        for (role, verbs) in [
            ("org:admin", &["create", "read", "update", "delete"][..]),
            ("org:member", &["create", "read", "update"]),
            ("org:viewer", &["read"]),
            ("org:owner", &[]),
        ] {
            let has_verb =
                |permission: &Permission| permission.key().rsplit(':').next().is_some_and(|verb| verbs.contains(&verb));
            let expected: Vec<_> = Permission::ALL.into_iter().filter(has_verb).collect();
            assert_eq!(permissions_of(role), expected, "{role}");
        }
    }
}
