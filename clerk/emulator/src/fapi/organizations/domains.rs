//! `/organizations/{id}/domains`: whose addresses belong to an organization, proven by a code to one of them.

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
    resources::{deleted, page},
    state::domain::Domain,
};

const SEE: &[&str] = &["org:sys_domains:read", "org:sys_domains:manage"];
const MANAGE: &[&str] = &["org:sys_domains:manage"];

pub(super) fn routes() -> Router<Context> {
    let own = |action: &str| format!("/organizations/{{id}}/domains/{{domain}}{action}");
    Router::new()
        .route("/organizations/{id}/domains", get(list).post(create))
        .route(&own(""), get(show).delete(destroy))
        .route(&own("/update_enrollment_mode"), post(update_mode))
        .route(&own("/prepare_affiliation_verification"), post(prepare_verification))
        .route(&own("/attempt_affiliation_verification"), post(attempt_verification))
}

/// Newest first.
async fn list(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let organization_id = visit.member(&id, SEE)?.organization_id;
        let (modes, verified) = (call.query.all("enrollment_mode"), call.query.filled("verified"));
        let mut rows = visit.state.domains_of(&organization_id);
        rows.retain(|row| {
            (modes.is_empty() || modes.contains(&row.enrollment_mode.as_str()))
                && verified.is_none_or(|verified| (verified == "true") == row.verified_at.is_some())
        });
        rows.sort_by_key(|row| std::cmp::Reverse(row.created_at));
        Ok(page(&rows, &call.query, |row| visit.view().domain(row)))
    })
}

async fn create(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let organization_id = visit.member(&id, MANAGE)?.organization_id;
        let name = call.form.filled("name").ok_or_else(|| Problem::missing("name"))?;
        let row = visit.state.new_domain(&organization_id, name, call.form.filled("enrollment_mode"))?;
        let row = visit.state.keep_domain(row);
        Ok(visit.view().domain(&row))
    })
}

async fn show(State(context): State<Context>, Path(path): Path<(String, String)>, call: Call) -> Response {
    answer(&context, &call, |visit| find(visit, &path, SEE).map(|row| visit.view().domain(&row)))
}

async fn destroy(State(context): State<Context>, Path(path): Path<(String, String)>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let row = find(visit, &path, MANAGE)?;
        visit.state.delete_domain(&row);
        Ok(deleted("organization_domain", &row.id))
    })
}

/// With `delete_pending` what the old mode offered is taken back.
async fn update_mode(State(context): State<Context>, Path(path): Path<(String, String)>, call: Call) -> Response {
    change(&context, &call, &path, |visit, row| {
        let mode = call.form.filled("enrollment_mode").ok_or_else(|| Problem::missing("enrollment_mode"))?;
        visit.state.check_mode(mode)?;
        if call.form.get("delete_pending") == Some("true") {
            visit.state.withdraw_offers(&row);
        }
        Ok(visit.state.keep_domain(Domain { enrollment_mode: mode.to_owned(), ..row }))
    })
}

async fn prepare_verification(
    State(context): State<Context>,
    Path(path): Path<(String, String)>,
    call: Call,
) -> Response {
    change(&context, &call, &path, |visit, row| {
        let name = "affiliation_email_address";
        let address = call.form.filled(name).ok_or_else(|| Problem::missing(name))?;
        visit.state.prepare_domain(row, address)
    })
}

async fn attempt_verification(
    State(context): State<Context>,
    Path(path): Path<(String, String)>,
    call: Call,
) -> Response {
    change(&context, &call, &path, |visit, row| {
        let code = call.form.filled("code").ok_or_else(|| Problem::missing("code"))?;
        visit.state.attempt_domain(row, code)
    })
}

fn change(
    context: &Context,
    call: &Call,
    path: &(String, String),
    act: impl FnOnce(&mut Visit<'_>, Domain) -> Result<Domain, Problem>,
) -> Response {
    answer(context, call, |visit| -> Result<Value, Problem> {
        let row = find(visit, path, MANAGE)?;
        let changed = act(visit, row)?;
        Ok(visit.view().domain(&changed))
    })
}

/// A domain of an organization in which the acting person has one of the permissions.
fn find(visit: &Visit<'_>, (organization, id): &(String, String), permissions: &[&str]) -> Result<Domain, Problem> {
    let organization_id = visit.member(organization, permissions)?.organization_id;
    visit.state.domain(&organization_id, id).cloned()
}
