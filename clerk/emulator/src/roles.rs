//! The roles of every organization, what they may do, and the sets they come in: the application's own, or Clerk's defaults.

use std::collections::BTreeSet;

use anyhow::{Context as _, ensure};
use serde::{Deserialize, Serialize};

/// The role a creator of an organization gets, unless another is chosen.
pub(crate) const ADMIN: &str = "org:admin";

/// Inviting, removing, giving roles.
pub(crate) const MANAGE_MEMBERS: &str = "org:sys_memberships:manage";

/// Clerk's defaults, and a role for people who look and change nothing.
const DEFAULT: &str = include_str!("roles.json");

/// Clerk's own permissions, and what they are called.
const SYSTEM: [(&str, &str); 8] = [
    ("org:sys_profile:manage", "Manage organization"),
    ("org:sys_profile:delete", "Delete organization"),
    ("org:sys_memberships:read", "Read members"),
    ("org:sys_memberships:manage", "Manage members"),
    ("org:sys_domains:read", "Read domains"),
    ("org:sys_domains:manage", "Manage domains"),
    ("org:sys_billing:read", "Read billing"),
    ("org:sys_billing:manage", "Manage billing"),
];

/// What the creator of an organization must be able to do.
const OF_CREATORS: [&str; 3] = ["org:sys_memberships:read", MANAGE_MEMBERS, "org:sys_profile:delete"];

/// The set that is there before anybody makes one.
pub(crate) const FIRST_SET: &str = "role_set:default";

/// The roles that members can have, most powerful first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    roles: Vec<Role>,
    /// Permissions of the application that no role needs to have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    permissions: Vec<Permission>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    role_sets: Vec<RoleSet>,
    /// Key of the role a creator of an organization gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    creator_role: Option<String>,
    /// Key of the role of those who join by their address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    domain_role: Option<String>,
}

/// A role of an organization.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Role {
    /// Made from the key where none is given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    id: String,
    /// With its prefix: `org:admin`.
    pub(crate) key: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) description: String,
    /// System permissions (`org:sys_…`) decide what ClerkJS offers, and are never in a token; the others are the
    /// application's, `org:<feature>:<permission>`.
    pub(crate) permissions: Vec<String>,
    #[serde(default = "beginning", skip_serializing_if = "is_beginning")]
    pub(crate) created_at: i64,
    #[serde(default = "beginning", skip_serializing_if = "is_beginning")]
    pub(crate) updated_at: i64,
}

/// Something that a role may do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Permission {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    id: String,
    pub(crate) key: String,
    #[serde(default)]
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) description: String,
    #[serde(default = "beginning", skip_serializing_if = "is_beginning")]
    pub(crate) created_at: i64,
    #[serde(default = "beginning", skip_serializing_if = "is_beginning")]
    pub(crate) updated_at: i64,
}

/// Roles that organizations choose from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleSet {
    #[serde(default)]
    pub(crate) id: String,
    /// With its prefix: `role_set:default`.
    pub(crate) key: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) description: Option<String>,
    /// Keys of roles.
    pub(crate) roles: Vec<String>,
    pub(crate) default_role: String,
    pub(crate) creator_role: String,
    /// Whether new organizations have it.
    #[serde(default)]
    pub(crate) initial: bool,
    #[serde(default = "beginning", skip_serializing_if = "is_beginning")]
    pub(crate) created_at: i64,
    #[serde(default = "beginning", skip_serializing_if = "is_beginning")]
    pub(crate) updated_at: i64,
}

/// When those things were made that a file names without a time.
fn beginning() -> i64 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
fn is_beginning(time: &i64) -> bool {
    *time == beginning()
}

impl Role {
    /// One that has an id and times of its own.
    pub(crate) fn new(id: String, key: String, name: String, now_ms: i64) -> Self {
        Self { id, key, name, created_at: now_ms, updated_at: now_ms, ..Self::default() }
    }

    pub(crate) fn id(&self) -> String {
        if self.id.is_empty() { format!("role_{}", self.key.trim_start_matches("org:")) } else { self.id.clone() }
    }

    pub(crate) fn may(&self, permission: &str) -> bool {
        self.permissions.iter().any(|own| own == permission)
    }

    /// Whether a creator of an organization could have it.
    pub(crate) fn may_create(&self) -> bool {
        OF_CREATORS.iter().all(|permission| self.may(permission))
    }

    /// The application's permissions.
    pub(crate) fn custom(&self) -> impl Iterator<Item = &str> {
        self.permissions.iter().map(String::as_str).filter(|permission| !is_system(permission))
    }

    /// Gives it another key; its id stays.
    pub(crate) fn rename(&mut self, key: String) {
        self.id = self.id();
        self.key = key;
    }
}

impl Permission {
    pub(crate) fn new(id: String, key: String, now_ms: i64) -> Self {
        Self { id, key, created_at: now_ms, updated_at: now_ms, ..Self::default() }
    }

    /// One that only roles name.
    fn bare(key: &str) -> Self {
        let name = SYSTEM.iter().find(|(system, _)| *system == key).map_or(key, |(_, name)| name);
        Self { name: name.to_owned(), ..Self::new(String::new(), key.to_owned(), beginning()) }
    }

    pub(crate) fn id(&self) -> String {
        if self.id.is_empty() { format!("perm_{}", self.key.replace(':', "_")) } else { self.id.clone() }
    }

    /// Clerk's own, or the application's.
    pub(crate) fn kind(&self) -> &'static str {
        if is_system(&self.key) { "system" } else { "user" }
    }

    /// Gives it another key; its id stays.
    pub(crate) fn rename(&mut self, key: String) {
        self.id = self.id();
        self.key = key;
    }
}

impl Roles {
    /// Reads them: `{ "roles": [{ "key", "name", "description", "permissions": […] }] }`.
    ///
    /// # Errors
    /// When the text is of another form, a key occurs twice or lacks its prefix, or nobody could own an organization.
    pub fn from_json(text: &str) -> anyhow::Result<Self> {
        let roles: Self = serde_json::from_str(text).context("the roles cannot be read")?;
        roles.check()?;
        Ok(roles)
    }

    /// Whether they make sense.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        let mut keys = BTreeSet::new();
        for Role { key, permissions, .. } in &self.roles {
            ensure!(key.starts_with("org:"), "a role's key begins with \"org:\", unlike {key:?}");
            ensure!(keys.insert(key.as_str()), "the role {key} occurs twice");
            let stray = permissions.iter().find(|permission| permission.split(':').count() != 3);
            ensure!(stray.is_none(), "a permission is written org:<feature>:<permission>, unlike {stray:?} of {key}");
        }
        let creator = self.creator_role();
        ensure!(keys.contains(creator), "there is no role {creator}, which a creator of an organization gets");
        Ok(())
    }

    /// The role of that key, with its prefix.
    pub(crate) fn find(&self, key: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.key == key)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Role> {
        self.roles.iter()
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id() == id)
    }

    /// Puts a role in the place of the one with its id, or behind all.
    pub(crate) fn put(&mut self, role: Role) {
        match self.roles.iter_mut().find(|other| other.id() == role.id()) {
            Some(other) => *other = role,
            None => self.roles.push(role),
        }
    }

    pub(crate) fn remove(&mut self, id: &str) {
        let Some(key) = self.by_id(id).map(|role| role.key.clone()) else { return };
        self.roles.retain(|role| role.key != key);
        self.role_sets.iter_mut().for_each(|set| set.roles.retain(|own| *own != key));
    }

    /// Key of the role that a creator of an organization gets.
    pub(crate) fn creator_role(&self) -> &str {
        self.creator_role.as_deref().unwrap_or(ADMIN)
    }

    /// Key of the role of those who join by their address.
    pub(crate) fn domain_role(&self) -> &str {
        let member = self.find("org:member").or_else(|| self.roles.last());
        self.domain_role.as_deref().or(member.map(|role| role.key.as_str())).unwrap_or_default()
    }

    pub(crate) fn set_creator_role(&mut self, key: &str) {
        self.creator_role = Some(key.to_owned());
    }

    pub(crate) fn set_domain_role(&mut self, key: &str) {
        self.domain_role = Some(key.to_owned());
    }

    /// Everywhere a role is named, its new key in the place of the old one.
    pub(crate) fn rename(&mut self, old: &str, new: &str) {
        let sets = self.role_sets.iter_mut();
        let named = sets.flat_map(|set| set.roles.iter_mut().chain([&mut set.default_role, &mut set.creator_role]));
        let chosen = self.creator_role.iter_mut().chain(self.domain_role.iter_mut());
        named.chain(chosen).filter(|key| *key == old).for_each(|key| new.clone_into(key));
        if self.creator_role.is_none() && old == ADMIN {
            self.creator_role = Some(new.to_owned());
        }
    }

    /// Clerk's own, those that roles have, and those that were only made.
    pub(crate) fn permissions(&self) -> Vec<Permission> {
        let mut rows: Vec<Permission> = SYSTEM.iter().map(|(key, _)| Permission::bare(key)).collect();
        rows.extend(self.permissions.iter().cloned());
        for key in self.roles.iter().flat_map(|role| &role.permissions) {
            if !rows.iter().any(|row| row.key == *key) {
                rows.push(Permission::bare(key));
            }
        }
        rows
    }

    pub(crate) fn permission(&self, key: &str) -> Option<Permission> {
        self.permissions().into_iter().find(|row| row.key == key)
    }

    /// Puts a permission in the place of the one with its id, or behind all.
    pub(crate) fn put_permission(&mut self, row: Permission) {
        self.permissions.retain(|other| other.id() != row.id());
        self.permissions.push(row);
    }

    /// Takes a permission away, from every role too.
    pub(crate) fn remove_permission(&mut self, key: &str) {
        self.permissions.retain(|row| row.key != key);
        self.roles.iter_mut().for_each(|role| role.permissions.retain(|own| own != key));
    }

    /// In every role that has it, a permission's new key in the place of the old one.
    pub(crate) fn rename_permission(&mut self, old: &str, new: &str) {
        let all = self.roles.iter_mut().flat_map(|role| role.permissions.iter_mut());
        all.filter(|key| *key == old).for_each(|key| new.clone_into(key));
    }

    /// The sets; where nobody made one, the first has every role.
    pub(crate) fn sets(&self) -> Vec<RoleSet> {
        if !self.role_sets.is_empty() {
            return self.role_sets.clone();
        }
        vec![RoleSet {
            id: "rset_default".to_owned(),
            key: FIRST_SET.to_owned(),
            name: "Default".to_owned(),
            description: None,
            roles: self.roles.iter().map(|role| role.key.clone()).collect(),
            default_role: self.domain_role().to_owned(),
            creator_role: self.creator_role().to_owned(),
            initial: true,
            created_at: beginning(),
            updated_at: beginning(),
        }]
    }

    /// Puts a set in the place of the one with its id, or behind all; there is one initial set.
    pub(crate) fn put_set(&mut self, set: RoleSet) {
        let mut sets = self.sets();
        if set.initial {
            sets.iter_mut().for_each(|other| other.initial = false);
        }
        match sets.iter_mut().find(|other| other.id == set.id) {
            Some(other) => *other = set,
            None => sets.push(set),
        }
        self.role_sets = sets;
    }

    pub(crate) fn remove_set(&mut self, id: &str) {
        self.role_sets = self.sets();
        self.role_sets.retain(|set| set.id != id);
    }
}

impl Default for Roles {
    fn default() -> Self {
        Self::from_json(DEFAULT).unwrap_or_else(|_| Self {
            roles: Vec::new(),
            permissions: Vec::new(),
            role_sets: Vec::new(),
            creator_role: None,
            domain_role: None,
        })
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
