//! `/role_sets`: roles that organizations choose from.

use axum::{
    Router,
    extract::Path,
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{
    call::{Answer, Call},
    list::{self, Page, one_of},
    organization_roles::{self, is_plain, key, named},
};
use crate::{
    context::Context,
    error::{Code, Problem},
    resources::deleted,
    roles::{Role, RoleSet},
    state::State,
};

const ORDERS: [&str; 3] = ["created_at", "name", "key"];

/// Role sets that an application can have.
pub(super) const LIMIT: usize = 10;

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/role_sets", get(show_all).post(create))
        .route("/role_sets/{id}", get(show).patch(update))
        .route("/role_sets/{id}/replace", post(replace))
        .route("/role_sets/{id}/roles", post(add_roles))
        .route("/role_sets/{id}/roles/replace", post(replace_role))
}

async fn show_all(call: Call) -> Answer {
    call.look(|view| {
        let text = list::sought(&call.query, "query");
        let mut rows = view.state.roles.sets();
        rows.retain(|row| named(&text, &row.id, &row.name, &row.key));
        list::order(&mut rows, &call.query, &ORDERS, |row, by| key(row.created_at, &row.name, &row.key, by))?;
        Ok(Page::of(&call.query)?.counted(&rows, |row| draw(view.state, row)))
    })
}

async fn show(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| view.state.role_set(&id).map(|row| draw(view.state, &row)))
}

fn draw(state: &State, set: &RoleSet) -> Value {
    let item = |key: &str| state.roles.find(key).map(|role| draw_item(state, set, role));
    json!({
        "object": "role_set",
        "id": set.id,
        "key": set.key,
        "name": set.name,
        "description": set.description,
        "roles": set.roles.iter().filter_map(|key| item(key)).collect::<Vec<_>>(),
        "default_role": item(&set.default_role),
        "creator_role": item(&set.creator_role),
        "type": if set.initial { "initial" } else { "custom" },
        "role_set_migration": null,
        "created_at": set.created_at,
        "updated_at": set.updated_at,
    })
}

fn draw_item(state: &State, set: &RoleSet, role: &Role) -> Value {
    let members = members(state, set, &role.key);
    json!({
        "object": "role_set_item",
        "id": role.id(),
        "key": role.key,
        "name": role.name,
        "description": role.description,
        "members_count": members,
        "has_members": members > 0,
        "created_at": role.created_at,
        "updated_at": role.updated_at,
    })
}

/// Whether an organization chooses its roles from a set.
fn uses(state: &State, set: &RoleSet, organization_id: &str) -> bool {
    let chosen = state.data.organizations.get(organization_id).and_then(|row| row.role_set_key.as_deref());
    chosen.map_or(set.initial, |chosen| chosen == set.key)
}

fn members(state: &State, set: &RoleSet, role: &str) -> usize {
    let all = state.data.memberships.values();
    all.filter(|row| row.role == role && uses(state, set, &row.organization_id)).count()
}

/// People who will have it once they accept.
fn invited(state: &State, set: &RoleSet, role: &str) -> usize {
    let pending = state.data.invitations.values().filter(|row| state.is_pending_invitation(row));
    pending.filter(|row| row.role == role && uses(state, set, &row.organization_id)).count()
}

async fn create(call: Call) -> Answer {
    let body = &call.body;
    body.only(&["name", "key", "description", "default_role_key", "creator_role_key", "type", "roles"])?;
    call.change(|state| {
        if state.roles.sets().len() >= LIMIT {
            return Err(Problem::new(Code::RoleSetsQuotaExceeded, format!("There are {LIMIT} role sets at most.")));
        }
        let (name, now) = (body.required("name")?, state.now_ms());
        let made = format!("role_set:{}", name.to_lowercase().replace(|letter| !is_plain(letter), "_"));
        let set = RoleSet {
            id: state.random.id("rset"),
            key: check_key(state, &body.text("key")?.unwrap_or(made), None)?,
            name,
            description: body.text("description")?,
            roles: role_keys(state, &call, "roles")?,
            default_role: body.required("default_role_key")?,
            creator_role: body.required("creator_role_key")?,
            initial: is_initial(&call)?,
            created_at: now,
            updated_at: now,
        };
        keep(state, set)
    })
}

async fn update(Path(id): Path<String>, call: Call) -> Answer {
    let body = &call.body;
    body.only(&["name", "key", "description", "type", "default_role_key", "creator_role_key"])?;
    call.change(|state| {
        let mut set = state.role_set(&id)?;
        set.name = body.text("name")?.unwrap_or(set.name);
        set.description = body.text("description")?.or(set.description);
        set.initial = set.initial || is_initial(&call)?;
        set.default_role = body.text("default_role_key")?.unwrap_or(set.default_role);
        set.creator_role = body.text("creator_role_key")?.unwrap_or(set.creator_role);
        let old = set.key.clone();
        if let Some(new) = body.text("key")? {
            set.key = check_key(state, &new, Some(&old))?;
        }
        let new = set.key.clone();
        let drawn = keep(state, set)?;
        move_organizations(state, &old, &new);
        Ok(drawn)
    })
}

async fn add_roles(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["role_keys", "default_role_key", "creator_role_key"])?;
    call.change(|state| {
        let mut set = state.role_set(&id)?;
        for role in role_keys(state, &call, "role_keys")? {
            if !set.roles.contains(&role) {
                set.roles.push(role);
            }
        }
        set.default_role = call.body.text("default_role_key")?.unwrap_or(set.default_role);
        set.creator_role = call.body.text("creator_role_key")?.unwrap_or(set.creator_role);
        keep(state, set)
    })
}

async fn replace_role(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["role_key", "to_role_key"])?;
    let (old, new) = (call.body.required("role_key")?, call.body.required("to_role_key")?);
    call.change(|state| {
        let mut set = state.role_set(&id)?;
        for (name, role) in [("role_key", &old), ("to_role_key", &new)] {
            if !set.roles.contains(role) {
                return Err(Problem::field(name, Code::FormResourceNotFound, "The role set does not have this role."));
            }
        }
        set.roles.retain(|role| *role != old);
        for chosen in [&mut set.default_role, &mut set.creator_role] {
            if *chosen == old {
                new.clone_into(chosen);
            }
        }
        let meant = organizations_of(state, &set);
        state.reassign_role(&old, &new, |organization| meant.iter().any(|id| id == organization));
        keep(state, set)
    })
}

/// Organizations of one set go over to another, and the set is gone.
async fn replace(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["dest_role_set_key", "reassignment_mappings"])?;
    let wanted = call.body.required("dest_role_set_key")?;
    let mappings = call.body.object("reassignment_mappings")?.unwrap_or_default();
    call.change(|state| {
        let (set, target) = (state.role_set(&id)?, state.role_set(&wanted)?);
        if set.id == target.id {
            return Err(Problem::invalid("dest_role_set_key"));
        }
        let moved = moves(state, &set, &target, &mappings)?;
        let meant = organizations_of(state, &set);
        for (old, new) in moved {
            state.reassign_role(&old, &new, |organization| meant.iter().any(|id| id == organization));
        }
        let mut roles = state.roles.clone();
        roles.remove_set(&set.id);
        if set.initial {
            roles.put_set(RoleSet { initial: true, ..target.clone() });
        }
        state.change_roles(roles);
        move_organizations(state, &set.key, &target.key);
        Ok(deleted("role_set", &set.id))
    })
}

/// Which role becomes which, for those that members have or will have and the other set does not.
fn moves(
    state: &State,
    set: &RoleSet,
    target: &RoleSet,
    mappings: &serde_json::Map<String, Value>,
) -> Result<Vec<(String, String)>, Problem> {
    let name = "reassignment_mappings";
    let mut moved = Vec::new();
    for role in set.roles.iter().filter(|role| members(state, set, role) + invited(state, set, role) > 0) {
        match mappings.get(role).and_then(Value::as_str) {
            Some(new) if target.roles.iter().any(|known| known == new) => moved.push((role.clone(), new.to_owned())),
            Some(_) => {
                let message = format!("The other role set has no role to give to those with {role}.");
                return Err(Problem::field(name, Code::RoleReassignmentInvalid, message));
            }
            None if target.roles.contains(role) => {}
            None => {
                let message = format!("Say which role those with {role} get.");
                return Err(Problem::field(name, Code::RoleReassignmentMissing, message));
            }
        }
    }
    Ok(moved)
}

fn organizations_of(state: &State, set: &RoleSet) -> Vec<String> {
    let all = state.data.organizations.values();
    all.filter(|row| uses(state, set, &row.id)).map(|row| row.id.clone()).collect()
}

fn move_organizations(state: &mut State, old: &str, new: &str) {
    let all = state.data.organizations.values();
    let ids: Vec<String> =
        all.filter(|row| row.role_set_key.as_deref() == Some(old)).map(|row| row.id.clone()).collect();
    for id in ids {
        if let Some(row) = state.data.organizations.get_mut(&id) {
            row.role_set_key = Some(new.to_owned());
        }
    }
}

/// Keeps a set whose chosen roles are in it.
fn keep(state: &mut State, mut set: RoleSet) -> Result<Value, Problem> {
    for (name, role) in [("default_role_key", &set.default_role), ("creator_role_key", &set.creator_role)] {
        if !set.roles.contains(role) {
            return Err(Problem::field(name, Code::FormResourceNotFound, "The role set does not have this role."));
        }
    }
    if !state.roles.find(&set.creator_role).is_some_and(Role::may_create) {
        let message = "The role of creators needs to manage members and to delete the organization.";
        return Err(Problem::field("creator_role_key", Code::RoleCreatorMissesPermissions, message));
    }
    set.updated_at = state.now_ms();
    let mut roles = state.roles.clone();
    roles.put_set(set.clone());
    state.change_roles(roles);
    Ok(draw(state, &set))
}

fn is_initial(call: &Call) -> Result<bool, Problem> {
    match call.body.text("type")?.as_deref() {
        Some("initial") => Ok(true),
        Some("custom") | None => Ok(false),
        Some(_) => Err(one_of("type", &["initial", "custom"])),
    }
}

fn role_keys(state: &State, call: &Call, name: &str) -> Result<Vec<String>, Problem> {
    let keys = call.body.texts(name)?.filter(|keys| !keys.is_empty()).ok_or_else(|| Problem::missing(name))?;
    if keys.len() > organization_roles::LIMIT {
        let message = format!("{name} takes at most {} roles.", organization_roles::LIMIT);
        return Err(Problem::field(name, Code::FormParamArraySizeExceeded, message));
    }
    match keys.iter().find(|key| state.roles.find(key).is_none()) {
        None => Ok(keys),
        Some(key) => Err(Problem::field(name, Code::FormResourceNotFound, format!("There is no role {key}."))),
    }
}

fn check_key(state: &State, key: &str, own: Option<&str>) -> Result<String, Problem> {
    let rest = key.strip_prefix("role_set:").unwrap_or_default();
    if rest.is_empty() || !rest.chars().all(is_plain) {
        let message = "A role set's key is \"role_set:\" and lower case letters, digits and underscores.";
        return Err(Problem::field("key", Code::FormParamFormatInvalid, message));
    }
    match state.role_set(key) {
        Ok(_) if own != Some(key) => Err(Problem::field("key", Code::FormIdentifierExists, "That key is taken.")),
        _ => Ok(key.to_owned()),
    }
}
