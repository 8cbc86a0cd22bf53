//! `/me/organization_*`: the organizations one belongs to or may join, as the OrganizationSwitcher lists them.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{delete, get, post},
};

use super::nothing;
use crate::{
    context::Context,
    error::Problem,
    fapi::{
        call::Call,
        visit::{Visit, answer},
    },
    resources::{deleted, page},
    state::invitation::Invitation,
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/me/organization_memberships", get(list))
        .route("/me/organization_memberships/{organization}", delete(leave))
        .route("/me/organization_invitations", get(list_invitations))
        .route("/me/organization_invitations/{id}/accept", post(accept_invitation))
        .route("/me/organization_suggestions", get(list_suggestions))
}

async fn list(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let user_id = visit.acting_user()?.id;
        let rows = visit.state.memberships_of_user(&user_id);
        Ok(page(&rows, &call.query, |row| visit.view().membership(row, true)))
    })
}

async fn leave(State(context): State<Context>, Path(organization): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let membership = visit.member(&organization, None)?;
        visit.state.remove_membership(&membership.user_id, &membership.organization_id);
        Ok(deleted("organization_membership", &membership.id))
    })
}

async fn list_invitations(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let statuses = call.query.all("status");
        let mut rows = own_invitations(visit)?;
        rows.retain(|row| statuses.is_empty() || statuses.contains(&row.status.as_str()));
        Ok(page(&rows, &call.query, |row| visit.view().own_invitation(row)))
    })
}

async fn accept_invitation(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let user_id = visit.acting_user()?.id;
        let own = own_invitations(visit)?.into_iter().find(|row| row.id == id && row.status == "pending");
        let own = own.ok_or_else(|| Problem::not_found("The invitation"))?;
        let role = visit.state.roles.find(&own.role).cloned().ok_or_else(|| Problem::not_found("The role"))?;
        if visit.state.membership(&user_id, &own.organization_id).is_none() {
            visit.state.add_membership(&user_id, &own.organization_id, &role);
        }
        let accepted = visit.state.set_invitation_status(&id, "accepted")?;
        Ok(visit.view().own_invitation(&accepted))
    })
}

/// There are no verified domains, hence no suggestions.
async fn list_suggestions(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| visit.acting_user().map(|_| nothing()))
}

/// Invitations to an address that the acting person has proven.
fn own_invitations(visit: &Visit<'_>) -> Result<Vec<Invitation>, Problem> {
    let user = visit.acting_user()?;
    let is_own = |address: &str| user.emails.iter().any(|email| email.verified && email.address == address);
    let all = visit.state.data.invitations.values();
    Ok(all.filter(|row| is_own(&row.address)).cloned().collect())
}
