//! `/organizations/{id}/memberships`: the members page of the OrganizationProfile dialog.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{get, patch},
};

use crate::{
    context::Context,
    error::Problem,
    fapi::{
        call::Call,
        visit::{Visit, answer},
    },
    fields::Fields,
    resources::page,
    state::organization::Membership,
};

const MANAGE: Option<&str> = Some("org:sys_memberships:manage");

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/organizations/{id}/memberships", get(list))
        .route("/organizations/{id}/memberships/{user}", patch(update).delete(destroy))
}

async fn list(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let own = visit.member(&id, Some("org:sys_memberships:read"))?;
        let mut rows = visit.state.memberships_in(&own.organization_id);
        rows.retain(|row| is_wanted(visit, row, &call.query));
        Ok(page(&rows, &call.query, |row| visit.view().membership(row, true)))
    })
}

fn is_wanted(visit: &Visit<'_>, row: &Membership, query: &Fields) -> bool {
    let roles = query.all("role");
    let text = query.filled("query").unwrap_or_default().to_lowercase();
    let user = visit.state.user(&row.user_id);
    let haystack = user.map(|user| format!("{} {}", user.full_name(), user.identifier()).to_lowercase());
    (roles.is_empty() || roles.contains(&row.role.as_str())) && haystack.is_ok_and(|haystack| haystack.contains(&text))
}

async fn update(State(context): State<Context>, Path((id, user)): Path<(String, String)>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let row_id = managed(visit, &id, &user)?.id;
        let role = call.form.filled("role").and_then(|key| visit.state.roles.find(key));
        let role = role.ok_or_else(|| Problem::invalid("role"))?.key.clone();
        let now = visit.state.now_ms();
        let row = visit.state.data.memberships.get_mut(&row_id).ok_or_else(|| Problem::not_found("The member"))?;
        row.role = role;
        row.updated_at = now;
        let row = row.clone();
        Ok(visit.view().membership(&row, true))
    })
}

async fn destroy(State(context): State<Context>, Path((id, user)): Path<(String, String)>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let row = managed(visit, &id, &user)?;
        let view = visit.view().membership(&row, true);
        visit.state.remove_membership(&row.user_id, &row.organization_id);
        Ok(view)
    })
}

/// The membership of another, for one who may manage it.
fn managed(visit: &Visit<'_>, organization: &str, user_id: &str) -> Result<Membership, Problem> {
    let own = visit.member(organization, MANAGE)?;
    let row = visit.state.membership(user_id, &own.organization_id);
    row.cloned().ok_or_else(|| Problem::not_found("The member"))
}
