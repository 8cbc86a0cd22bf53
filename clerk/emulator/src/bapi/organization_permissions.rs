//! `/organization_permissions`: what roles may do. Clerk's own cannot be changed.

use axum::{Router, extract::Path, routing::get};
use serde_json::Value;

use super::{
    call::{Answer, Call},
    list::{self, Page},
    organization_roles::{is_plain, key, named},
};
use crate::{
    Roles,
    context::Context,
    error::{Code, Problem},
    resources::{deleted, organization::permission as draw},
    roles::{Permission, is_system},
    state::State,
};

const ORDERS: [&str; 3] = ["created_at", "name", "key"];

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/organization_permissions", get(show_all).post(create))
        .route("/organization_permissions/{id}", get(show).patch(update).delete(destroy))
}

async fn show_all(call: Call) -> Answer {
    call.look(|view| {
        let text = list::sought(&call.query, "query");
        let mut rows = view.state.roles.permissions();
        rows.retain(|row| named(&text, &row.id(), &row.name, &row.key));
        list::order(&mut rows, &call.query, &ORDERS, |row, by| key(row.created_at, &row.name, &row.key, by))?;
        Ok(Page::of(&call.query)?.counted(&rows, draw))
    })
}

async fn show(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| find(view.state, &id).map(|row| draw(&row)))
}

fn find(state: &State, id: &str) -> Result<Permission, Problem> {
    let found = state.roles.permissions().into_iter().find(|row| row.id() == id);
    found.ok_or_else(|| Problem::not_found("The permission"))
}

/// One that is the application's own.
fn find_own(state: &State, id: &str) -> Result<Permission, Problem> {
    let row = find(state, id)?;
    let refusal = || Problem::new(Code::SystemPermission, "Clerk's own permissions cannot be changed.");
    if is_system(&row.key) { Err(refusal()) } else { Ok(row) }
}

async fn create(call: Call) -> Answer {
    call.body.only(&["name", "key", "description"])?;
    call.change(|state| {
        let (name, key) = (call.body.required("name")?, check_key(state, &call.body.required("key")?, None)?);
        let description = call.body.text("description")?.unwrap_or_default();
        let mut row = Permission::new(state.random.id("perm"), key, state.now_ms());
        (row.name, row.description) = (name, description);
        let mut roles = state.roles.clone();
        roles.put_permission(row.clone());
        Ok(keep(state, roles, &row))
    })
}

async fn update(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["name", "key", "description"])?;
    call.change(|state| {
        let mut row = find_own(state, &id)?;
        let old = row.key.clone();
        row.name = call.body.text("name")?.unwrap_or(row.name);
        row.description = call.body.text("description")?.unwrap_or(row.description);
        if let Some(new) = call.body.text("key")? {
            row.rename(check_key(state, &new, Some(&old))?);
        }
        row.updated_at = state.now_ms();
        let mut roles = state.roles.clone();
        roles.put_permission(row.clone());
        roles.rename_permission(&old, &row.key);
        Ok(keep(state, roles, &row))
    })
}

async fn destroy(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let row = find_own(state, &id)?;
        let mut roles = state.roles.clone();
        roles.remove_permission(&row.key);
        state.change_roles(roles);
        Ok(deleted("permission", &id))
    })
}

fn keep(state: &mut State, roles: Roles, row: &Permission) -> Value {
    state.change_roles(roles);
    draw(row)
}

fn check_key(state: &State, key: &str, own: Option<&str>) -> Result<String, Problem> {
    let parts: Vec<&str> = key.split(':').collect();
    let is_part = |part: &str| !part.is_empty() && part.chars().all(|letter| is_plain(letter) || letter == '-');
    let is_key = matches!(parts.as_slice(), ["org", feature, action] if is_part(feature) && is_part(action));
    if !is_key || is_system(key) {
        let message = "A permission's key is \"org:\", a feature, a colon and an action.";
        return Err(Problem::field("key", Code::FormParamFormatInvalid, message));
    }
    match state.roles.permission(key) {
        Some(_) if own != Some(key) => Err(Problem::field("key", Code::FormIdentifierExists, "That key is taken.")),
        _ => Ok(key.to_owned()),
    }
}
