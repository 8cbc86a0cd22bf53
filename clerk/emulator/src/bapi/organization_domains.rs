//! `/organizations/{id}/domains` and `/organization_domains`: whose addresses belong to an organization.

use axum::{
    Router,
    extract::Path,
    routing::{get, patch, post},
};
use serde_json::Value;

use super::{
    call::{Answer, Call},
    list::{self, Choice, Page, one_of},
};
use crate::{
    context::Context,
    error::Problem,
    fields::Fields,
    resources::deleted,
    state::{State, domain::Domain},
};

const MODES: [&str; 4] = ["manual_invitation", "automatic_invitation", "automatic_suggestion", "enterprise_sso"];
const ORDERS: [&str; 2] = ["created_at", "name"];

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/organization_domains", get(show_everywhere))
        .route("/organizations/{id}/domains", get(show_all).post(create))
        .route("/organizations/{id}/domains/{domain}", patch(update).delete(destroy))
        .route("/organizations/{id}/domains/{domain}/verify_ownership", post(verify_ownership))
}

fn matching<'a>(state: &'a State, query: &Fields) -> Result<Vec<&'a Domain>, Problem> {
    let verified = list::flag(query, "verified")?;
    let modes = Choice::among(query, "enrollment_mode", &MODES)?;
    let rows = state.data.domains.values().filter(|row| {
        verified.is_none_or(|verified| row.verified_at.is_some() == verified)
            && modes.takes(|mode| row.enrollment_mode == mode)
    });
    Ok(rows.collect())
}

async fn show_everywhere(call: Call) -> Answer {
    call.look(|view| {
        let (organizations, names) = (Choice::of(&call.query, "organization_id")?, Choice::of(&call.query, "domains")?);
        let text = list::sought(&call.query, "query");
        if call.query.get("query").is_some_and(|query| query.trim().is_empty()) {
            return Err(Problem::invalid("query"));
        }
        let mut rows = matching(view.state, &call.query)?;
        rows.retain(|row| organizations.takes(|id| row.organization_id == id) && names.takes(|name| row.name == name));
        rows.retain(|row| match text.starts_with("org_") {
            true => row.organization_id.to_lowercase() == text,
            false => row.name.contains(&text),
        });
        list::order(&mut rows, &call.query, &ORDERS, |row, name| match name {
            "name" => row.name.as_str().into(),
            _ => row.created_at.into(),
        })?;
        Ok(Page::of(&call.query)?.counted(&rows, |row| view.domain(row)))
    })
}

async fn show_all(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| {
        let organization_id = &view.state.organization(&id)?.id;
        let mut rows = matching(view.state, &call.query)?;
        rows.retain(|row| row.organization_id == *organization_id);
        rows.sort_by_key(|row| std::cmp::Reverse(row.created_at));
        Ok(Page::of(&call.query)?.counted(&rows, |row| view.domain(row)))
    })
}

async fn create(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["name", "enrollment_mode", "verified"])?;
    let (name, mode) = (call.body.required("name")?, mode(&call)?);
    let verified = call.body.flag("verified")?.unwrap_or(true);
    call.change(|state| {
        let organization_id = state.organization(&id)?.id.clone();
        let new = state.new_domain(&organization_id, &name, mode.as_deref())?;
        let verified_at = verified.then_some(new.created_at);
        Ok(keep(&call, state, Domain { verified_at, strategy: "admin".to_owned(), ..new }))
    })
}

async fn update(Path((id, domain)): Path<(String, String)>, call: Call) -> Answer {
    call.body.only(&["enrollment_mode", "verified"])?;
    let (mode, verified) = (mode(&call)?, call.body.flag("verified")?);
    call.change(|state| {
        let mut row = find(state, &id, &domain)?;
        mode.as_deref().map(|mode| state.check_mode(mode)).transpose()?;
        row.enrollment_mode = mode.unwrap_or(row.enrollment_mode);
        if let Some(verified) = verified {
            let since = row.verified_at.unwrap_or_else(|| state.now_ms());
            (row.verified_at, row.strategy) = (verified.then_some(since), "admin".to_owned());
        }
        Ok(keep(&call, state, row))
    })
}

async fn destroy(Path((id, domain)): Path<(String, String)>, call: Call) -> Answer {
    call.change(|state| {
        let row = find(state, &id, &domain)?;
        state.delete_domain(&row);
        Ok(deleted("organization_domain", &row.id))
    })
}

async fn verify_ownership(Path((id, domain)): Path<(String, String)>, call: Call) -> Answer {
    call.change(|state| {
        let row = find(state, &id, &domain)?;
        let since = row.verified_at.unwrap_or_else(|| state.now_ms());
        Ok(keep(&call, state, Domain { owned: true, verified_at: Some(since), ..row }))
    })
}

/// Enterprise connections are not built, so no domain can ask for one.
fn mode(call: &Call) -> Result<Option<String>, Problem> {
    let asked = call.body.text("enrollment_mode")?;
    match asked.as_deref() {
        Some("enterprise_sso") => Err(Problem::not_built("enrollment_mode enterprise_sso")),
        Some(mode) if !MODES.contains(&mode) => Err(one_of("enrollment_mode", &MODES)),
        _ => Ok(asked),
    }
}

fn find(state: &State, organization: &str, id: &str) -> Result<Domain, Problem> {
    state.domain(&state.organization(organization)?.id, id).cloned()
}

fn keep(call: &Call, state: &mut State, row: Domain) -> Value {
    let row = state.keep_domain(row);
    call.view(state).domain(&row)
}
