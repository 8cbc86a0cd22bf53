//! `/jwt_templates`: tokens of another form than the session token.

use axum::{Router, extract::Path, routing::get};
use serde_json::{Value, json};

use super::{
    body::Body,
    call::{Answer, Call},
    list,
};
use crate::{
    context::Context,
    error::{Code, Problem},
    resources::deleted,
    state::{
        State,
        jwt_template::{JwtTemplate, RESERVED},
    },
};

const LIFE_SECONDS: i64 = 60;
const SKEW_SECONDS: i64 = 5;

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/jwt_templates", get(show_all).post(create))
        .route("/jwt_templates/{id}", get(show).patch(update).delete(destroy))
}

async fn show_all(call: Call) -> Answer {
    call.look(|view| {
        let mut rows: Vec<&JwtTemplate> = view.state.data.jwt_templates.values().collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.created_at));
        list::either(&call.query, &rows, |row| draw(row))
    })
}

async fn show(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| find(view.state, &id).map(draw))
}

fn find<'a>(state: &'a State, id: &str) -> Result<&'a JwtTemplate, Problem> {
    state.data.jwt_templates.get(id).ok_or_else(|| Problem::not_found("The JWT template"))
}

async fn create(call: Call) -> Answer {
    call.change(|state| {
        let now = state.now_ms();
        let id = state.random.id("jtmp");
        let empty = JwtTemplate {
            id,
            lifetime: LIFE_SECONDS,
            allowed_clock_skew: SKEW_SECONDS,
            signing_algorithm: "RS256".to_owned(),
            created_at: now,
            ..JwtTemplate::default()
        };
        keep(state, fill(state, empty, &call.body)?)
    })
}

async fn update(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let old = find(state, &id)?.clone();
        keep(state, fill(state, old, &call.body)?)
    })
}

async fn destroy(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        find(state, &id)?;
        state.data.jwt_templates.remove(&id);
        Ok(deleted("jwt_template", &id))
    })
}

fn keep(state: &mut State, row: JwtTemplate) -> Result<Value, Problem> {
    state.data.jwt_templates.insert(row.id.clone(), row.clone());
    Ok(draw(&row))
}

fn fill(state: &State, mut row: JwtTemplate, body: &Body) -> Result<JwtTemplate, Problem> {
    body.only(&[
        "name",
        "claims",
        "lifetime",
        "allowed_clock_skew",
        "custom_signing_key",
        "signing_algorithm",
        "signing_key",
    ])?;
    row.name = body.required("name")?;
    row.claims = body.object("claims")?.ok_or_else(|| Problem::missing("claims"))?;
    if let Some(name) = row.claims.keys().find(|name| RESERVED.contains(&name.as_str())) {
        let message = format!("The claim {name} is Clerk's own.");
        return Err(Problem::field("claims", Code::JwtTemplateReservedClaim, message));
    }
    let is_taken = |other: &JwtTemplate| other.name == row.name && other.id != row.id;
    if state.data.jwt_templates.values().any(is_taken) {
        return Err(Problem::field("name", Code::FormIdentifierExists, "There is a template of that name."));
    }
    row.lifetime = body.integer("lifetime", 30, 315_360_000)?.unwrap_or(row.lifetime);
    row.allowed_clock_skew = body.integer("allowed_clock_skew", 0, 300)?.unwrap_or(row.allowed_clock_skew);
    set_key(&mut row, body)?;
    row.updated_at = state.now_ms();
    Ok(row)
}

/// A key of its own is a secret for HS256; other algorithms are not built.
fn set_key(row: &mut JwtTemplate, body: &Body) -> Result<(), Problem> {
    match body.flag("custom_signing_key")? {
        None => {}
        Some(false) => (row.signing_algorithm, row.signing_key) = ("RS256".to_owned(), None),
        Some(true) => {
            let algorithm = body.required("signing_algorithm")?;
            if algorithm != "HS256" {
                return Err(Problem::not_built(&format!("signing_algorithm {algorithm}")));
            }
            (row.signing_algorithm, row.signing_key) = (algorithm, Some(body.required("signing_key")?));
        }
    }
    Ok(())
}

fn draw(row: &JwtTemplate) -> Value {
    json!({
        "object": "jwt_template",
        "id": row.id,
        "name": row.name,
        "claims": row.claims,
        "lifetime": row.lifetime,
        "allowed_clock_skew": row.allowed_clock_skew,
        "custom_signing_key": row.signing_key.is_some(),
        "signing_algorithm": row.signing_algorithm,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    })
}
