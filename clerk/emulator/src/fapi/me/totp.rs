//! `/me/totp`: an authenticator app, set up with a first code and removed.

use axum::{Router, extract::State, response::Response, routing::post};
use serde_json::{Value, json};

use crate::{
    context::Context,
    error::{Code, Problem},
    fapi::{call::Call, visit::answer},
    resources::deleted,
    state::factor::SecondFactor,
    totp,
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/me/totp", post(create).delete(destroy))
        .route("/me/totp/attempt_verification", post(attempt_verification))
}

/// Makes a secret. It counts from its first code on; whoever begins anew gets another one.
async fn create(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.proven_session()?;
        visit.state.require_second(SecondFactor::Totp)?;
        let mut user = visit.acting_user()?;
        if user.totp_secret.is_some() {
            return Err(Problem::new(Code::TotpAlreadyEnabled, "There is an authenticator app already."));
        }
        let (secret, now) = (totp::secret(&visit.state.random), visit.state.now_ms());
        let uri = totp::uri(user.identifier(), &secret);
        user.new_totp = Some(secret.clone());
        let view = draw(&user.id, Some((secret, uri)), now);
        visit.state.keep_user(user);
        Ok(view)
    })
}

/// The first code. Spare codes come with it where there are none.
async fn attempt_verification(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.acting_session()?;
        let typed = call.form.filled("code").ok_or_else(|| Problem::missing("code"))?;
        let (mut user, now) = (visit.acting_user()?, visit.state.now_ms());
        let missing = || Problem::new(Code::VerificationMissing, "Set up an authenticator app first.");
        let secret = user.new_totp.clone().ok_or_else(missing)?;
        if !totp::matches(&secret, typed, now) {
            return Err(Problem::field("code", Code::FormCodeIncorrect, "Incorrect code"));
        }
        let had_one = user.has_second_factor();
        (user.totp_secret, user.new_totp) = (Some(secret), None);
        user.note_second_factor(had_one, now);
        let mut view = draw(&user.id, None, now);
        if let Some(codes) = visit.state.first_backup_codes(&mut user) {
            crate::resources::put(&mut view, "backup_codes", json!(codes));
        }
        visit.state.keep_user(user);
        Ok(view)
    })
}

async fn destroy(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.proven_session()?;
        let id = visit.acting_user()?.id;
        visit.state.drop_second(&id, |user| user.totp_secret = None)?;
        Ok(deleted("totp", &totp_id(&id)))
    })
}

/// Secret and address are told until the first code.
fn draw(user_id: &str, told: Option<(String, String)>, now_ms: i64) -> Value {
    let is_verified = told.is_none();
    let (secret, uri) = told.unzip();
    json!({
        "object": "totp",
        "id": totp_id(user_id),
        "secret": secret,
        "uri": uri,
        "verified": is_verified,
        "created_at": now_ms,
        "updated_at": now_ms,
    })
}

fn totp_id(user_id: &str) -> String {
    user_id.replace("user_", "totp_")
}
