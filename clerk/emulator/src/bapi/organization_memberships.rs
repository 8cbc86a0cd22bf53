//! `/organizations/{id}/memberships` and `/organization_memberships`: who belongs to an organization, in which role.

use axum::{
    Router,
    extract::Path,
    routing::{get, patch},
};
use serde_json::Value;

use super::{
    call::{Answer, Call},
    list::{self, Choice, Page},
    metadata,
    users::filter::{Filter, key},
};
use crate::{
    context::Context,
    error::Problem,
    state::{State, organization::Membership},
};

const ORDERS: [&str; 6] = ["created_at", "phone_number", "email_address", "first_name", "last_name", "username"];
const METADATA: [&str; 2] = ["public_metadata", "private_metadata"];

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/organization_memberships", get(show_everywhere))
        .route("/organizations/{id}/memberships", get(show_all).post(create))
        .route("/organizations/{id}/memberships/{user}", patch(update).delete(destroy))
        .route("/organizations/{id}/memberships/{user}/metadata", patch(merge_metadata))
}

async fn show_everywhere(call: Call) -> Answer {
    call.look(|view| {
        let mut rows: Vec<&Membership> = view.state.data.memberships.values().collect();
        order(view.state, &mut rows, &call)?;
        let mut draw = view.backend_memberships();
        Ok(Page::of(&call.query)?.counted(&rows, |row| draw(row)))
    })
}

async fn show_all(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| {
        let (roles, people) = (Choice::of(&call.query, "role")?, Filter::of(&call.query)?);
        let mut rows = view.state.memberships_in(&view.state.organization(&id)?.id);
        rows.retain(|row| roles.takes(|role| row.role == role));
        rows.retain(|row| view.state.user(&row.user_id).is_ok_and(|user| people.takes(user)));
        order(view.state, &mut rows, &call)?;
        let mut draw = view.backend_memberships();
        Ok(Page::of(&call.query)?.counted(&rows, |row| draw(row)))
    })
}

/// By what the members are, but for the time: that is of joining.
fn order(state: &State, rows: &mut [&Membership], call: &Call) -> Result<(), Problem> {
    list::order(rows, &call.query, &ORDERS, |row, name| match name {
        "created_at" => row.created_at.into(),
        _ => state.user(&row.user_id).map_or(list::Key::Nothing, |user| key(user, name)),
    })
}

async fn create(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["user_id", "role", "public_metadata", "private_metadata"])?;
    let (user_id, role) = (call.body.required("user_id")?, call.body.required("role")?);
    call.change(|state| {
        let organization_id = state.organization(&id)?.id.clone();
        state.user(&user_id)?;
        let role = state.role_in(&organization_id, &role)?;
        let (mut public, mut private) = Default::default();
        metadata::replace(&call.body, "public_metadata", &mut public)?;
        metadata::replace(&call.body, "private_metadata", &mut private)?;
        let joined = state.join(&user_id, &organization_id, &role)?;
        let row = Membership { public_metadata: public, private_metadata: private, ..joined };
        Ok(keep(&call, state, row))
    })
}

async fn update(Path((id, user_id)): Path<(String, String)>, call: Call) -> Answer {
    call.body.only(&["role"])?;
    let role = call.body.required("role")?;
    call.change(|state| {
        let row = find(state, &id, &user_id)?;
        let role = state.role_in(&row.organization_id, &role)?;
        let changed = state.change_role(&row, &role)?;
        Ok(call.view(state).backend_membership(&changed))
    })
}

async fn destroy(Path((id, user_id)): Path<(String, String)>, call: Call) -> Answer {
    call.change(|state| {
        let row = find(state, &id, &user_id)?;
        state.refuse_last_manager(&row)?;
        let drawn = call.view(state).backend_membership(&row);
        state.remove_membership(&user_id, &row.organization_id);
        Ok(drawn)
    })
}

async fn merge_metadata(Path((id, user_id)): Path<(String, String)>, call: Call) -> Answer {
    call.body.only(&METADATA)?;
    call.change(|state| {
        let mut row = find(state, &id, &user_id)?;
        metadata::merge(&call.body, "public_metadata", &mut row.public_metadata)?;
        metadata::merge(&call.body, "private_metadata", &mut row.private_metadata)?;
        Ok(keep(&call, state, row))
    })
}

fn find(state: &State, organization: &str, user_id: &str) -> Result<Membership, Problem> {
    let organization_id = &state.organization(organization)?.id;
    let found = state.membership(user_id, organization_id).cloned();
    found.ok_or_else(|| Problem::not_found("The membership"))
}

fn keep(call: &Call, state: &mut State, mut row: Membership) -> Value {
    row.updated_at = state.now_ms();
    state.data.memberships.insert(row.id.clone(), row.clone());
    call.view(state).backend_membership(&row)
}
