//! `/invitations`: who may sign up.

use axum::{
    Router,
    extract::Path,
    routing::{get, post},
};
use serde_json::Value;

use super::{
    body::Body,
    call::{Answer, Call},
    list::{self, Choice, one_of},
    metadata,
};
use crate::{
    context::Context,
    error::{Code, Problem},
    state::{
        State,
        app_invitation::{AppInvitation, LIFE_MS},
        code::Mail,
        user::check_address_form,
    },
};

const STATUSES: [&str; 4] = ["pending", "accepted", "revoked", "expired"];
const ORDERS: [&str; 3] = ["created_at", "email_address", "expires_at"];
const TEMPLATES: [&str; 2] = ["invitation", "waitlist_invitation"];
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// So many people are invited at once.
const MANY: usize = 10;

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/invitations", get(show_all).post(create))
        .route("/invitations/bulk", post(create_many))
        .route("/invitations/{id}/revoke", post(revoke))
}

/// Revoked ones come only when they are asked for.
async fn show_all(call: Call) -> Answer {
    call.look(|view| {
        let statuses = Choice::among(&call.query, "status", &STATUSES)?;
        let (text, now) = (list::sought(&call.query, "query"), view.state.now_ms());
        let is_open = call.query.filled("status").is_none();
        let mut rows: Vec<&AppInvitation> = view.state.data.app_invitations.values().collect();
        rows.retain(
            |row| if is_open { row.status != "revoked" } else { statuses.takes(|one| row.standing(now) == one) },
        );
        rows.retain(|row| row.address.contains(&text) || row.id.to_lowercase() == text);
        list::order(&mut rows, &call.query, &ORDERS, |row, name| match name {
            "email_address" => row.address.as_str().into(),
            "expires_at" => row.expires_at.into(),
            _ => row.created_at.into(),
        })?;
        list::either(&call.query, &rows, |row| view.app_invitation(row))
    })
}

async fn create(call: Call) -> Answer {
    call.change(|state| {
        let row = new(state, &call.body)?;
        Ok(send(&call, state, &row, &call.body))
    })
}

async fn create_many(call: Call) -> Answer {
    let bodies = call.body.rows(MANY)?;
    call.change(|state| {
        let mut rows: Vec<AppInvitation> = Vec::new();
        for body in &bodies {
            let row = new(state, body)?;
            if rows.iter().any(|other| other.address == row.address) {
                return Err(Problem::field("email_address", Code::FormParamDuplicate, "An address came twice."));
            }
            rows.push(row);
        }
        Ok(rows.iter().zip(&bodies).map(|(row, body)| send(&call, state, row, body)).collect())
    })
}

/// A new invitation, not yet in the table.
fn new(state: &State, body: &Body) -> Result<AppInvitation, Problem> {
    body.only(&[
        "email_address",
        "public_metadata",
        "redirect_url",
        "notify",
        "ignore_existing",
        "expires_in_days",
        "template_slug",
    ])?;
    let address = body.required("email_address")?;
    check_address_form(&address)?;
    if !body.is("ignore_existing")? {
        state.refuse_known(&address)?;
    }
    body.flag("notify")?;
    if body.text("template_slug")?.is_some_and(|slug| !TEMPLATES.contains(&slug.as_str())) {
        return Err(one_of("template_slug", &TEMPLATES));
    }
    let life = body.integer("expires_in_days", 1, 365)?.map_or(LIFE_MS, |days| days * DAY_MS);
    let mut row = state.new_app_invitation(&address, life);
    row.redirect_url = body.text("redirect_url")?.map(|url| super::redirect_url(&url)).transpose()?;
    metadata::replace(body, "public_metadata", &mut row.public_metadata)?;
    Ok(row)
}

/// Keeps an invitation and, unless the call says otherwise, mails it.
fn send(call: &Call, state: &mut State, row: &AppInvitation, body: &Body) -> Value {
    state.data.app_invitations.insert(row.id.clone(), row.clone());
    if body.flag("notify").ok().flatten().unwrap_or(true) {
        let template = body.text("template_slug").ok().flatten();
        mail(call, state, row, template.as_deref().unwrap_or("invitation"));
    }
    call.view(state).app_invitation(row)
}

pub(super) fn mail(call: &Call, state: &mut State, row: &AppInvitation, template: &str) {
    let link = call.view(state).ticket_link(&row.ticket);
    state.send(Mail::link(&row.address, template, link));
}

async fn revoke(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let found = state.data.app_invitations.get(&id).ok_or_else(|| Problem::not_found("The invitation"))?;
        let mut row = found.clone();
        match row.status.as_str() {
            "revoked" => return Err(Problem::new(Code::InvitationAlreadyRevoked, "It was revoked already.")),
            "accepted" => return Err(Problem::new(Code::InvitationAlreadyAccepted, "It was accepted already.")),
            _ => {}
        }
        (row.status, row.updated_at) = ("revoked".to_owned(), state.now_ms());
        state.data.app_invitations.insert(id, row.clone());
        Ok(call.view(state).app_invitation(&row))
    })
}
