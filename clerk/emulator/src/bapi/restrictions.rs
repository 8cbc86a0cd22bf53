//! `/allowlist_identifiers` and `/blocklist_identifiers`: who may sign up, and who may not.

use axum::{
    Router,
    extract::Path,
    routing::{delete, get},
};
use serde_json::{Value, json};

use super::{
    call::{Answer, Call},
    invitations,
    list::{self, Page},
};
use crate::{
    context::Context,
    error::{Code, Problem},
    resources::{deleted, put},
    state::{
        State, app_invitation,
        restriction::{Restriction, kind_of},
    },
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/allowlist_identifiers", get(show_allowed).post(allow))
        .route("/allowlist_identifiers/{id}", delete(disallow))
        .route("/blocklist_identifiers", get(show_blocked).post(block))
        .route("/blocklist_identifiers/{id}", delete(unblock))
}

async fn show_allowed(call: Call) -> Answer {
    call.look(|view| {
        let rows = newest_first(view.state.data.allowlist.values().collect());
        list::either(&call.query, &rows, |row| draw_allowed(row))
    })
}

/// Counted at all times, and all of them unless a page is asked for.
async fn show_blocked(call: Call) -> Answer {
    call.look(|view| {
        let rows = newest_first(view.state.data.blocklist.values().collect());
        if call.query.get("limit").or(call.query.get("offset")).is_some() {
            return Ok(Page::of(&call.query)?.counted(&rows, |row| draw(row, "blocklist_identifier")));
        }
        let data: Vec<Value> = rows.iter().map(|row| draw(row, "blocklist_identifier")).collect();
        Ok(json!({ "data": data, "total_count": data.len() }))
    })
}

fn newest_first(mut rows: Vec<&Restriction>) -> Vec<&Restriction> {
    rows.sort_by_key(|row| std::cmp::Reverse(row.created_at));
    rows
}

async fn allow(call: Call) -> Answer {
    call.body.only(&["identifier", "notify"])?;
    let (row, notify) = (call.body.required("identifier")?, call.body.is("notify")?);
    call.change(|state| {
        let mut row = new(state, "alid", &row, state.data.allowlist.values().collect())?;
        if notify && row.kind == "email_address" && !row.identifier.starts_with('*') {
            let invitation = state.new_app_invitation(&row.identifier, app_invitation::LIFE_MS);
            row.invitation_id = Some(invitation.id.clone());
            state.data.app_invitations.insert(invitation.id.clone(), invitation.clone());
            invitations::mail(&call, state, &invitation, "invitation");
        }
        state.data.allowlist.insert(row.id.clone(), row.clone());
        Ok(draw_allowed(&row))
    })
}

async fn block(call: Call) -> Answer {
    call.body.only(&["identifier"])?;
    let identifier = call.body.required("identifier")?;
    call.change(|state| {
        let row = new(state, "blid", &identifier, state.data.blocklist.values().collect())?;
        state.data.blocklist.insert(row.id.clone(), row.clone());
        Ok(draw(&row, "blocklist_identifier"))
    })
}

fn new(state: &State, prefix: &str, identifier: &str, others: Vec<&Restriction>) -> Result<Restriction, Problem> {
    let identifier = identifier.trim().to_lowercase();
    let kind = kind_of(&identifier);
    let kind = kind.ok_or_else(|| {
        let message = "identifier must be an address, a telephone number or a wallet.";
        Problem::field("identifier", Code::FormParamFormatInvalid, message)
    })?;
    if others.iter().any(|row| row.identifier == identifier) {
        return Err(Problem::field("identifier", Code::DuplicateRecord, "It is in the list already."));
    }
    let (id, now) = (state.random.id(prefix), state.now_ms());
    Ok(Restriction { id, identifier, kind: kind.to_owned(), invitation_id: None, created_at: now, updated_at: now })
}

async fn disallow(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| match state.data.allowlist.remove(&id) {
        Some(_) => Ok(deleted("allowlist_identifier", &id)),
        None => Err(Problem::not_found("The allow-list identifier")),
    })
}

async fn unblock(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| match state.data.blocklist.remove(&id) {
        Some(_) => Ok(deleted("blocklist_identifier", &id)),
        None => Err(Problem::not_found("The block-list identifier")),
    })
}

fn draw(row: &Restriction, object: &str) -> Value {
    json!({
        "object": object,
        "id": row.id,
        "identifier": row.identifier,
        "identifier_type": row.kind,
        "instance_id": "ins_local",
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    })
}

fn draw_allowed(row: &Restriction) -> Value {
    let mut drawn = draw(row, "allowlist_identifier");
    put(&mut drawn, "invitation_id", json!(row.invitation_id));
    drawn
}
