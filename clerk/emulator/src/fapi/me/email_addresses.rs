//! `/me/email_addresses`: adding an address, proving it, removing it.

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
    resources::{deleted, user::email},
    state::{
        code::LINK,
        email_link::Purpose,
        user::{Email, check_address},
    },
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/me/email_addresses", get(list).post(create))
        .route("/me/email_addresses/{id}", get(show).delete(destroy))
        .route("/me/email_addresses/{id}/prepare_verification", post(prepare_verification))
        .route("/me/email_addresses/{id}/attempt_verification", post(attempt_verification))
}

/// A bare list.
async fn list(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| Ok(visit.acting_user()?.emails.iter().map(email).collect()))
}

async fn create(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let user_id = visit.proven_session()?.user_id;
        let address = call.form.filled("email_address").ok_or_else(|| Problem::missing("email_address"))?;
        check_address(visit.state, address)?;
        let new = visit.state.new_email(address, false);
        visit.state.user_mut(&user_id)?.emails.push(new.clone());
        Ok(email(&new))
    })
}

async fn show(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| edit(visit, &id, |_, _| Ok(())))
}

async fn destroy(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.proven_session()?;
        let user = visit.acting_user()?;
        if user.primary_email_id.as_deref() == Some(id.as_str()) {
            return Err(Problem::new(Code::IdentificationDeletionFailed, "Choose another primary address first."));
        }
        visit.state.user_mut(&user.id)?.emails.retain(|email| email.id != id);
        Ok(deleted("email_address", &id))
    })
}

async fn prepare_verification(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        edit(visit, &id, |visit, email| {
            let user_id = visit.acting_session()?.user_id;
            email.verification = Some(match call.form.filled("strategy") {
                Some(LINK) => visit.send_link(&email.address, Purpose::Address { user_id, id: email.id.clone() })?,
                _ => visit.state.send_code(&email.address, "email_code"),
            });
            Ok(())
        })
    })
}

async fn attempt_verification(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        edit(visit, &id, |visit, email| {
            let typed = call.form.filled("code").ok_or_else(|| Problem::missing("code"))?;
            let sent = email.verification.as_mut();
            let sent = sent.ok_or_else(|| Problem::new(Code::VerificationMissing, "Ask for a code first."))?;
            sent.attempt(typed, visit.state.now_ms())?;
            check_address(visit.state, &email.address)?;
            email.verified = true;
            Ok(())
        })
    })
}

/// Works on an address of the acting person and keeps it, whatever came of it: a wrong code counts.
fn edit(
    visit: &mut Visit<'_>,
    id: &str,
    act: impl FnOnce(&mut Visit<'_>, &mut Email) -> Result<(), Problem>,
) -> Result<Value, Problem> {
    let mut user = visit.acting_user()?;
    let mut changed = user.email_mut(id)?.clone();
    let outcome = act(visit, &mut changed);
    *visit.state.user_mut(&user.id)?.email_mut(id)? = changed.clone();
    outcome.map(|()| email(&changed))
}
