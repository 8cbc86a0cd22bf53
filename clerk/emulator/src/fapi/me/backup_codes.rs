//! `/me/backup_codes`: a new list of codes. The old one is void, and this one is shown once.

use axum::{Router, extract::State, response::Response, routing::post};
use serde_json::json;

use crate::{
    context::Context,
    error::{Code, Problem},
    fapi::{call::Call, visit::answer},
    state::factor::SecondFactor,
};

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/me/backup_codes", post(create))
}

async fn create(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.proven_session()?;
        let (mut user, now) = (visit.acting_user()?, visit.state.now_ms());
        if !visit.state.settings.has_second(SecondFactor::BackupCode) || !visit.state.uses_second_factor(&user) {
            let message = "Backup codes come with another second factor.";
            return Err(Problem::new(Code::BackupCodesNotAvailable, message));
        }
        user.backup_codes = visit.state.new_backup_codes();
        let codes = user.backup_codes.clone();
        visit.state.keep_user(user);
        Ok(json!({
            "object": "backup_code",
            "id": visit.state.random.id("bc"),
            "codes": codes,
            "created_at": now,
            "updated_at": now,
        }))
    })
}
