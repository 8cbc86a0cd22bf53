//! `/organizations`, for reading.

use axum::{
    Json, Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::Uri;
use serde_json::Value;

use crate::{
    context::Context,
    error::Problem,
    fields::Fields,
    resources::{View, page},
    state::{State as Clerk, organization::Organization},
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/organizations", get(list))
        .route("/organizations/{id}", get(show))
        .route("/organizations/{id}/memberships", get(list_memberships))
        .route("/organizations/{id}/invitations", get(list_invitations))
}

async fn list(State(context): State<Context>, uri: Uri) -> Response {
    let query = Fields::of_query(&uri);
    let body = context.look(|state| {
        let view = View { state, origin: context.app_origin() };
        page(&wanted(state, &query), &query, |organization| view.backend_organization(organization))
    });
    Json(body).into_response()
}

/// By id or slug.
async fn show(State(context): State<Context>, Path(id): Path<String>) -> Result<Json<Value>, Problem> {
    context.look(|state| {
        let view = View { state, origin: context.app_origin() };
        state.organization(&id).map(|organization| Json(view.backend_organization(organization)))
    })
}

async fn list_memberships(
    State(context): State<Context>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Value>, Problem> {
    let query = Fields::of_query(&uri);
    let (roles, users) = (query.all("role"), query.all("user_id"));
    context.look(|state| {
        let view = View { state, origin: context.app_origin() };
        let mut rows = state.memberships_in(&state.organization(&id)?.id);
        rows.retain(|row| roles.is_empty() || roles.contains(&row.role.as_str()));
        rows.retain(|row| users.is_empty() || users.contains(&row.user_id.as_str()));
        Ok(Json(page(&rows, &query, |row| view.membership(row, true))))
    })
}

async fn list_invitations(
    State(context): State<Context>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Value>, Problem> {
    let query = Fields::of_query(&uri);
    context.look(|state| {
        let view = View { state, origin: context.app_origin() };
        let rows = state.invitations_to(&state.organization(&id)?.id, &query.all("status"));
        Ok(Json(page(&rows, &query, |row| view.invitation(row))))
    })
}

fn wanted<'a>(state: &'a Clerk, query: &Fields) -> Vec<&'a Organization> {
    let text = query.filled("query").unwrap_or_default().to_lowercase();
    let fits = |organization: &&Organization| {
        format!("{} {} {}", organization.id, organization.name, organization.slug).to_lowercase().contains(&text)
    };
    let mut rows: Vec<&Organization> = state.data.organizations.values().filter(fits).collect();
    rows.sort_by_key(|organization| organization.created_at);
    if query.get("order_by") != Some("+created_at") {
        rows.reverse();
    }
    rows
}
