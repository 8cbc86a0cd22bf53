//! `/sessions`: who is signed in, and their tokens.

use axum::{
    Router,
    extract::Path,
    routing::{get, post},
};
use serde_json::json;

use super::{
    call::{Answer, Call},
    list::{self, Choice},
};
use crate::{
    context::Context,
    error::{Code, Problem},
    state::{State, session::Session},
};

const STATUSES: [&str; 8] = ["abandoned", "active", "ended", "expired", "pending", "removed", "replaced", "revoked"];

/// Lives of tokens that can be asked for, in seconds.
const LIVES: (i64, i64) = (30, 315_360_000);

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/sessions", get(show_all).post(create))
        .route("/sessions/{id}", get(show))
        .route("/sessions/{id}/refresh", post(refresh))
        .route("/sessions/{id}/revoke", post(revoke))
        .route("/sessions/{id}/tokens", post(create_token))
        .route("/sessions/{id}/tokens/{template}", post(create_template_token))
}

/// Newest first.
async fn show_all(call: Call) -> Answer {
    call.look(|view| {
        let (clients, people) = (Choice::of(&call.query, "client_id")?, Choice::of(&call.query, "user_id")?);
        let statuses = Choice::among(&call.query, "status", &STATUSES)?;
        let mut rows: Vec<&Session> = view.state.data.sessions.values().collect();
        rows.retain(|row| {
            clients.takes(|id| row.client_id == id)
                && people.takes(|id| row.user_id == id)
                && statuses.takes(|status| view.session_status(row) == status)
        });
        rows.sort_by_key(|row| std::cmp::Reverse(row.created_at));
        list::either(&call.query, &rows, |row| view.backend_session(row))
    })
}

async fn show(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| find(view.state, &id).map(|row| view.backend_session(row)))
}

fn find<'a>(state: &'a State, id: &str) -> Result<&'a Session, Problem> {
    state.data.sessions.get(id).ok_or_else(|| Problem::not_found("The session"))
}

/// One that a token can be made of.
fn find_live(state: &State, id: &str) -> Result<Session, Problem> {
    let found = find(state, id)?;
    if found.is_live(state.now_ms()) { Ok(found.clone()) } else { Err(Problem::not_found("The session")) }
}

/// A session without a browser, for tests.
async fn create(call: Call) -> Answer {
    call.body.only(&["user_id", "active_organization_id"])?;
    let user_id = call.body.required("user_id")?;
    let organization = call.body.text("active_organization_id")?.filter(|id| !id.is_empty());
    call.change(|state| {
        state.admit(&user_id)?;
        if let Some(organization) = &organization {
            state.membership_at(&user_id, organization).map_err(|_| Problem::not_found("The organization"))?;
        }
        let client_id = state.create_client(None);
        let session = state.start_session(&client_id, &user_id)?;
        state.activate(&session.id, organization.as_deref().unwrap_or_default())?;
        Ok(call.view(state).backend_session(find(state, &session.id)?))
    })
}

/// The local Clerk gives out no refresh tokens, so none can be right: an SDK goes through the handshake instead.
async fn refresh(Path(id): Path<String>, call: Call) -> Answer {
    for name in ["expired_token", "refresh_token", "request_origin"] {
        call.body.required(name)?;
    }
    call.look(|view| match find(view.state, &id) {
        Ok(_) => Err(Problem::new(Code::RefreshTokenNotFound, "The refresh token was not found.")),
        Err(_) => Err(Problem::new(Code::SessionRefreshNotFound, "The session was not found.")),
    })
}

async fn revoke(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        find(state, &id)?;
        state.end_session(&id, "revoked");
        Ok(call.view(state).backend_session(find(state, &id)?))
    })
}

async fn create_token(Path(id): Path<String>, call: Call) -> Answer {
    let life = life(&call)?;
    call.look(|view| {
        let session = find_live(view.state, &id)?;
        Ok(json!({ "object": "token", "jwt": view.state.server_token(&session, life)? }))
    })
}

async fn create_template_token(Path((id, template)): Path<(String, String)>, call: Call) -> Answer {
    let life = life(&call)?;
    call.look(|view| {
        let session = find_live(view.state, &id)?;
        Ok(json!({ "object": "token", "jwt": view.state.template_token(&session, &template, life, None)? }))
    })
}

fn life(call: &Call) -> Result<Option<i64>, Problem> {
    call.body.only(&["expires_in_seconds"])?;
    call.body.integer("expires_in_seconds", LIVES.0, LIVES.1)
}
