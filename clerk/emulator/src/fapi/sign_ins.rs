//! `/client/sign_ins`: by password, by a code or a link, and with a forgotten password; then the second factor.

mod second_factor;

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{get, post},
};
use serde_json::Value;

use super::{
    call::Call,
    outside, passkey,
    visit::{Visit, answer},
};
use crate::{
    context::Context,
    error::{Code, Problem},
    state::{
        attempt::SignIn,
        code::{LINK, Verification},
        email_link::Purpose,
        passkey::PASSKEY,
        settings::Factor,
        settlement::not_for_this_account,
        sign_in::{NewPassword, Target},
    },
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/client/sign_ins", post(create))
        .route("/client/sign_ins/{id}", get(show))
        .route("/client/sign_ins/{id}/prepare_first_factor", post(prepare_first_factor))
        .route("/client/sign_ins/{id}/attempt_first_factor", post(attempt_first_factor))
        .route("/client/sign_ins/{id}/reset_password", post(reset_password))
        .merge(second_factor::routes())
}

async fn create(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.refuse_second_session()?;
        let identifier = call.form.filled("identifier");
        let vouched = identifier.filter(|address| visit.state.settings.connection_for(address).is_some());
        let user_id = match identifier.map(|address| visit.state.identify(address)) {
            // Their company knows whom we do not know yet.
            Some(Err(_)) if vouched.is_some() => None,
            found => found.transpose()?,
        };
        let client_id = visit.ensure_client();
        let mut attempt = visit.state.new_sign_in(&client_id);
        attempt.identifier = call.form.filled("identifier").map(str::to_owned);
        attempt.user_id = user_id;
        let id = attempt.id.clone();
        visit.state.data.sign_ins.insert(id.clone(), attempt);
        edit(visit, &id, |visit, attempt| match call.form.filled("strategy") {
            _ if call.form.get("transfer") == Some("true") => outside::transfer_to_sign_in(visit, attempt),
            // A password says what it is.
            None if call.form.filled("password").is_none() => Ok(()),
            Some(strategy) if outside::is_outside(strategy) => outside::prepare_sign_in(visit, attempt, strategy),
            _ if vouched.is_some() => Err(not_for_this_account()),
            None | Some("password") => attempt_factor(visit, attempt),
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
            visit.state.admit(&user_id)?;
            let password = call.form.filled("password").ok_or_else(|| Problem::missing("password"))?;
            let hash = visit.state.accept_password("password", password)?;
            let ends_sessions = call.form.get("sign_out_of_other_sessions") == Some("true");
            attempt.new_password = Some(NewPassword { hash, ends_sessions });
            attempt.needs_new_password = false;
            complete(visit, attempt)
        })
    })
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
    attempt.check_first_turn()?;
    let strategy = visit.call.form.filled("strategy").unwrap_or_default();
    if outside::is_outside(strategy) {
        return outside::prepare_sign_in(visit, attempt, strategy);
    }
    if strategy == PASSKEY {
        return passkey::prepare(visit, attempt);
    }
    let is_sms = require_sent(visit, strategy)?;
    let target = target(visit, attempt, is_sms)?.text;
    outside::check_proof(visit, attempt, Some(&target))?;
    attempt.verification = Some(match strategy {
        LINK => visit.send_link(&target, Purpose::SignIn(attempt.id.clone()))?,
        _ => visit.state.send_code(&target, strategy),
    });
    Ok(())
}

/// Refuses what is not sent here, be it that it was a moment ago. Answers whether it goes to a telephone.
fn require_sent(visit: &Visit<'_>, strategy: &str) -> Result<bool, Problem> {
    let (needed, is_sms) = match strategy {
        "email_code" => (Factor::EmailCode, false),
        LINK => (Factor::EmailLink, false),
        "phone_code" => (Factor::PhoneCode, true),
        "reset_password_email_code" => (Factor::Password, false),
        "reset_password_phone_code" => (Factor::Password, true),
        _ => return Err(Problem::invalid("strategy")),
    };
    let settings = &visit.state.settings;
    let is_on = settings.has(needed) && (!is_sms || settings.has(Factor::PhoneCode));
    if is_on { Ok(is_sms) } else { Err(Problem::invalid("strategy")) }
}

/// Where a code or a link goes: what the call names, or what the person came with, or the primary one.
fn target(visit: &Visit<'_>, attempt: &SignIn, is_sms: bool) -> Result<Target, Problem> {
    let name = if is_sms { "phone_number_id" } else { "email_address_id" };
    let user = visit.state.user(attempt.user_id.as_deref().unwrap_or_default())?;
    let mut targets = if is_sms { user.phone_targets(false) } else { user.email_targets() };
    if let Some(id) = visit.call.form.filled(name) {
        return targets.into_iter().find(|target| target.id == id).ok_or_else(|| Problem::invalid(name));
    }
    let is_typed = |target: &Target| attempt.identifier.as_deref() == Some(target.text.as_str());
    targets.sort_by_key(|target| (!is_typed(target), !target.is_primary));
    targets.into_iter().next().ok_or_else(|| Problem::invalid(name))
}

fn attempt_factor(visit: &mut Visit<'_>, attempt: &mut SignIn) -> Result<(), Problem> {
    attempt.check_first_turn()?;
    let user_id = attempt.user_id.clone().unwrap_or_default();
    if visit.state.user(&user_id).is_ok() {
        visit.state.admit(&user_id)?;
    }
    let form = &visit.call.form;
    match form.filled("strategy").or_else(|| form.filled("password").and(Some("password"))) {
        Some("password") if visit.state.settings.has(Factor::Password) => {
            outside::check_proof(visit, attempt, None)?;
            let outcome = check_password(visit, attempt);
            attempt.verification = Some(visit.state.count(&user_id, outcome)?);
        }
        Some(PASSKEY) if visit.state.settings.has(Factor::Passkey) => {
            outside::check_proof(visit, attempt, None)?;
            passkey::prove(visit, attempt)?;
        }
        Some(strategy @ ("email_code" | "phone_code" | "reset_password_email_code" | "reset_password_phone_code")) => {
            require_sent(visit, strategy)?;
            let outcome = check_code(visit, attempt, strategy);
            visit.state.count(&user_id, outcome)?;
            if strategy.starts_with("reset_password") {
                attempt.needs_new_password = true;
                return Ok(());
            }
        }
        _ => return Err(Problem::invalid("strategy")),
    }
    complete(visit, attempt)
}

fn check_password(visit: &Visit<'_>, attempt: &SignIn) -> Result<Verification, Problem> {
    let typed = visit.call.form.filled("password").ok_or_else(|| Problem::missing("password"))?;
    let user = visit.state.user(attempt.user_id.as_deref().unwrap_or_default())?;
    if !user.password.as_ref().is_some_and(|password| password.matches(typed)) {
        let message = "Password is incorrect. Try again, or use another method.";
        return Err(Problem::field("password", Code::FormPasswordIncorrect, message));
    }
    visit.state.refuse_leaked(user, typed)?;
    Ok(Verification::done("password", visit.state.now_ms()))
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
