//! The roles of every organization and what they may do: the application's own, or Clerk's defaults.

use std::collections::BTreeSet;

use anyhow::{Context as _, ensure};
use serde::Deserialize;

/// The role a creator of an organization gets.
pub(crate) const ADMIN: &str = "org:admin";

/// Clerk's defaults, and a role for people who look and change nothing.
const DEFAULT: &str = include_str!("roles.json");

/// The roles that members can have, most powerful first.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    roles: Vec<Role>,
}

/// A role of an organization.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Role {
    /// With its prefix: `org:admin`.
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) description: String,
    /// System permissions (`org:sys_…`) decide what ClerkJS offers, and are never in a token; the others are the
    /// application's, `org:<feature>:<permission>`.
    pub(crate) permissions: Vec<String>,
}

impl Role {
    pub(crate) fn may(&self, permission: &str) -> bool {
        self.permissions.iter().any(|own| own == permission)
    }

    /// The application's permissions.
    pub(crate) fn custom(&self) -> impl Iterator<Item = &str> {
        self.permissions.iter().map(String::as_str).filter(|permission| !is_system(permission))
    }
}

impl Roles {
    /// Reads them: `{ "roles": [{ "key", "name", "description", "permissions": […] }] }`.
    ///
    /// # Errors
    /// When the text is of another form, a key occurs twice or lacks its prefix, or nobody could own an organization.
    pub fn from_json(text: &str) -> anyhow::Result<Self> {
        let roles: Self = serde_json::from_str(text).context("the roles cannot be read")?;
        let mut keys = BTreeSet::new();
        for Role { key, permissions, .. } in &roles.roles {
            ensure!(key.starts_with("org:"), "a role's key begins with \"org:\", unlike {key:?}");
            ensure!(keys.insert(key.as_str()), "the role {key} occurs twice");
            let stray = permissions.iter().find(|permission| permission.split(':').count() != 3);
            ensure!(stray.is_none(), "a permission is written org:<feature>:<permission>, unlike {stray:?} of {key}");
        }
        ensure!(keys.contains(ADMIN), "there is no role {ADMIN}, which a creator of an organization gets");
        Ok(roles)
    }

    /// The role of that key, with its prefix.
    pub(crate) fn find(&self, key: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.key == key)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Role> {
        self.roles.iter()
    }
}

impl Default for Roles {
    fn default() -> Self {
        Self::from_json(DEFAULT).unwrap_or_else(|_| Self { roles: Vec::new() })
    }
}

/// Whether a permission is one of Clerk's own.
pub(crate) fn is_system(permission: &str) -> bool {
    permission.starts_with("org:sys_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_can_be_read() -> anyhow::Result<()> {
        assert_eq!(Roles::from_json(DEFAULT)?, Roles::default());
        Ok(())
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let role = |key: &str, permission: &str| {
            format!(r#"{{ "key": "{key}", "name": "", "description": "", "permissions": ["{permission}"] }}"#)
        };
        let admin = role(ADMIN, "org:notes:read");
        let all = |roles: &[&str]| Roles::from_json(&format!(r#"{{ "roles": [{}] }}"#, roles.join(",")));
        assert!(all(&[&admin]).is_ok());
        assert!(all(&[]).is_err(), "nobody could own an organization");
        assert!(all(&[&admin, &admin]).is_err(), "twice");
        assert!(all(&[&admin, &role("member", "org:notes:read")]).is_err(), "without its prefix");
        assert!(all(&[&admin, &role("org:member", "notes:read")]).is_err(), "no permission");
        assert!(Roles::from_json(r#"{ "roles": [], "more": 1 }"#).is_err(), "unknown fields");
    }
}
