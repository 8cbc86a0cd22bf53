//! `/me/organization_creation_defaults`: what the form of a first organization begins with.

use axum::{Router, extract::State, response::Response, routing::get};
use serde_json::{Value, json};

use crate::{
    context::Context,
    error::Problem,
    fapi::{
        call::Call,
        visit::{Visit, answer},
    },
    state::{domain, user::User},
};

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/me/organization_creation_defaults", get(show))
}

/// The name of the company whose address one has, or one's own; and a word of warning where it is here already.
async fn show(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.require_organizations()?;
        let user = visit.acting_user()?;
        let name = if visit.state.settings.organization_creation_defaults { name(&user) } else { String::new() };
        let slug = if name.is_empty() { String::new() } else { visit.state.free_slug(&name) };
        Ok(json!({
            "form": { "name": name, "slug": slug, "logo": null, "blur_hash": null },
            "advisory": advisory(visit, &user)?,
        }))
    })
}

fn name(user: &User) -> String {
    if let Some(host) = company(user) {
        let word = host.split('.').next().unwrap_or_default();
        let mut letters = word.chars();
        return letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    }
    user.first_name.as_ref().map(|first| format!("{first}'s organization")).unwrap_or_default()
}

/// The host of the primary address, unless everybody has one there.
fn company(user: &User) -> Option<&str> {
    let (_, host) = user.primary_email()?.address.rsplit_once('@')?;
    Some(host).filter(|host| !domain::is_common(host))
}

fn advisory(visit: &Visit<'_>, user: &User) -> Result<Value, Problem> {
    let Some(host) = company(user).filter(|_| visit.state.settings.organization_creation_defaults) else {
        return Ok(Value::Null);
    };
    let mut all = visit.state.data.domains.values();
    let Some(taken) = all.find(|domain| domain.name == host && domain.verified_at.is_some()) else {
        return Ok(Value::Null);
    };
    let organization = visit.state.organization(&taken.organization_id)?;
    Ok(json!({
        "code": "organization_already_exists",
        "severity": "warning",
        "meta": { "organization_domain": host, "organization_name": organization.name },
    }))
}
