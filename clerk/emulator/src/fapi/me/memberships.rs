//! `/me/organization_*`: the organizations one belongs to or may join, as the OrganizationSwitcher lists them.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{delete, get, post},
};

use crate::{
    context::Context,
    error::Problem,
    fapi::{
        call::Call,
        visit::{Visit, answer},
    },
    resources::{deleted, page, paginated},
    state::invitation::Invitation,
};

const STATUSES: [&str; 5] = ["pending", "accepted", "revoked", "expired", "completed"];

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/me/organization_memberships", get(list))
        .route("/me/organization_memberships/{organization}", delete(leave))
        .route("/me/organization_invitations", get(list_invitations))
        .route("/me/organization_invitations/{id}/accept", post(accept_invitation))
        .route("/me/organization_suggestions", get(list_suggestions))
        .route("/me/organization_suggestions/{id}/accept", post(accept_suggestion))
}

/// A bare list, unless pages are asked for.
async fn list(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let user_id = visit.acting_user()?.id;
        let rows = visit.state.memberships_of_user(&user_id);
        Ok(paginated(&rows, &call.query, |row| visit.view().membership(row, true)))
    })
}

/// The last one who may manage the members stays.
async fn leave(State(context): State<Context>, Path(organization): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let membership = visit.member(&organization, &[])?;
        visit.state.refuse_last_manager(&membership)?;
        visit.state.remove_membership(&membership.user_id, &membership.organization_id);
        Ok(deleted("organization_membership", &membership.id))
    })
}

async fn list_invitations(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let (statuses, now) = (call.query.among("status", &STATUSES)?, visit.state.now_ms());
        let mut rows = own_invitations(visit)?;
        rows.retain(|row| statuses.is_empty() || statuses.contains(&row.standing(now)));
        Ok(page(&rows, &call.query, |row| visit.view().own_invitation(row)))
    })
}

async fn accept_invitation(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let user_id = visit.acting_user()?.id;
        let own = own_invitations(visit)?.into_iter().find(|row| row.id == id);
        let own = own.ok_or_else(|| Problem::not_found("The organization invitation"))?;
        let accepted = visit.state.accept_invitation(&own, &user_id)?;
        Ok(visit.view().own_invitation(&accepted))
    })
}

/// Invitations to an address that the acting person has proven, those of a domain among them; newest first.
fn own_invitations(visit: &mut Visit<'_>) -> Result<Vec<Invitation>, Problem> {
    visit.require_organizations()?;
    let user = visit.acting_user()?;
    visit.state.enroll(&user.id)?;
    let own = user.emails.iter().filter(|email| email.verified);
    let rows = own.flat_map(|email| visit.state.data.invitations.with("email", &email.address));
    let mut rows: Vec<Invitation> = rows.cloned().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.created_at));
    Ok(rows)
}

async fn list_suggestions(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.require_organizations()?;
        let (user_id, statuses) = (visit.acting_user()?.id, call.query.among("status", &STATUSES)?);
        visit.state.enroll(&user_id)?;
        let rows = visit.state.suggestions_for(&user_id, &statuses);
        Ok(page(&rows, &call.query, |row| visit.view().suggestion(row)))
    })
}

async fn accept_suggestion(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let user_id = visit.acting_user()?.id;
        let row = visit.state.accept_suggestion(&user_id, &id)?;
        Ok(visit.view().suggestion(&row))
    })
}
