//! `/client/sessions`: tokens, switching organization, signing out.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{delete, get, post},
};
use serde_json::json;

use super::{
    call::Call,
    visit::{Visit, answer, answer_bare},
};
use crate::{context::Context, error::Problem};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/client/sessions", delete(end_all))
        .route("/client/sessions/{id}", get(show))
        .route("/client/sessions/{id}/touch", post(touch))
        .route("/client/sessions/{id}/tokens", post(create_token))
        .route("/client/sessions/{id}/remove", post(end))
        .route("/client/sessions/{id}/end", post(end))
}

async fn show(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| Ok(visit.view().session(&visit.session(&id)?)))
}

/// Notes activity; `active_organization_id` switches, empty means the personal account.
async fn touch(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.session(&id)?;
        if let Some(organization) = call.form.get("active_organization_id") {
            visit.state.activate(&id, organization)?;
        }
        let now = visit.state.now_ms();
        visit.state.session_mut(&id)?.last_active_at = now;
        let session = visit.session(&id)?;
        if let Some(client) = visit.state.data.clients.get_mut(&session.client_id) {
            client.last_active_session_id = Some(id.clone());
        }
        Ok(visit.view().session(&session))
    })
}

/// A fresh token; ClerkJS names the organization every time, empty for the personal account.
async fn create_token(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer_bare(&context, &call, |visit| {
        let session = visit.session(&id)?;
        let organization = match call.form.get("organization_id") {
            Some("") => None,
            Some(organization) => Some(organization),
            None => session.organization_id.as_deref(),
        };
        let jwt = visit.state.token(&session, organization, &call.origin)?;
        Ok(json!({ "object": "token", "jwt": jwt }))
    })
}

/// Ends one session of this client.
async fn end(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let mut session = visit.view().session(&visit.session(&id)?);
        end_sessions(visit)?;
        if let Some(fields) = session.as_object_mut() {
            fields.insert("status".to_owned(), json!("removed"));
        }
        Ok(session)
    })
}

async fn end_all(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        end_sessions(visit)?;
        Ok(visit.client_view())
    })
}

/// Single session mode: the one session is all there is.
fn end_sessions(visit: &mut Visit<'_>) -> Result<(), Problem> {
    let client_id = visit.client_id.clone().ok_or_else(Problem::unauthenticated)?;
    visit.state.end_sessions(&client_id);
    visit.announce();
    Ok(())
}
