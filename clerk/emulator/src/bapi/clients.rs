//! `/clients`: browsers, and what only SDKs ask of them.

use axum::{
    Router,
    extract::Path,
    routing::{get, post},
};

use super::{
    call::{Answer, Call},
    list,
};
use crate::{context::Context, error::Problem, fapi::handshake, state::client::Client};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/clients", get(show_all))
        .route("/clients/verify", post(verify))
        .route("/clients/handshake_payload", get(redeem_handshake))
        .route("/clients/{id}", get(show))
}

/// Newest first.
async fn show_all(call: Call) -> Answer {
    call.look(|view| {
        let mut rows: Vec<&Client> = view.state.data.clients.values().collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.created_at));
        list::either(&call.query, &rows, |row| view.backend_client(&row.id).unwrap_or_default())
    })
}

async fn show(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| view.backend_client(&id).ok_or_else(|| Problem::not_found("The client")))
}

/// The client that a browser's cookie names.
async fn verify(call: Call) -> Answer {
    call.body.only(&["token"])?;
    let token = call.body.required("token")?;
    call.look(|view| {
        let id = view.state.client_of(&token).ok_or_else(Problem::unauthenticated)?;
        view.backend_client(&id).ok_or_else(|| Problem::not_found("The client"))
    })
}

async fn redeem_handshake(call: Call) -> Answer {
    let nonce = call.query.get("nonce").unwrap_or_default().to_owned();
    call.change(|state| handshake::redeem(state, &nonce))
}
