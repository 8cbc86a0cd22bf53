//! `/me/change_password` and `/me/remove_password`.

use axum::{Router, extract::State, response::Response, routing::post};

use super::edit;
use crate::{
    context::Context,
    error::{Code, Problem},
    fapi::{
        call::Call,
        visit::{Visit, answer},
    },
    password::PasswordHash,
    state::settings::Factor,
};

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/me/change_password", post(change)).route("/me/remove_password", post(remove))
}

async fn change(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let session = visit.proven_session()?;
        check_current(visit)?;
        let new = call.form.filled("new_password").ok_or_else(|| Problem::missing("new_password"))?;
        let (hash, now) = (PasswordHash::accept(new, &visit.state.random)?, visit.state.now_ms());
        if call.form.get("sign_out_of_other_sessions") == Some("true") {
            visit.state.end_sessions_of_user(&session.user_id, Some(&session.id));
        }
        edit(visit, |user| {
            user.set_password(hash, now);
            Ok(())
        })
    })
}

/// Where there is another way to sign in.
async fn remove(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.proven_session()?;
        if visit.acting_user()?.password.is_none() {
            return Err(Problem::new(Code::NoPasswordSet, "There is no password."));
        }
        check_current(visit)?;
        if !visit.state.settings.has(Factor::EmailCode) {
            return Err(Problem::new(Code::PasswordRequired, "Nobody could sign in without the password."));
        }
        edit(visit, |user| {
            user.password = None;
            Ok(())
        })
    })
}

fn check_current(visit: &Visit<'_>) -> Result<(), Problem> {
    let (user, current) = (visit.acting_user()?, visit.call.form.get("current_password").unwrap_or_default());
    match user.password.is_some_and(|password| !password.matches(current)) {
        true => Err(Problem::field("current_password", Code::FormPasswordIncorrect, "Password is incorrect.")),
        false => Ok(()),
    }
}
