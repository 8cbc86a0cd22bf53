//! `/me`: one's own profile, as the UserProfile dialog shows and changes it.

mod backup_codes;
mod creation_defaults;
mod email_addresses;
mod enterprise_connections;
mod external_accounts;
mod image;
mod memberships;
mod passkeys;
mod password;
mod phone_numbers;
mod totp;

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{get, patch, post},
};
use serde_json::{Map, Value, json};

use super::{
    call::Call,
    visit::{Visit, answer, answer_bare},
};
use crate::{
    bapi::metadata,
    context::Context,
    error::{Code, Problem},
    fields::Fields,
    resources::deleted,
    state::{factor::Presence, user::User},
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/me", get(show).patch(update).delete(destroy))
        .route("/me/metadata", patch(merge_metadata))
        .route("/me/sessions", get(list_all_sessions))
        .route("/me/sessions/active", get(list_sessions))
        .route("/me/sessions/{id}/revoke", post(revoke_session))
        .merge(backup_codes::routes())
        .merge(creation_defaults::routes())
        .merge(email_addresses::routes())
        .merge(enterprise_connections::routes())
        .merge(external_accounts::routes())
        .merge(image::routes())
        .merge(memberships::routes())
        .merge(passkeys::routes())
        .merge(password::routes())
        .merge(phone_numbers::routes())
        .merge(totp::routes())
}

async fn show(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| Ok(visit.view().user(&visit.acting_user()?)))
}

/// Metadata has a call of its own from 2026-05-12 on.
async fn update(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        if call.form.get("unsafe_metadata").is_some() && !call.version.updates_metadata() {
            return Err(Problem::unknown("unsafe_metadata"));
        }
        let sensitive = ["primary_email_address_id", "primary_phone_number_id", "username"];
        if sensitive.iter().any(|name| call.form.get(name).is_some()) {
            visit.proven_session()?;
        }
        let username = call.form.get("username").map(|name| new_username(visit, name)).transpose()?;
        edit(visit, |user| {
            user.username = username.unwrap_or_else(|| user.username.take());
            change(user, &call.form)
        })
    })
}

/// Another name, or none at all where nobody needs one.
fn new_username(visit: &Visit<'_>, name: &str) -> Result<Option<String>, Problem> {
    let (user, presence) = (visit.acting_user()?, visit.state.settings.user_name());
    match presence {
        Presence::Off => return Err(Problem::unknown("username")),
        Presence::Required if name.is_empty() => return Err(Problem::missing("username")),
        _ if name.is_empty() && user.email_targets().is_empty() && user.phone_targets(false).is_empty() => {
            return Err(Problem::new(Code::LastIdentification, "There is nothing else to sign in by."));
        }
        _ if name.is_empty() => return Ok(None),
        _ => {}
    }
    visit.state.check_username(name, &user.id)?;
    Ok(Some(name.to_owned()))
}

fn change(user: &mut User, form: &Fields) -> Result<(), Problem> {
    let text = |name: &str, old: Option<String>| match form.get(name) {
        Some(value) => Some(value.to_owned()).filter(|value| !value.is_empty()),
        None => old,
    };
    user.first_name = text("first_name", user.first_name.take());
    user.last_name = text("last_name", user.last_name.take());
    if let Some(metadata) = form.filled("unsafe_metadata") {
        user.unsafe_metadata = object(metadata)?;
    }
    if let Some(id) = form.filled("primary_email_address_id") {
        let is_verified = user.email_mut(id)?.verified;
        user.primary_email_id = Some(id.to_owned()).filter(|_| is_verified).or(user.primary_email_id.take());
    }
    if let Some(id) = form.filled("primary_phone_number_id") {
        let is_verified = user.phone_mut(id)?.verified;
        user.primary_phone_id = Some(id.to_owned()).filter(|_| is_verified).or(user.primary_phone_id.take());
    }
    Ok(())
}

/// Metadata comes as the text of an object.
fn object(text: &str) -> Result<Map<String, Value>, Problem> {
    serde_json::from_str(text).map_err(|_| Problem::invalid("unsafe_metadata"))
}

async fn merge_metadata(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let name = "unsafe_metadata";
        let new = object(call.form.filled(name).ok_or_else(|| Problem::missing(name))?)?;
        edit(visit, |user| metadata::merge_object(name, new, &mut user.unsafe_metadata))
    })
}

async fn destroy(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let id = visit.proven_session()?.user_id;
        if !visit.state.user(&id)?.delete_self_enabled || !visit.state.settings.delete_self {
            return Err(Problem::new(Code::UserDeleteSelfNotEnabled, "You are not allowed to delete your account."));
        }
        visit.state.delete_user(&id);
        visit.announce();
        Ok(deleted("user", &id))
    })
}

/// Those that have ended among them; a bare list.
async fn list_all_sessions(State(context): State<Context>, call: Call) -> Response {
    answer_bare(&context, &call, |visit| {
        let user_id = visit.acting_user()?.id;
        let all = visit.state.data.sessions.with("user", &user_id);
        Ok(all.map(|session| visit.view().backend_session(session)).collect())
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
        let user_id = visit.proven_session()?.user_id;
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

/// Changes the acting person, all or nothing.
fn edit(visit: &mut Visit<'_>, act: impl FnOnce(&mut User) -> Result<(), Problem>) -> Result<Value, Problem> {
    let mut user = visit.acting_user()?;
    act(&mut user)?;
    let id = user.id.clone();
    visit.state.keep_user(user);
    Ok(visit.view().user(visit.state.user(&id)?))
}
