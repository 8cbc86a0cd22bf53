//! `/organizations/{id}/invitations` and `/organization_invitations`: who may join an organization.

use axum::{
    Router,
    extract::Path,
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{
    body::Body,
    call::{Answer, Call},
    list::{self, Choice, Page},
    metadata,
};
use crate::{
    context::Context,
    error::{Code, Problem},
    fields::Fields,
    roles,
    state::{
        State,
        invitation::{Invitation, LIFE_MS, not_unique},
        user::check_address_form,
    },
};

const STATUSES: [&str; 4] = ["pending", "accepted", "revoked", "expired"];
const ORDERS: [&str; 2] = ["created_at", "email_address"];
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// So many people are invited at once.
const MANY: usize = 10;

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/organization_invitations", get(show_everywhere))
        .route("/organizations/{id}/invitations", get(show_all).post(create))
        .route("/organizations/{id}/invitations/bulk", post(create_many))
        .route("/organizations/{id}/invitations/pending", get(show_pending))
        .route("/organizations/{id}/invitations/{invitation}", get(show))
        .route("/organizations/{id}/invitations/{invitation}/revoke", post(revoke))
}

/// Those that `status` and `query` ask for.
pub(super) fn matching<'a>(
    state: &'a State,
    query: &Fields,
    is_wanted: impl Fn(&Invitation) -> bool,
) -> Result<Vec<&'a Invitation>, Problem> {
    let statuses = Choice::among(query, "status", &STATUSES)?;
    let (text, now) = (list::sought(query, "query"), state.now_ms());
    let rows = state.data.invitations.values().filter(|row| {
        is_wanted(row) && statuses.takes(|status| row.standing(now) == status) && row.address.contains(&text)
    });
    Ok(rows.collect())
}

fn order(rows: &mut [&Invitation], query: &Fields) -> Result<(), Problem> {
    list::order(rows, query, &ORDERS, |row, name| match name {
        "email_address" => row.address.as_str().into(),
        _ => row.created_at.into(),
    })
}

async fn show_everywhere(call: Call) -> Answer {
    call.look(|view| {
        let mut rows = matching(view.state, &call.query, |_| true)?;
        order(&mut rows, &call.query)?;
        Ok(Page::of(&call.query)?.counted(&rows, |row| view.backend_invitation(row, true)))
    })
}

async fn show_all(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| {
        let organization_id = &view.state.organization(&id)?.id;
        let mut rows = matching(view.state, &call.query, |row| row.organization_id == *organization_id)?;
        order(&mut rows, &call.query)?;
        Ok(Page::of(&call.query)?.counted(&rows, |row| view.backend_invitation(row, false)))
    })
}

async fn show_pending(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| {
        let mut rows = view.state.invitations_to(&view.state.organization(&id)?.id, &["pending"]);
        rows.reverse();
        Ok(Page::of(&call.query)?.counted(&rows, |row| view.backend_invitation(row, false)))
    })
}

async fn show(Path((id, invitation)): Path<(String, String)>, call: Call) -> Answer {
    call.look(|view| find(view.state, &id, &invitation).map(|row| view.backend_invitation(&row, false)))
}

fn find(state: &State, organization: &str, id: &str) -> Result<Invitation, Problem> {
    let organization_id = &state.organization(organization)?.id;
    let found = state.data.invitations.get(id).filter(|row| row.organization_id == *organization_id);
    found.cloned().ok_or_else(|| Problem::not_found("The organization invitation"))
}

async fn create(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let row = new(state, &id, &call.body)?;
        Ok(send(&call, state, &row, notifies(&call.body)?))
    })
}

async fn create_many(Path(id): Path<String>, call: Call) -> Answer {
    let bodies = call.body.rows(MANY)?;
    call.change(|state| {
        let mut rows: Vec<(Invitation, bool)> = Vec::new();
        state.refuse_full_invited(&state.organization(&id)?.id, bodies.len())?;
        for body in &bodies {
            let row = new(state, &id, body)?;
            if rows.iter().any(|(other, _)| other.address == row.address) {
                return Err(not_unique(&row.address));
            }
            rows.push((row, notifies(body)?));
        }
        let drawn: Vec<Value> = rows.iter().map(|(row, notify)| send(&call, state, row, *notify)).collect();
        Ok(json!({ "data": drawn, "total_count": drawn.len() }))
    })
}

fn notifies(body: &Body) -> Result<bool, Problem> {
    Ok(body.flag("notify")?.unwrap_or(true))
}

/// A new invitation, not yet in the table.
fn new(state: &State, organization: &str, body: &Body) -> Result<Invitation, Problem> {
    body.only(&[
        "email_address",
        "inviter_user_id",
        "role",
        "public_metadata",
        "private_metadata",
        "redirect_url",
        "expires_in_days",
        "notify",
    ])?;
    let organization_id = state.organization(organization)?.id.clone();
    let address = body.required("email_address")?.to_lowercase();
    check_address_form(&address)?;
    let role = state.role_in(&organization_id, &body.required("role")?)?;
    let inviter_id = body.text("inviter_user_id")?.filter(|id| !id.is_empty());
    if let Some(id) = &inviter_id {
        require_manager(state, &organization_id, id)?;
    }
    state.check_invitation(&organization_id, &address)?;
    let (now, life) = (state.now_ms(), body.integer("expires_in_days", 1, 365)?.map_or(LIFE_MS, |days| days * DAY_MS));
    let mut row = Invitation {
        inviter_id,
        redirect_url: body.text("redirect_url")?.map(|url| super::redirect_url(&url)).transpose()?,
        expires_at: Some(now + life),
        ..state.new_invitation(&organization_id, &address, &role)
    };
    metadata::replace(body, "public_metadata", &mut row.public_metadata)?;
    metadata::replace(body, "private_metadata", &mut row.private_metadata)?;
    Ok(row)
}

/// Keeps an invitation and mails it.
fn send(call: &Call, state: &mut State, row: &Invitation, notify: bool) -> Value {
    let link = call.view(state).ticket_link(&row.ticket);
    state.send_invitation(row, notify.then_some(link));
    call.view(state).backend_invitation(row, false)
}

async fn revoke(Path((id, invitation)): Path<(String, String)>, call: Call) -> Answer {
    call.body.only(&["requesting_user_id"])?;
    let requester = call.body.text("requesting_user_id")?.filter(|id| !id.is_empty());
    call.change(|state| {
        let row = find(state, &id, &invitation)?;
        if let Some(requester) = &requester {
            require_manager(state, &row.organization_id, requester)?;
        }
        let revoked = state.revoke_invitation(&row)?;
        Ok(call.view(state).backend_invitation(&revoked, false))
    })
}

/// Who invites and revokes must be one who may.
fn require_manager(state: &State, organization_id: &str, user_id: &str) -> Result<(), Problem> {
    let membership = state.membership(user_id, organization_id);
    let message = "This person is not a member of the organization.";
    let membership = membership.ok_or_else(|| Problem::new(Code::NotAMember, message))?;
    match state.may(membership, roles::MANAGE_MEMBERS) {
        true => Ok(()),
        false => Err(Problem::forbidden("This person's role does not allow this.")),
    }
}
