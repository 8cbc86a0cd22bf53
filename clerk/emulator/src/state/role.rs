//! Roles that the Backend API changed. They last until the application brings others.

use serde::{Deserialize, Serialize};

use super::{State, organization::Organization, table::Row};
use crate::{
    Roles,
    error::{Code, Problem},
    roles::{Role, RoleSet},
};

/// The one row of its table.
const KEY: &str = "roles";

/// Changed roles, and those of the application that they were made from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RoleBook {
    configured: Roles,
    roles: Roles,
}

impl Row for RoleBook {}

impl RoleBook {
    /// As they were changed.
    pub(crate) fn roles(&self) -> &Roles {
        &self.roles
    }
}

impl State {
    /// Keeps changed roles, over restarts too.
    pub(crate) fn change_roles(&mut self, roles: Roles) {
        let configured = self.configured_roles().clone();
        self.data.role_books.insert(KEY.to_owned(), RoleBook { configured, roles: roles.clone() });
        self.roles = roles;
    }

    /// Brings changed roles back, unless the application has others than those they were made from.
    pub(crate) fn recall_roles(&mut self) {
        let configured = self.configured_roles();
        let kept = self.data.role_books.get(KEY).filter(|book| book.configured == *configured);
        if let Some(book) = kept {
            self.roles = book.roles.clone();
        }
    }

    /// The role a creator of an organization gets.
    pub(crate) fn creator_role_of(&self, organization: &Organization) -> Result<Role, Problem> {
        let own = organization.role_set_key.as_deref().and_then(|key| self.role_set(key).ok());
        let key = own.map_or_else(|| self.roles.creator_role().to_owned(), |set| set.creator_role);
        self.roles.find(&key).cloned().ok_or_else(|| Problem::not_found("The role"))
    }

    /// The roles that members of an organization can have: those of its role set.
    pub(crate) fn roles_of(&self, organization: &Organization) -> Vec<&Role> {
        let sets = self.roles.sets();
        let set = match &organization.role_set_key {
            Some(key) => sets.iter().find(|set| set.key == *key || set.id == *key),
            None => sets.iter().find(|set| set.initial),
        };
        self.roles.iter().filter(|role| set.is_none_or(|set| set.roles.contains(&role.key))).collect()
    }

    /// A role that members of an organization (by id or slug) can have, by its key.
    pub(crate) fn role_in(&self, organization: &str, key: &str) -> Result<Role, Problem> {
        let roles = self.roles_of(self.organization(organization)?);
        let unknown = || Problem::field("role", Code::FormResourceNotFound, format!("There is no role {key}."));
        roles.into_iter().find(|role| role.key == key).cloned().ok_or_else(unknown)
    }

    /// A role set, by key or id.
    pub(crate) fn role_set(&self, key_or_id: &str) -> Result<RoleSet, Problem> {
        let found = self.roles.sets().into_iter().find(|set| set.key == key_or_id || set.id == key_or_id);
        found.ok_or_else(|| Problem::not_found("The role set"))
    }

    /// Gives every member and every invited person with one role another one.
    pub(crate) fn reassign_role(&mut self, old: &str, new: &str, is_meant: impl Fn(&str) -> bool) {
        let now = self.now_ms();
        let rows = self.data.memberships.values().filter(|row| row.role == old && is_meant(&row.organization_id));
        let ids: Vec<String> = rows.map(|row| row.id.clone()).collect();
        for id in ids {
            if let Some(row) = self.data.memberships.get_mut(&id) {
                new.clone_into(&mut row.role);
                row.updated_at = now;
            }
        }
        let rows = self.data.invitations.values().filter(|row| row.role == old && is_meant(&row.organization_id));
        let ids: Vec<String> = rows.map(|row| row.id.clone()).collect();
        for id in ids {
            if let Some(row) = self.data.invitations.get_mut(&id) {
                new.clone_into(&mut row.role);
            }
        }
    }
}
