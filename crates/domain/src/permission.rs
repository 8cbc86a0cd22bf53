//! The permissions of the product, parsed once at the edge; and the markers that put them into types.

use serde::{Deserialize, Serialize};

/// One permission. Everywhere outside of Rust it is its Clerk key, [`Permission::key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Permission {
    /// `org:projects:create`
    #[serde(rename = "org:projects:create")]
    ProjectsCreate,
    /// `org:projects:read`
    #[serde(rename = "org:projects:read")]
    ProjectsRead,
    /// `org:projects:update`
    #[serde(rename = "org:projects:update")]
    ProjectsUpdate,
    /// `org:projects:delete`
    #[serde(rename = "org:projects:delete")]
    ProjectsDelete,
    /// `org:activity:read`
    #[serde(rename = "org:activity:read")]
    ActivityRead,
}

impl Permission {
    /// Every permission there is.
    pub const ALL: [Self; 5] =
        [Self::ProjectsCreate, Self::ProjectsRead, Self::ProjectsUpdate, Self::ProjectsDelete, Self::ActivityRead];

    /// The key as set up in Clerk.
    pub fn key(self) -> &'static str {
        match self {
            Self::ProjectsCreate => "org:projects:create",
            Self::ProjectsRead => "org:projects:read",
            Self::ProjectsUpdate => "org:projects:update",
            Self::ProjectsDelete => "org:projects:delete",
            Self::ActivityRead => "org:activity:read",
        }
    }

    /// Whether it lets somebody take things away.
    pub fn removes(self) -> bool {
        matches!(self, Self::ProjectsDelete)
    }

    /// The permission of a Clerk key; `None` for keys this product does not know.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.key() == key)
    }
}

/// Where a member's permissions come from (`CLERK_PERMISSIONS`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PermissionSource {
    /// The custom permissions in the session token.
    #[default]
    Clerk,
    /// The role alone: `org:admin` may do everything, `org:member` may create, read and update. For instances without
    /// custom permissions (they need a paid plan in production); a token cannot tell "none exist" from "none granted".
    Roles,
}

mod sealed {
    pub trait Sealed {}
}

/// A permission as a type, so that a [`Grant`](crate::Grant) for one cannot be passed where another is needed.
pub trait Access: sealed::Sealed {
    /// The permission the type stands for.
    const PERMISSION: Permission;
}

macro_rules! access {
    ($($(#[$doc:meta])* $name:ident => $permission:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        impl sealed::Sealed for $name {}

        impl Access for $name {
            const PERMISSION: Permission = Permission::$permission;
        }
    )*};
}

access! {
    /// May create projects.
    CreateProjects => ProjectsCreate;
    /// May read projects.
    ReadProjects => ProjectsRead;
    /// May change projects.
    UpdateProjects => ProjectsUpdate;
    /// May delete any project of the tenant.
    DeleteProjects => ProjectsDelete;
    /// May read the audit trail: what was done with everything, whatever else they may read.
    ReadActivity => ActivityRead;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_reads_back() {
        for permission in Permission::ALL {
            assert_eq!(Permission::from_key(permission.key()), Some(permission));
            assert_eq!(serde_json::to_value(permission).ok(), Some(permission.key().into()));
        }
    }

    #[test]
    fn foreign_keys_are_no_permission() {
        for key in
            ["", "org:projects", "projects:read", "org:projects:read ", "ORG:PROJECTS:READ", "org:sys_domains:read"]
        {
            assert_eq!(Permission::from_key(key), None, "{key:?}");
        }
    }

    #[test]
    fn each_marker_stands_for_its_permission() {
        assert_eq!(CreateProjects::PERMISSION, Permission::ProjectsCreate);
        assert_eq!(ReadProjects::PERMISSION, Permission::ProjectsRead);
        assert_eq!(UpdateProjects::PERMISSION, Permission::ProjectsUpdate);
        assert_eq!(DeleteProjects::PERMISSION, Permission::ProjectsDelete);
        assert_eq!(ReadActivity::PERMISSION, Permission::ActivityRead);
    }
}
