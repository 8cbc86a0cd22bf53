//! `/organizations`: creating, changing and deleting them; who is in them is below.

mod invitations;
mod memberships;

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{get, post},
};
use serde_json::json;

use super::{call::Call, visit::answer};
use crate::{
    context::Context,
    error::Problem,
    resources::{deleted, organization::roles},
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/organizations", post(create))
        .route("/organizations/{id}", get(show).patch(update).delete(destroy))
        .route("/organizations/{id}/roles", get(list_roles))
        .route("/organizations/{id}/domains", get(list_nothing))
        .route("/organizations/{id}/membership_requests", get(list_nothing))
        .merge(invitations::routes())
        .merge(memberships::routes())
}

async fn create(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let user_id = visit.acting_user()?.id;
        let name = call.form.filled("name").ok_or_else(|| Problem::missing("name"))?;
        let slug = call.form.get("slug").unwrap_or_default();
        let organization = visit.state.create_organization(&user_id, name, slug)?;
        Ok(visit.view().organization(&organization))
    })
}

async fn show(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let membership = visit.member(&id, None)?;
        let organization = visit.state.organization(&membership.organization_id)?;
        Ok(visit.view().organization(organization))
    })
}

async fn update(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let id = visit.member(&id, Some("org:sys_profile:manage"))?.organization_id;
        let (name, slug) = (call.form.filled("name"), call.form.filled("slug"));
        let organization = visit.state.update_organization(&id, name, slug)?;
        Ok(visit.view().organization(&organization))
    })
}

async fn destroy(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let id = visit.member(&id, Some("org:sys_profile:delete"))?.organization_id;
        visit.state.delete_organization(&id);
        Ok(deleted("organization", &id))
    })
}

async fn list_roles(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.member(&id, Some("org:sys_memberships:read")).map(|_| roles(&visit.state.roles))
    })
}

/// Verified domains are switched off, so nobody asks to join through one.
async fn list_nothing(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| visit.member(&id, None).map(|_| json!({ "data": [], "total_count": 0 })))
}
