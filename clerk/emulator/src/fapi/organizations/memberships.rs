//! `/organizations/{id}/memberships`: the members page of the OrganizationProfile dialog.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{get, patch},
};

use super::{MANAGE_MEMBERS, SEE_MEMBERS};
use crate::{
    context::Context,
    error::Problem,
    fapi::{
        call::Call,
        visit::{Visit, answer},
    },
    fields::Fields,
    resources::paginated,
    state::{organization::Membership, user::User},
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/organizations/{id}/memberships", get(list).post(create))
        .route("/organizations/{id}/memberships/{user}", patch(update).delete(destroy))
}

/// A bare list, unless pages are asked for.
async fn list(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let own = visit.member(&id, SEE_MEMBERS)?;
        let mut rows = visit.state.memberships_in(&own.organization_id);
        rows.retain(|row| is_wanted(visit, row, &call.query));
        Ok(paginated(&rows, &call.query, |row| visit.view().membership(row, true)))
    })
}

fn is_wanted(visit: &Visit<'_>, row: &Membership, query: &Fields) -> bool {
    let roles = query.all("role");
    let text = query.filled("query").unwrap_or_default().to_lowercase();
    let user = visit.state.user(&row.user_id);
    let haystack = user.map(haystack);
    (roles.is_empty() || roles.contains(&row.role.as_str())) && haystack.is_ok_and(|haystack| haystack.contains(&text))
}

fn haystack(user: &User) -> String {
    let username = user.username.as_deref().unwrap_or_default();
    let addresses = user.emails.iter().map(|email| email.address.as_str()).collect::<Vec<_>>().join(" ");
    format!("{} {username} {addresses} {}", user.full_name(), user.id).to_lowercase()
}

/// Makes somebody a member without asking them.
async fn create(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let organization_id = visit.member(&id, MANAGE_MEMBERS)?.organization_id;
        let field = |name: &str| call.form.filled(name).ok_or_else(|| Problem::missing(name));
        let (user_id, role) = (visit.state.user(field("user_id")?)?.id.clone(), field("role")?);
        let role = visit.state.role_in(&organization_id, role)?;
        let row = visit.state.join(&user_id, &organization_id, &role)?;
        Ok(visit.view().membership(&row, true))
    })
}

async fn update(State(context): State<Context>, Path((id, user)): Path<(String, String)>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let row = managed(visit, &id, &user)?;
        let role = call.form.filled("role").ok_or_else(|| Problem::missing("role"))?;
        let role = visit.state.role_in(&row.organization_id, role)?;
        let row = visit.state.change_role(&row, &role)?;
        Ok(visit.view().membership(&row, true))
    })
}

async fn destroy(State(context): State<Context>, Path((id, user)): Path<(String, String)>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let row = managed(visit, &id, &user)?;
        visit.state.refuse_last_manager(&row)?;
        let view = visit.view().membership(&row, true);
        visit.state.remove_membership(&row.user_id, &row.organization_id);
        Ok(view)
    })
}

/// The membership of another, for one who may manage it.
fn managed(visit: &Visit<'_>, organization: &str, user_id: &str) -> Result<Membership, Problem> {
    let own = visit.member(organization, MANAGE_MEMBERS)?;
    let row = visit.state.membership(user_id, &own.organization_id);
    row.cloned().ok_or_else(|| Problem::not_found("The member"))
}
