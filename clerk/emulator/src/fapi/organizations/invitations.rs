//! `/organizations/{id}/invitations`: inviting people, who follow a mail's link or accept in their OrganizationSwitcher.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{get, post},
};
use serde_json::Value;

use super::MANAGE_MEMBERS;
use crate::{
    context::Context,
    error::{Code, Problem},
    fapi::{
        call::Call,
        visit::{Visit, answer},
    },
    resources::{page, window},
    state::{
        invitation::{Invitation, not_unique},
        user::check_address_form,
    },
};

const STATUSES: [&str; 6] = ["pending", "accepted", "revoked", "expired", "invalid", "completed"];

/// So many people are invited at once.
const MANY: usize = 10;

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/organizations/{id}/invitations", get(list).post(create))
        .route("/organizations/{id}/invitations/bulk", post(create_many))
        .route("/organizations/{id}/invitations/pending", get(list_pending))
        .route("/organizations/{id}/invitations/{invitation}/revoke", post(revoke))
}

async fn list(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let organization_id = visit.member(&id, MANAGE_MEMBERS)?.organization_id;
        let statuses = call.query.among("status", &STATUSES)?;
        let mut rows = visit.state.invitations_to(&organization_id, &statuses);
        rows.reverse();
        Ok(page(&rows, &call.query, |row| visit.view().invitation(row)))
    })
}

/// A bare list.
async fn list_pending(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let organization_id = visit.member(&id, MANAGE_MEMBERS)?.organization_id;
        let rows = visit.state.invitations_to(&organization_id, &["pending"]);
        Ok(window(&rows, &call.query, |row| visit.view().invitation(row)).into())
    })
}

async fn create(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let rows = invite(visit, &id)?;
        let row = rows.first().ok_or_else(|| Problem::missing("email_address"))?;
        Ok(visit.view().invitation(row))
    })
}

/// Answers a bare list. The box for addresses leaves an empty one behind its last comma: dropped.
async fn create_many(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let rows = invite(visit, &id)?;
        Ok(rows.iter().map(|row| visit.view().invitation(row)).collect::<Value>())
    })
}

async fn revoke(State(context): State<Context>, Path((id, row)): Path<(String, String)>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let organization_id = visit.member(&id, MANAGE_MEMBERS)?.organization_id;
        let found = visit.state.data.invitations.get(&row).filter(|found| found.organization_id == organization_id);
        let row = found.cloned().ok_or_else(|| Problem::not_found("The organization invitation"))?;
        let revoked = visit.state.revoke_invitation(&row)?;
        Ok(visit.view().invitation(&revoked))
    })
}

/// Invites all or nobody.
fn invite(visit: &mut Visit<'_>, organization: &str) -> Result<Vec<Invitation>, Problem> {
    let own = visit.member(organization, MANAGE_MEMBERS)?;
    let form = &visit.call.form;
    let addresses: Vec<String> =
        form.all("email_address").iter().map(|address| address.trim().to_lowercase()).collect();
    if addresses.is_empty() {
        return Err(Problem::missing("email_address"));
    }
    if addresses.len() > MANY {
        return Err(Problem::new(Code::BulkSizeExceeded, format!("At most {MANY} people are invited at once.")));
    }
    let role = form.filled("role").ok_or_else(|| Problem::missing("role"))?;
    let role = visit.state.role_in(&own.organization_id, role)?;
    visit.state.refuse_full_invited(&own.organization_id, addresses.len())?;
    let mut rows: Vec<Invitation> = Vec::new();
    for address in &addresses {
        check_address_form(address)?;
        visit.state.check_invitation(&own.organization_id, address)?;
        if rows.iter().any(|other| other.address == *address) {
            return Err(not_unique(address));
        }
        let new = visit.state.new_invitation(&own.organization_id, address, &role);
        rows.push(Invitation { inviter_id: Some(own.user_id.clone()), ..new });
    }
    for row in &rows {
        let link = (form.get("notify") != Some("false")).then(|| visit.ticket_link(&row.ticket));
        visit.state.send_invitation(row, link);
    }
    Ok(rows)
}
