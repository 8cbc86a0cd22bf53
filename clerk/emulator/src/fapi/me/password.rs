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
};

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/me/change_password", post(change)).route("/me/remove_password", post(remove))
}

async fn change(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let session = visit.proven_session()?;
        let must_reset = visit.state.tasks(&session).contains(&"reset-password");
        if !must_reset && !visit.state.settings.reverification {
            check_current(visit)?;
        }
        let new = call.form.filled("new_password").ok_or_else(|| Problem::missing("new_password"))?;
        refuse_same(visit, new)?;
        let (hash, now) = (visit.state.accept_password("new_password", new)?, visit.state.now_ms());
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
        if !visit.state.can_do_without_password(&visit.acting_user()?) {
            return Err(Problem::new(Code::PasswordRequired, "Nobody could sign in without the password."));
        }
        edit(visit, |user| {
            user.password = None;
            Ok(())
        })
    })
}

fn refuse_same(visit: &Visit<'_>, new: &str) -> Result<(), Problem> {
    let name = "new_password";
    let message = "Your new password cannot be the same as your current password.";
    match visit.acting_user()?.password.is_some_and(|password| password.matches(new)) {
        true => Err(Problem::field(name, Code::FormNewPasswordMatchesCurrent, message)),
        false => Ok(()),
    }
}

fn check_current(visit: &Visit<'_>) -> Result<(), Problem> {
    let (user, current) = (visit.acting_user()?, visit.call.form.get("current_password").unwrap_or_default());
    match user.password.is_some_and(|password| !password.matches(current)) {
        true => Err(Problem::field("current_password", Code::FormPasswordIncorrect, "Password is incorrect.")),
        false => Ok(()),
    }
}
