//! `/organization_roles`: the roles that members can have.

use axum::{
    Router,
    extract::Path,
    routing::{get, post},
};
use serde_json::Value;

use super::{
    body::Body,
    call::{Answer, Call},
    list::{self, Key, Page},
};
use crate::{
    Roles,
    context::Context,
    error::{Code, Problem},
    resources::{deleted, organization::role as draw},
    roles::Role,
    state::State,
};

/// Roles that an application can have.
pub(super) const LIMIT: usize = 10;
const ORDERS: [&str; 3] = ["created_at", "name", "key"];

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/organization_roles", get(show_all).post(create))
        .route("/organization_roles/{id}", get(show).patch(update).delete(destroy))
        .route("/organization_roles/{id}/permissions/{permission}", post(assign).delete(unassign))
}

async fn show_all(call: Call) -> Answer {
    call.look(|view| {
        let (roles, text) = (&view.state.roles, list::sought(&call.query, "query"));
        let mut rows: Vec<&Role> = roles.iter().filter(|row| named(&text, &row.id(), &row.name, &row.key)).collect();
        list::order(&mut rows, &call.query, &ORDERS, |row, by| key(row.created_at, &row.name, &row.key, by))?;
        Ok(Page::of(&call.query)?.counted(&rows, |row| draw(roles, row)))
    })
}

/// The whole id, or a part of the name or the key.
pub(super) fn named(text: &str, id: &str, name: &str, key: &str) -> bool {
    id.to_lowercase() == text || format!("{name}\n{key}").to_lowercase().contains(text)
}

pub(super) fn key(created_at: i64, name: &str, key: &str, by: &str) -> Key {
    match by {
        "name" => name.into(),
        "key" => key.into(),
        _ => created_at.into(),
    }
}

async fn show(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| find(view.state, &id).map(|row| draw(&view.state.roles, &row)))
}

fn find(state: &State, id: &str) -> Result<Role, Problem> {
    state.roles.by_id(id).cloned().ok_or_else(|| Problem::not_found("The organization role"))
}

async fn create(call: Call) -> Answer {
    call.body.only(&["name", "key", "description", "permissions", "include_in_initial_role_set"])?;
    call.change(|state| {
        if state.roles.iter().count() >= LIMIT {
            return Err(Problem::new(Code::RolesQuotaExceeded, format!("There are {LIMIT} roles at most.")));
        }
        let (name, role_key) = (call.body.required("name")?, check_key(state, &call.body.required("key")?, None)?);
        let mut row = Role::new(state.random.id("role"), role_key, name, state.now_ms());
        row.description = call.body.text("description")?.unwrap_or_default();
        row.permissions = permission_keys(&state.roles, &call.body)?.unwrap_or_default();
        let mut roles = state.roles.clone();
        if call.body.is("include_in_initial_role_set")?
            && let Some(mut set) = roles.sets().into_iter().find(|set| set.initial)
        {
            set.roles.push(row.key.clone());
            roles.put_set(set);
        }
        roles.put(row.clone());
        Ok(keep(state, roles, &row.id()))
    })
}

async fn update(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["name", "key", "description", "permissions"])?;
    call.change(|state| {
        let mut row = find(state, &id)?;
        let old = row.key.clone();
        row.name = call.body.text("name")?.unwrap_or(row.name);
        row.description = call.body.text("description")?.unwrap_or(row.description);
        if let Some(new) = call.body.text("key")? {
            row.rename(check_key(state, &new, Some(&old))?);
        }
        row.permissions = permission_keys(&state.roles, &call.body)?.unwrap_or(row.permissions);
        refuse_weak_creator(&state.roles, &old, &row)?;
        row.updated_at = state.now_ms();
        let mut roles = state.roles.clone();
        roles.put(row.clone());
        if row.key != old {
            roles.rename(&old, &row.key);
            state.reassign_role(&old, &row.key, |_| true);
        }
        Ok(keep(state, roles, &id))
    })
}

async fn destroy(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let row = find(state, &id)?;
        refuse_used(state, &row.key)?;
        let mut roles = state.roles.clone();
        roles.remove(&id);
        state.change_roles(roles);
        Ok(deleted("role", &id))
    })
}

fn refuse_used(state: &State, key: &str) -> Result<(), Problem> {
    let refuse = |code, message: &str| Err(Problem::new(code, message));
    if state.roles.creator_role() == key {
        return refuse(Code::RoleIsCreatorRole, "Creators of organizations get this role.");
    }
    if state.roles.domain_role() == key {
        return refuse(Code::RoleIsDomainRole, "Those who join by their address get this role.");
    }
    if state.roles.sets().iter().any(|set| set.creator_role == key) {
        return refuse(Code::RoleIsCreatorRole, "Creators of organizations of a role set get this role.");
    }
    if state.roles.sets().iter().any(|set| set.default_role == key) {
        return refuse(Code::RoleIsDomainRole, "New members of organizations of a role set get this role.");
    }
    if state.data.memberships.values().any(|row| row.role == key) {
        return refuse(Code::RoleAssignedToMembers, "Members have this role.");
    }
    let is_invited = state.data.invitations.values().any(|row| row.role == key && state.is_pending_invitation(row));
    if is_invited { refuse(Code::RoleInInvitations, "Invited people will get this role.") } else { Ok(()) }
}

async fn assign(Path((id, permission)): Path<(String, String)>, call: Call) -> Answer {
    change_permission(&call, &id, &permission, |row, permission| {
        if row.may(&permission) {
            return Err(Problem::new(Code::RolePermissionExists, "The role has this permission already."));
        }
        row.permissions.push(permission);
        Ok(())
    })
}

async fn unassign(Path((id, permission)): Path<(String, String)>, call: Call) -> Answer {
    change_permission(&call, &id, &permission, |row, permission| {
        if !row.may(&permission) {
            return Err(Problem::new(Code::RolePermissionNotFound, "The role does not have this permission."));
        }
        row.permissions.retain(|own| *own != permission);
        Ok(())
    })
}

fn change_permission(
    call: &Call,
    id: &str,
    permission: &str,
    act: impl FnOnce(&mut Role, String) -> Result<(), Problem>,
) -> Answer {
    call.change(|state| {
        let mut row = find(state, id)?;
        let found = state.roles.permissions().into_iter().find(|known| known.id() == permission);
        act(&mut row, found.ok_or_else(|| Problem::not_found("The permission"))?.key)?;
        refuse_weak_creator(&state.roles, &row.key, &row)?;
        row.updated_at = state.now_ms();
        let mut roles = state.roles.clone();
        roles.put(row);
        Ok(keep(state, roles, id))
    })
}

/// The role of creators keeps what creators need.
fn refuse_weak_creator(roles: &Roles, key: &str, changed: &Role) -> Result<(), Problem> {
    let could = roles.find(key).is_some_and(Role::may_create);
    if roles.creator_role() != key || changed.may_create() || !could {
        return Ok(());
    }
    Err(Problem::new(Code::RoleCreatorMissesPermissions, "The role of creators needs these permissions."))
}

fn keep(state: &mut State, roles: Roles, id: &str) -> Value {
    state.change_roles(roles);
    state.roles.by_id(id).map_or(Value::Null, |row| draw(&state.roles, row))
}

/// Keys of the permissions whose ids came.
fn permission_keys(roles: &Roles, body: &Body) -> Result<Option<Vec<String>>, Problem> {
    let Some(ids) = body.texts("permissions")? else { return Ok(None) };
    let known = roles.permissions();
    let found = |id: &String| known.iter().find(|row| row.id() == *id).map(|row| row.key.clone());
    let keys: Option<Vec<String>> = ids.iter().map(found).collect();
    let unknown = || Problem::field("permissions", Code::FormResourceNotFound, "There is no such permission.");
    keys.map(Some).ok_or_else(unknown)
}

fn check_key(state: &State, key: &str, own: Option<&str>) -> Result<String, Problem> {
    let rest = key.strip_prefix("org:").unwrap_or_default();
    if rest.is_empty() || !rest.chars().all(is_plain) {
        let message = "A role's key is \"org:\" and lower case letters, digits and underscores.";
        return Err(Problem::field("key", Code::FormParamFormatInvalid, message));
    }
    match state.roles.find(key) {
        Some(_) if own != Some(key) => Err(Problem::field("key", Code::FormIdentifierExists, "That key is taken.")),
        _ => Ok(key.to_owned()),
    }
}

pub(super) fn is_plain(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_'
}
