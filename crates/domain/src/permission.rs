//! The permissions of the product, parsed once at the edge; and the markers that put them into types.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Makes the enum, its keys, and for each permission a type of the same name.
macro_rules! permissions {
    ($($resource:ident { $($verb:ident: $name:ident),+ $(,)? })+) => {
        /// One permission. Everywhere outside of Rust it is its Clerk key, [`Permission::key`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Permission {$($(
            #[doc = concat!("`org:", stringify!($resource), ":", stringify!($verb), "`")]
            $name,
        )+)+}

        impl Permission {
            /// Every permission there is.
            pub const ALL: [Self; [$($(stringify!($name)),+),+].len()] = [$($(Self::$name),+),+];

            /// The key as set up in Clerk.
            pub const fn key(self) -> &'static str {
                match self {$($(
                    Self::$name => concat!("org:", stringify!($resource), ":", stringify!($verb)),
                )+)+}
            }
        }

        $($(
            #[doc = concat!("`org:", stringify!($resource), ":", stringify!($verb), "`, as a type.")]
            #[derive(Clone, Copy, Debug)]
            pub enum $name {}

            impl sealed::Sealed for $name {}

            impl Access for $name {
                const PERMISSION: Permission = Permission::$name;
            }
        )+)+
    };
}

// A resource adds a line. Whoever may read the activity reads what was done with everything, whatever else they may read.
permissions! {
    // begin examples
    projects { create: CreateProjects, read: ReadProjects, update: UpdateProjects, delete: DeleteProjects }
    // end examples
    invoices { create: CreateInvoices, read: ReadInvoices, update: UpdateInvoices, delete: DeleteInvoices }
    activity { read: ReadActivity }
}

impl Permission {
    /// Whether it lets somebody take things away.
    pub fn removes(self) -> bool {
        self.key().ends_with(":delete")
    }

    /// The permission of a Clerk key; `None` for keys this product does not know.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.key() == key)
    }
}

impl Serialize for Permission {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl<'de> Deserialize<'de> for Permission {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = Cow::<str>::deserialize(deserializer)?;
        Self::from_key(&key).ok_or_else(|| D::Error::custom("no permission of this product"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_reads_back() {
        for permission in Permission::ALL {
            assert_eq!(Permission::from_key(permission.key()), Some(permission));
            let value = serde_json::Value::from(permission.key());
            assert_eq!(serde_json::to_value(permission).ok(), Some(value.clone()));
            assert_eq!(serde_json::from_value(value).ok(), Some(permission));
        }
    }

    #[test]
    fn foreign_keys_are_no_permission() {
        for key in
            ["", "org:activity", "activity:read", "org:activity:read ", "ORG:ACTIVITY:READ", "org:sys_domains:read"]
        {
            assert_eq!(Permission::from_key(key), None, "{key:?}");
            assert!(serde_json::from_value::<Permission>(key.into()).is_err(), "{key:?}");
        }
    }

    #[test]
    fn a_marker_stands_for_the_permission_of_its_name() {
        assert_eq!(ReadActivity::PERMISSION, Permission::ReadActivity);
        assert_eq!(ReadActivity::PERMISSION.key(), "org:activity:read");
    }
}
