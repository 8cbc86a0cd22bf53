//! `/organizations`: creating, changing and deleting them; who is in them is below.

mod domains;
mod invitations;
mod membership_requests;
mod memberships;

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{get, post, put},
};
use serde_json::Value;

use super::{
    call::Call,
    visit::{Visit, answer},
};
use crate::{
    context::Context,
    error::{Code, Problem},
    resources::{deleted, organization::roles},
    state::organization::Organization,
};

/// Looking at the members, and at what there is to be one.
pub(super) const SEE_MEMBERS: &[&str] = &["org:sys_memberships:read", "org:sys_memberships:manage"];
pub(super) const MANAGE_MEMBERS: &[&str] = &["org:sys_memberships:manage"];
const MANAGE_PROFILE: &[&str] = &["org:sys_profile:manage"];
const DELETE: &[&str] = &["org:sys_profile:delete"];

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/organizations", post(create))
        .route("/organizations/{id}", get(show).patch(update).delete(destroy))
        .route("/organizations/{id}/logo", put(set_logo).delete(unset_logo))
        .route("/organizations/{id}/roles", get(list_roles))
        .merge(domains::routes())
        .merge(invitations::routes())
        .merge(membership_requests::routes())
        .merge(memberships::routes())
}

async fn create(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let user_id = visit.acting_user()?.id;
        visit.require_organizations()?;
        let name = call.form.filled("name").ok_or_else(|| Problem::missing("name"))?;
        let slug = call.form.get("slug").unwrap_or_default();
        let organization = visit.state.create_organization(&user_id, name, slug)?;
        Ok(visit.view().organization(&organization))
    })
}

async fn show(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let membership = visit.member(&id, &[])?;
        let organization = visit.state.organization(&membership.organization_id)?;
        Ok(visit.view().organization(organization))
    })
}

async fn update(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let id = visit.member(&id, MANAGE_PROFILE)?.organization_id;
        let (name, slug) = (call.form.filled("name"), call.form.filled("slug"));
        let organization = visit.state.update_organization(&id, name, slug)?;
        Ok(visit.view().organization(&organization))
    })
}

async fn destroy(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let id = visit.member(&id, DELETE)?.organization_id;
        if visit.state.organization(&id)?.admin_delete_disabled {
            let message = "Members are not allowed to delete this organization.";
            return Err(Problem::new(Code::OrganizationAdminDeleteNotEnabled, message));
        }
        visit.state.delete_organization(&id);
        Ok(deleted("organization", &id))
    })
}

async fn set_logo(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let id = visit.member(&id, MANAGE_PROFILE)?.organization_id;
        let image = call.image()?;
        change_logo(visit, &id, Some(image))
    })
}

async fn unset_logo(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let id = visit.member(&id, MANAGE_PROFILE)?.organization_id;
        if visit.state.organization(&id)?.image.is_none() {
            return Err(Problem::new(Code::ImageNotFound, "The organization has no logo."));
        }
        change_logo(visit, &id, None)
    })
}

fn change_logo(visit: &mut Visit<'_>, id: &str, image: Option<String>) -> Result<Value, Problem> {
    let found = visit.state.organization(id)?.clone();
    let organization = Organization { image, updated_at: visit.state.now_ms(), ..found };
    visit.state.data.organizations.insert(organization.id.clone(), organization.clone());
    Ok(visit.view().organization(&organization))
}

async fn list_roles(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let organization = visit.state.organization(&visit.member(&id, SEE_MEMBERS)?.organization_id)?;
        Ok(roles(&visit.state.roles, &visit.state.roles_of(organization), &call.query))
    })
}
