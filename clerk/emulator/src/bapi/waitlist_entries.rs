//! `/waitlist_entries`: who waits to be let in.

use axum::{
    Router,
    extract::Path,
    routing::{delete, get, post},
};

use super::{
    body::Body,
    call::{Answer, Call},
    invitations,
    list::{self, Choice, Page},
};
use crate::{
    context::Context,
    error::{Code, Problem},
    resources::deleted,
    state::{State, app_invitation::LIFE_MS, user::check_address_form, waitlist::WaitlistEntry},
};

const STATUSES: [&str; 4] = ["pending", "invited", "completed", "rejected"];
const ORDERS: [&str; 3] = ["created_at", "email_address", "invited_at"];

/// So many addresses are added at once.
const MANY: usize = 50;

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/waitlist_entries", get(show_all).post(create))
        .route("/waitlist_entries/bulk", post(create_many))
        .route("/waitlist_entries/{id}", delete(destroy))
        .route("/waitlist_entries/{id}/invite", post(invite))
        .route("/waitlist_entries/{id}/reject", post(reject))
}

async fn show_all(call: Call) -> Answer {
    call.look(|view| {
        let statuses = Choice::among(&call.query, "status", &STATUSES)?;
        let text = list::sought(&call.query, "query");
        let mut rows: Vec<&WaitlistEntry> = view.state.data.waitlist.values().collect();
        rows.retain(|row| statuses.takes(|status| row.status == status));
        rows.retain(|row| row.address.contains(&text) || row.id.to_lowercase() == text);
        list::order(&mut rows, &call.query, &ORDERS, |row, name| match name {
            "email_address" => row.address.as_str().into(),
            "invited_at" => row.invited_at.into(),
            _ => row.created_at.into(),
        })?;
        Ok(Page::of(&call.query)?.counted(&rows, |row| view.waitlist_entry(row)))
    })
}

async fn create(call: Call) -> Answer {
    let address = address(&call.body)?;
    call.change(|state| {
        let row = state.add_to_waitlist(&address);
        Ok(call.view(state).waitlist_entry(&row))
    })
}

async fn create_many(call: Call) -> Answer {
    let mut addresses: Vec<String> = Vec::new();
    for body in call.body.rows(MANY)? {
        let address = address(&body)?;
        if addresses.contains(&address) {
            return Err(Problem::field("email_address", Code::FormParamDuplicate, "An address came twice."));
        }
        addresses.push(address);
    }
    call.change(|state| {
        let rows: Vec<WaitlistEntry> = addresses.iter().map(|address| state.add_to_waitlist(address)).collect();
        Ok(rows.iter().map(|row| call.view(state).waitlist_entry(row)).collect())
    })
}

fn address(body: &Body) -> Result<String, Problem> {
    body.only(&["email_address", "notify"])?;
    body.flag("notify")?;
    let address = body.required("email_address")?.to_lowercase();
    check_address_form(&address)?;
    Ok(address)
}

fn find(state: &State, id: &str) -> Result<WaitlistEntry, Problem> {
    state.data.waitlist.get(id).cloned().ok_or_else(|| Problem::not_found("The waitlist entry"))
}

/// Refuses an entry that is in one of the statuses.
fn refuse(row: &WaitlistEntry, statuses: &[&str]) -> Result<(), Problem> {
    let code = match row.status.as_str() {
        status if !statuses.contains(&status) => return Ok(()),
        "invited" => Code::WaitlistAlreadyInvited,
        "rejected" => Code::WaitlistAlreadyRejected,
        _ => Code::WaitlistAlreadyCompleted,
    };
    Err(Problem::new(code, format!("The waitlist entry is {} already.", row.status)))
}

async fn destroy(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        refuse(&find(state, &id)?, &["invited", "rejected", "completed"])?;
        state.data.waitlist.remove(&id);
        Ok(deleted("waitlist_entry", &id))
    })
}

async fn invite(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["ignore_existing"])?;
    let ignore_existing = call.body.is("ignore_existing")?;
    call.change(|state| {
        let mut row = find(state, &id)?;
        refuse(&row, &["invited", "completed"])?;
        if !ignore_existing {
            state.refuse_known(&row.address)?;
        }
        let (invitation, now) = (state.new_app_invitation(&row.address, LIFE_MS), state.now_ms());
        row.invitation_id = Some(invitation.id.clone());
        (row.status, row.invited_at, row.updated_at) = ("invited".to_owned(), Some(now), now);
        state.data.app_invitations.insert(invitation.id.clone(), invitation.clone());
        state.data.waitlist.insert(id, row.clone());
        invitations::mail(&call, state, &invitation, "waitlist_invitation");
        Ok(call.view(state).waitlist_entry(&row))
    })
}

async fn reject(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let mut row = find(state, &id)?;
        refuse(&row, &["rejected", "completed"])?;
        (row.status, row.updated_at) = ("rejected".to_owned(), state.now_ms());
        state.data.waitlist.insert(id, row.clone());
        Ok(call.view(state).waitlist_entry(&row))
    })
}
