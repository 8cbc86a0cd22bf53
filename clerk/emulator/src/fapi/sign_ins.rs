//! `/client/sign_ins`: by password, by e-mail code, and with a forgotten password.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{get, post},
};
use serde_json::Value;

use super::{
    call::Call,
    visit::{Visit, answer},
};
use crate::{
    context::Context,
    error::{Code, Problem},
    password::PasswordHash,
    state::{attempt::SignIn, code::LINK, email_link::Purpose, settings::Factor},
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/client/sign_ins", post(create))
        .route("/client/sign_ins/{id}", get(show))
        .route("/client/sign_ins/{id}/prepare_first_factor", post(prepare_first_factor))
        .route("/client/sign_ins/{id}/attempt_first_factor", post(attempt_first_factor))
        .route("/client/sign_ins/{id}/reset_password", post(reset_password))
}

async fn create(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.refuse_second_session()?;
        let user_id = call.form.filled("identifier").map(|address| find_user(visit, address)).transpose()?;
        let client_id = visit.ensure_client();
        let mut attempt = visit.state.new_sign_in(&client_id);
        attempt.identifier = call.form.filled("identifier").map(str::to_owned);
        attempt.user_id = user_id;
        let id = attempt.id.clone();
        visit.state.data.sign_ins.insert(id.clone(), attempt);
        edit(visit, &id, |visit, attempt| match call.form.filled("strategy") {
            None => Ok(()),
            Some("password") => attempt_factor(visit, attempt),
            Some("ticket") => use_ticket(visit, attempt),
            Some(_) => prepare(visit, attempt),
        })
    })
}

async fn show(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| edit(visit, &id, |_, _| Ok(())))
}

async fn prepare_first_factor(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| edit(visit, &id, prepare))
}

async fn attempt_first_factor(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| edit(visit, &id, attempt_factor))
}

async fn reset_password(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        edit(visit, &id, |visit, attempt| {
            let user_id = attempt.user_id.clone().filter(|_| attempt.needs_new_password);
            let user_id = user_id.ok_or_else(|| Problem::new(Code::ClientStateInvalid, "Verify the code first."))?;
            let password = call.form.filled("password").ok_or_else(|| Problem::missing("password"))?;
            let (hash, now) = (PasswordHash::accept(password, &visit.state.random)?, visit.state.now_ms());
            visit.state.admit(&user_id)?;
            visit.state.user_mut(&user_id)?.set_password(hash, now);
            attempt.needs_new_password = false;
            if call.form.get("sign_out_of_other_sessions") == Some("true") {
                visit.state.end_sessions_of_user(&user_id, None);
            }
            complete(visit, attempt)
        })
    })
}

fn find_user(visit: &Visit<'_>, address: &str) -> Result<String, Problem> {
    let user = visit.state.user_by_email(address);
    let unknown = || Problem::field("identifier", Code::FormIdentifierNotFound, "Couldn't find your account.");
    user.map(|user| user.id.clone()).ok_or_else(unknown)
}

/// Works on the attempt of this client and keeps it, whatever came of it: a wrong code counts.
fn edit(
    visit: &mut Visit<'_>,
    id: &str,
    act: impl FnOnce(&mut Visit<'_>, &mut SignIn) -> Result<(), Problem>,
) -> Result<Value, Problem> {
    let client = visit.client_id.as_deref().and_then(|client| visit.state.data.clients.get(client));
    let is_ours = client.is_some_and(|client| client.sign_in_id.as_deref() == Some(id));
    let found = visit.state.data.sign_ins.get(id).filter(|_| is_ours).cloned();
    let mut attempt = found.ok_or_else(|| Problem::not_found("The sign-in"))?;
    let outcome = act(visit, &mut attempt);
    visit.state.data.sign_ins.insert(id.to_owned(), attempt.clone());
    outcome.map(|()| visit.view().sign_in(&attempt))
}

fn prepare(visit: &mut Visit<'_>, attempt: &mut SignIn) -> Result<(), Problem> {
    let form = &visit.call.form;
    let strategy = form.filled("strategy").unwrap_or_default();
    let factor = match strategy {
        "email_code" => Factor::EmailCode,
        LINK => Factor::EmailLink,
        "reset_password_email_code" => Factor::Password,
        _ => return Err(Problem::invalid("strategy")),
    };
    if !visit.state.settings.has(factor) {
        return Err(Problem::invalid("strategy"));
    }
    let user = visit.state.user(attempt.user_id.as_deref().unwrap_or_default())?;
    let wanted = form.filled("email_address_id").or(user.primary_email_id.as_deref());
    let email = user.emails.iter().find(|email| email.verified && Some(email.id.as_str()) == wanted);
    let address = email.ok_or_else(|| Problem::invalid("email_address_id"))?.address.clone();
    attempt.verification = Some(match strategy {
        LINK => visit.send_link(&address, Purpose::SignIn(attempt.id.clone()))?,
        _ => visit.state.send_code(&address, strategy),
    });
    Ok(())
}

fn attempt_factor(visit: &mut Visit<'_>, attempt: &mut SignIn) -> Result<(), Problem> {
    match visit.call.form.filled("strategy") {
        Some("password") if visit.state.settings.has(Factor::Password) => check_password(visit, attempt)?,
        Some(strategy @ ("email_code" | "reset_password_email_code")) => {
            check_code(visit, attempt, strategy)?;
            if strategy == "reset_password_email_code" {
                attempt.needs_new_password = true;
                return Ok(());
            }
        }
        _ => return Err(Problem::invalid("strategy")),
    }
    complete(visit, attempt)
}

fn check_password(visit: &Visit<'_>, attempt: &SignIn) -> Result<(), Problem> {
    let typed = visit.call.form.filled("password").ok_or_else(|| Problem::missing("password"))?;
    let user = visit.state.user(attempt.user_id.as_deref().unwrap_or_default())?;
    let matches = user.password.as_ref().is_some_and(|password| password.matches(typed));
    let message = "Password is incorrect. Try again, or use another method.";
    if matches { Ok(()) } else { Err(Problem::field("password", Code::FormPasswordIncorrect, message)) }
}

fn check_code(visit: &Visit<'_>, attempt: &mut SignIn, strategy: &str) -> Result<(), Problem> {
    let typed = visit.call.form.filled("code").ok_or_else(|| Problem::missing("code"))?;
    let sent = attempt.verification.as_mut().filter(|sent| sent.strategy == strategy && !sent.verified);
    let sent = sent.ok_or_else(|| Problem::new(Code::VerificationMissing, "Ask for a code first."))?;
    sent.attempt(typed, visit.state.now_ms())
}

/// An actor token or a sign-in token, brought from the address that its maker was given.
fn use_ticket(visit: &mut Visit<'_>, attempt: &mut SignIn) -> Result<(), Problem> {
    let ticket = visit.call.form.filled("ticket").ok_or_else(|| Problem::missing("ticket"))?;
    let client_id = visit.ensure_client();
    let session = visit.state.use_ticket(&client_id, ticket)?;
    attempt.user_id = Some(session.user_id);
    attempt.created_session_id = Some(session.id);
    if let Some(client) = visit.state.data.clients.get_mut(&client_id) {
        client.sign_in_id = None;
    }
    visit.announce();
    Ok(())
}

fn complete(visit: &mut Visit<'_>, attempt: &mut SignIn) -> Result<(), Problem> {
    let client_id = visit.ensure_client();
    visit.state.complete_sign_in(&client_id, attempt)?;
    visit.announce();
    Ok(())
}
