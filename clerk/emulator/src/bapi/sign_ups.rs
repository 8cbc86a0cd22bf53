//! `/sign_ups`: attempts that an app's server looks at, or ties to its own books.

use axum::{Router, extract::Path, routing::get};
use serde_json::{Value, json};

use super::call::{Answer, Call};
use crate::{
    context::Context,
    error::{Code, Problem},
    state::{State, attempt::SignUp},
};

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/sign_ups/{id}", get(show).patch(update))
}

async fn show(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| find(view.state, &id).map(|row| draw(&row, view.state)))
}

fn find(state: &State, id: &str) -> Result<SignUp, Problem> {
    state.data.sign_ups.get(id).cloned().ok_or_else(|| Problem::not_found("The sign-up"))
}

async fn update(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["external_id", "custom_action"])?;
    call.change(|state| {
        let mut row = find(state, &id)?;
        if status(&row, state.now_ms()) != "missing_requirements" {
            return Err(Problem::new(Code::SignUpCannotBeUpdated, "The sign-up is over."));
        }
        call.body.put("external_id", &mut row.external_id)?;
        call.body.put_flag("custom_action", &mut row.custom_action)?;
        if let Some(external_id) = &row.external_id {
            state.check_external_id(external_id, "")?;
        }
        state.data.sign_ups.insert(id, row.clone());
        Ok(draw(&row, state))
    })
}

fn status(row: &SignUp, now_ms: i64) -> &'static str {
    match row.created_user_id {
        Some(_) => "complete",
        None if now_ms >= row.abandon_at => "abandoned",
        None => "missing_requirements",
    }
}

fn draw(row: &SignUp, state: &State) -> Value {
    let is_proven = row.is_verified();
    let next = match (&row.verification, is_proven) {
        (_, true) => "",
        (Some(_), false) => "needs_attempt",
        (None, false) => "needs_prepare",
    };
    let email = row.address.as_ref().map(|_| json!({ "next_action": next, "supported_strategies": ["email_code"] }));
    json!({
        "object": "sign_up_attempt",
        "id": row.id,
        "status": status(row, state.now_ms()),
        "required_fields": ["email_address", "password"],
        "optional_fields": ["first_name", "last_name"],
        "missing_fields": row.missing_fields(&state.settings),
        "unverified_fields": row.unverified_fields(),
        "verifications": { "email_address": email, "phone_number": null, "web3_wallet": null, "external_account": null },
        "username": row.username,
        "email_address": row.address,
        "phone_number": row.phone,
        "web3_wallet": null,
        "password_enabled": row.password.is_some(),
        "first_name": row.first_name,
        "last_name": row.last_name,
        "unsafe_metadata": row.unsafe_metadata,
        "public_metadata": {},
        "custom_action": row.custom_action,
        "external_id": row.external_id,
        "created_session_id": row.created_session_id,
        "created_user_id": row.created_user_id,
        "abandon_at": row.abandon_at,
        "legal_accepted_at": row.legal_accepted_at,
        "locale": null,
        "external_account": null,
    })
}
