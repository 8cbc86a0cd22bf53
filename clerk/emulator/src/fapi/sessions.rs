//! `/client/sessions`: tokens, switching organization, signing out.

mod verification;

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{delete, get, post},
};
use serde_json::json;

use super::{
    call::Call,
    visit::{answer, answer_bare},
};
use crate::{context::Context, error::Problem, resources::put};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/client/sessions", delete(end_all))
        .route("/client/sessions/{id}", get(show))
        .route("/client/sessions/{id}/touch", post(touch))
        .route("/client/sessions/{id}/tokens", post(create_token))
        .route("/client/sessions/{id}/tokens/{template}", post(create_template_token))
        .route("/client/sessions/{id}/remove", post(remove))
        .route("/client/sessions/{id}/end", post(end))
        .merge(verification::routes())
}

async fn show(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| Ok(visit.view().session(&visit.session(&id)?)))
}

/// Notes activity; `active_organization_id` switches, empty means the personal account.
async fn touch(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.session(&id)?;
        let keeps =
            |organization: &&str| !organization.is_empty() || !visit.state.settings.force_organization_selection;
        // Where there are no personal accounts, a session without an organization stays in the one it is in.
        if let Some(organization) = call.form.get("active_organization_id").filter(keeps) {
            visit.state.activate(&id, organization)?;
        }
        let now = visit.state.now_ms();
        visit.state.session_mut(&id)?.last_active_at = now;
        let session = visit.session(&id)?;
        visit.state.forget_complete(&session.client_id);
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

/// A token in the form of a template, in the session's organization.
async fn create_template_token(
    State(context): State<Context>,
    Path((id, template)): Path<(String, String)>,
    call: Call,
) -> Response {
    answer_bare(&context, &call, |visit| {
        let session = visit.session(&id)?;
        let jwt = visit.state.template_token(&session, &template, None, Some(&call.origin))?;
        Ok(json!({ "object": "token", "jwt": jwt }))
    })
}

async fn remove(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    leave(&context, &call, &id, "removed")
}

async fn end(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    leave(&context, &call, &id, "ended")
}

/// Ends one session of this client; others stay.
fn leave(context: &Context, call: &Call, id: &str, status: &str) -> Response {
    answer(context, call, |visit| {
        let mut session = visit.view().session(&visit.session(id)?);
        visit.state.leave_session(id, status);
        visit.announce();
        put(&mut session, "status", json!(status));
        Ok(session)
    })
}

async fn end_all(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let client_id = visit.client_id.clone().ok_or_else(Problem::unauthenticated)?;
        visit.state.end_sessions(&client_id);
        visit.announce();
        Ok(visit.client_view())
    })
}
