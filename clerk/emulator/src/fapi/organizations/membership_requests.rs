//! `/organizations/{id}/membership_requests`: people who were suggested the organization and asked to join.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{get, post},
};

use super::MANAGE_MEMBERS;
use crate::{
    context::Context,
    fapi::{call::Call, visit::answer},
    resources::page,
};

const STATUSES: [&str; 4] = ["pending", "accepted", "revoked", "expired"];

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/organizations/{id}/membership_requests", get(list))
        .route("/organizations/{id}/membership_requests/{request}/accept", post(accept))
        .route("/organizations/{id}/membership_requests/{request}/reject", post(reject))
}

async fn list(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let organization_id = visit.member(&id, MANAGE_MEMBERS)?.organization_id;
        let statuses = call.query.among("status", &STATUSES)?;
        let rows = visit.state.requests_to(&organization_id, &statuses);
        Ok(page(&rows, &call.query, |row| visit.view().membership_request(row)))
    })
}

async fn accept(State(context): State<Context>, Path(path): Path<(String, String)>, call: Call) -> Response {
    decide(&context, &call, &path, true)
}

async fn reject(State(context): State<Context>, Path(path): Path<(String, String)>, call: Call) -> Response {
    decide(&context, &call, &path, false)
}

fn decide(context: &Context, call: &Call, (organization, id): &(String, String), is_welcome: bool) -> Response {
    answer(context, call, |visit| {
        let organization_id = visit.member(organization, MANAGE_MEMBERS)?.organization_id;
        let row = visit.state.decide_request(&organization_id, id, is_welcome)?;
        Ok(visit.view().membership_request(&row))
    })
}
