//! `/sign_in_tokens`: letting somebody in without a password.

use axum::{Router, extract::Path, routing::post};
use serde_json::{Value, json};

use super::call::{Answer, Call};
use crate::{
    context::Context,
    error::{Code, Problem},
    resources::View,
    state::sign_in_token::SignInToken,
};

/// Clerk's default: thirty days.
const LIFE_SECONDS: i64 = 30 * 24 * 60 * 60;
const MOST_SECONDS: i64 = 315_360_000;

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/sign_in_tokens", post(create)).route("/sign_in_tokens/{id}/revoke", post(revoke))
}

async fn create(call: Call) -> Answer {
    call.body.only(&["user_id", "org_id", "expires_in_seconds"])?;
    let user_id = call.body.required("user_id")?;
    let organization = call.body.text("org_id")?.filter(|id| !id.is_empty());
    let life = call.body.integer("expires_in_seconds", 1, MOST_SECONDS)?.unwrap_or(LIFE_SECONDS);
    call.change(|state| {
        state.user(&user_id)?;
        let membership = organization.as_deref().map(|id| state.membership_at(&user_id, id)).transpose();
        let message = "This person is not a member of the organization.";
        let membership = membership.map_err(|_| Problem::new(Code::NotAMember, message))?;
        let (organization_id, now) = (membership.map(|row| row.organization_id.clone()), state.now_ms());
        let token = SignInToken {
            id: state.random.id("sit"),
            user_id,
            organization_id,
            ticket: state.random.text(48),
            status: "pending".to_owned(),
            created_at: now,
            updated_at: now,
            expires_at: now + life * 1_000,
        };
        state.data.sign_in_tokens.insert(token.id.clone(), token.clone());
        Ok(draw(call.view(state), &token))
    })
}

async fn revoke(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let found = state.data.sign_in_tokens.get(&id).ok_or_else(|| Problem::not_found("The sign-in token"))?;
        if found.status != "pending" {
            return Err(Problem::new(Code::SignInTokenCannotBeRevoked, "It is no longer pending."));
        }
        let token = SignInToken { status: "revoked".to_owned(), updated_at: state.now_ms(), ..found.clone() };
        state.data.sign_in_tokens.insert(id, token.clone());
        Ok(draw(call.view(state), &token))
    })
}

fn draw(view: View<'_>, token: &SignInToken) -> Value {
    json!({
        "object": "sign_in_token",
        "id": token.id,
        "status": token.status,
        "user_id": token.user_id,
        "token": token.ticket,
        "url": view.ticket_page(&token.ticket),
        "created_at": token.created_at,
        "updated_at": token.updated_at,
    })
}
