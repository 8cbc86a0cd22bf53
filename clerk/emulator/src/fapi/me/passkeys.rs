//! `/me/passkeys`: making a key, naming it, letting go of it.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{get, post},
};
use serde_json::Value;

use crate::{
    context::Context,
    error::{Code, Problem},
    fapi::{
        call::Call,
        visit::{Visit, answer},
    },
    resources::deleted,
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/me/passkeys", post(create))
        .route("/me/passkeys/{id}", get(show).patch(rename).delete(destroy))
        .route("/me/passkeys/{id}/attempt_verification", post(attempt_verification))
}

/// A key that the device has still to make.
async fn create(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.proven_session()?;
        if !visit.state.settings.has_passkeys() {
            return Err(Problem::new(Code::FeatureNotEnabled, "This feature is not enabled on this instance."));
        }
        let mut user = visit.acting_user()?;
        let passkey = visit.state.new_passkey(&user, &call.origin)?;
        // What was begun before, and came to nothing, is over.
        user.passkeys.retain(|other| other.verification.verified);
        user.passkeys.push(passkey.clone());
        visit.state.keep_user(user);
        view(visit, &passkey.id)
    })
}

async fn attempt_verification(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let name = "public_key_credential";
        let text = call.form.filled(name).ok_or_else(|| Problem::missing(name))?;
        let mut user = visit.acting_user()?;
        let mut passkey = user.passkey_mut(&id)?.clone();
        let outcome = visit.state.register_passkey(&mut passkey, text);
        *user.passkey_mut(&id)? = passkey;
        visit.state.keep_user(user);
        outcome?;
        view(visit, &id)
    })
}

async fn show(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| view(visit, &id))
}

async fn rename(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let name = call.form.filled("name").ok_or_else(|| Problem::missing("name"))?.to_owned();
        let (mut user, now) = (visit.acting_user()?, visit.state.now_ms());
        let passkey = user.passkey_mut(&id)?;
        (passkey.name, passkey.updated_at) = (name, now);
        visit.state.keep_user(user);
        view(visit, &id)
    })
}

async fn destroy(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.proven_session()?;
        let mut user = visit.acting_user()?;
        user.passkey_mut(&id)?;
        user.passkeys.retain(|passkey| passkey.id != id);
        if !visit.state.can_sign_in(&user) {
            let message = "You could not sign in any more: add another way first.";
            return Err(Problem::new(Code::LastIdentification, message));
        }
        visit.state.drop_second(&user.id, |user| user.passkeys.retain(|passkey| passkey.id != id))?;
        Ok(deleted("passkey", &id))
    })
}

fn view(visit: &Visit<'_>, id: &str) -> Result<Value, Problem> {
    let mut user = visit.acting_user()?;
    Ok(visit.view().passkey(user.passkey_mut(id)?))
}
