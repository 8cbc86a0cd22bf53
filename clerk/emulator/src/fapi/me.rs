//! `/me`: one's own profile, as the UserProfile dialog shows and changes it.

mod email_addresses;
mod memberships;

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{
    call::Call,
    visit::{Visit, answer, answer_bare},
};
use crate::{
    context::Context,
    error::{Code, Problem},
    password::PasswordHash,
    resources::deleted,
    state::user::User,
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/me", get(show).patch(update).delete(destroy))
        .route("/me/sessions/active", get(list_sessions))
        .route("/me/sessions/{id}/revoke", post(revoke_session))
        .route("/me/change_password", post(change_password))
        .merge(email_addresses::routes())
        .merge(memberships::routes())
}

async fn show(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| Ok(visit.view().user(&visit.acting_user()?)))
}

async fn update(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        edit(visit, |user| {
            let text = |name: &str, old: Option<String>| match call.form.get(name) {
                Some(value) => Some(value.to_owned()).filter(|value| !value.is_empty()),
                None => old,
            };
            user.first_name = text("first_name", user.first_name.take());
            user.last_name = text("last_name", user.last_name.take());
            if let Some(metadata) = call.form.filled("unsafe_metadata") {
                user.unsafe_metadata =
                    serde_json::from_str(metadata).map_err(|_| Problem::invalid("unsafe_metadata"))?;
            }
            if let Some(id) = call.form.filled("primary_email_address_id") {
                let is_verified = user.email_mut(id)?.verified;
                user.primary_email_id = Some(id.to_owned()).filter(|_| is_verified).or(user.primary_email_id.take());
            }
            Ok(())
        })
    })
}

async fn destroy(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let id = visit.acting_user()?.id;
        visit.state.delete_user(&id);
        visit.announce();
        Ok(deleted("user", &id))
    })
}

/// Every device this person is signed in on; a bare list.
async fn list_sessions(State(context): State<Context>, call: Call) -> Response {
    answer_bare(&context, &call, |visit| {
        let (user_id, now) = (visit.acting_user()?.id, visit.state.now_ms());
        let all = visit.state.data.sessions.with("user", &user_id);
        let live = all.filter(|session| session.is_live(now));
        Ok(live.map(|session| visit.view().session_with_activity(session)).collect())
    })
}

/// Signs another device out.
async fn revoke_session(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let user_id = visit.acting_user()?.id;
        let session = visit.state.session(&id).ok().filter(|session| session.user_id == user_id).cloned();
        let session = session.ok_or_else(|| Problem::not_found("The session"))?;
        visit.state.end_session(&id, "revoked");
        let mut view = visit.view().session_with_activity(&session);
        if let Some(fields) = view.as_object_mut() {
            fields.insert("status".to_owned(), json!("revoked"));
        }
        Ok(view)
    })
}

async fn change_password(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let session = visit.acting_session()?;
        let user = visit.acting_user()?;
        let current = call.form.get("current_password").unwrap_or_default();
        if user.password.as_ref().is_some_and(|password| !password.matches(current)) {
            return Err(Problem::field("current_password", Code::FormPasswordIncorrect, "Password is incorrect."));
        }
        let new = call.form.filled("new_password").ok_or_else(|| Problem::missing("new_password"))?;
        let hash = PasswordHash::accept(new, &visit.state.random)?;
        if call.form.get("sign_out_of_other_sessions") == Some("true") {
            visit.state.end_sessions_of_user(&user.id, Some(&session.id));
        }
        edit(visit, |user| {
            user.password = Some(hash);
            Ok(())
        })
    })
}

/// Changes the acting person, all or nothing.
fn edit(visit: &mut Visit<'_>, act: impl FnOnce(&mut User) -> Result<(), Problem>) -> Result<Value, Problem> {
    let mut user = visit.acting_user()?;
    act(&mut user)?;
    *visit.state.user_mut(&user.id)? = user.clone();
    Ok(visit.view().user(&user))
}

/// An empty list, for what the local Clerk never has.
fn nothing() -> Value {
    json!({ "data": [], "total_count": 0 })
}
