//! `/users`, for reading.

use axum::{
    Json, Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::Uri;
use serde_json::{Value, json};

use crate::{
    context::Context,
    error::Problem,
    fields::Fields,
    resources::{View, page, window},
    state::{State as Clerk, user::User},
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/users", get(list))
        .route("/users/count", get(count))
        .route("/users/{id}", get(show))
        .route("/users/{id}/organization_memberships", get(list_memberships))
}

/// A bare list, newest first unless `order_by` says otherwise.
async fn list(State(context): State<Context>, uri: Uri) -> Response {
    let query = Fields::of_query(&uri);
    let body = context.look(|state| {
        let view = View { state, origin: context.app_origin() };
        window(&wanted(state, &query), &query, |user| view.backend_user(user))
    });
    Json(body).into_response()
}

async fn count(State(context): State<Context>, uri: Uri) -> Response {
    let count = context.look(|state| wanted(state, &Fields::of_query(&uri)).len());
    Json(json!({ "object": "total_count", "total_count": count })).into_response()
}

async fn show(State(context): State<Context>, Path(id): Path<String>) -> Result<Json<Value>, Problem> {
    context.look(|state| {
        let view = View { state, origin: context.app_origin() };
        state.user(&id).map(|user| Json(view.backend_user(user)))
    })
}

async fn list_memberships(
    State(context): State<Context>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Value>, Problem> {
    context.look(|state| {
        let view = View { state, origin: context.app_origin() };
        state.user(&id)?;
        let rows = state.memberships_of_user(&id);
        Ok(Json(page(&rows, &Fields::of_query(&uri), |row| view.membership(row, true))))
    })
}

fn wanted<'a>(state: &'a Clerk, query: &Fields) -> Vec<&'a User> {
    let mut users: Vec<&User> = state.data.users.values().filter(|user| is_wanted(state, user, query)).collect();
    users.sort_by_key(|user| user.created_at);
    if query.get("order_by") != Some("+created_at") {
        users.reverse();
    }
    users
}

/// Filters of one kind widen, filters of several kinds narrow.
fn is_wanted(state: &Clerk, user: &User, query: &Fields) -> bool {
    let (ids, addresses) = (query.all("user_id"), query.all("email_address"));
    let organizations = query.all("organization_id");
    let text = query.filled("query").unwrap_or_default().to_lowercase();
    let has_address = |wanted: &&str| user.emails.iter().any(|email| email.address.eq_ignore_ascii_case(wanted));
    let haystack = format!("{} {} {}", user.id, user.full_name(), user.identifier()).to_lowercase();
    (ids.is_empty() || ids.contains(&user.id.as_str()))
        && (addresses.is_empty() || addresses.iter().any(has_address))
        && (organizations.is_empty() || organizations.iter().any(|id| state.membership(&user.id, id).is_some()))
        && haystack.contains(&text)
}
