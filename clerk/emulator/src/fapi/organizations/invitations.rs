//! `/organizations/{id}/invitations`: inviting people, who accept in their own OrganizationSwitcher.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{get, post},
};
use serde_json::Value;

use crate::{
    context::Context,
    error::Problem,
    fapi::{
        call::Call,
        visit::{Visit, answer},
    },
    resources::page,
    state::invitation::Invitation,
};

const MANAGE: Option<&str> = Some("org:sys_memberships:manage");

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/organizations/{id}/invitations", get(list).post(create))
        .route("/organizations/{id}/invitations/bulk", post(create_many))
        .route("/organizations/{id}/invitations/{invitation}/revoke", post(revoke))
}

async fn list(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let organization_id = visit.member(&id, MANAGE)?.organization_id;
        let rows = visit.state.invitations_to(&organization_id, &call.query.all("status"));
        Ok(page(&rows, &call.query, |row| visit.view().invitation(row)))
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
        let organization_id = visit.member(&id, MANAGE)?.organization_id;
        let found = visit.state.data.invitations.get(&row).filter(|found| found.organization_id == organization_id);
        found.ok_or_else(|| Problem::not_found("The invitation"))?;
        let revoked = visit.state.set_invitation_status(&row, "revoked")?;
        Ok(visit.view().invitation(&revoked))
    })
}

fn invite(visit: &mut Visit<'_>, organization: &str) -> Result<Vec<Invitation>, Problem> {
    let organization_id = visit.member(organization, MANAGE)?.organization_id;
    let form = &visit.call.form;
    let role = form
        .filled("role")
        .and_then(|key| visit.state.roles.find(key))
        .cloned()
        .ok_or_else(|| Problem::invalid("role"))?;
    form.all("email_address").iter().map(|address| visit.state.invite(&organization_id, address, &role)).collect()
}
