//! `/client/sign_ups`: what a person brings, then the codes or the link that prove addresses and numbers.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{get, post},
};
use serde_json::Value;

use super::{
    call::Call,
    outside,
    visit::{Visit, answer},
};
use crate::{
    context::Context,
    error::{Code, Problem},
    state::{
        attempt::SignUp,
        code::{LINK, Verification},
        email_link::Purpose,
        factor::Presence,
        settings::Factor,
        user::check_address,
    },
};

const EMAIL: &str = "email_code";
const PHONE: &str = "phone_code";

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/client/sign_ups", post(create))
        .route("/client/sign_ups/{id}", get(show).patch(update))
        .route("/client/sign_ups/{id}/prepare_verification", post(prepare_verification))
        .route("/client/sign_ups/{id}/attempt_verification", post(attempt_verification))
}

async fn create(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.refuse_second_session()?;
        visit.state.check_open(call.form.filled("strategy") == Some("ticket"))?;
        let mut draft = SignUp::default();
        fill(visit, &mut draft)?;
        let client_id = visit.ensure_client();
        let SignUp { id, abandon_at, .. } = visit.state.new_sign_up(&client_id);
        let attempt = SignUp { id: id.clone(), abandon_at, ..draft };
        visit.state.data.sign_ups.insert(id.clone(), attempt);
        edit(visit, &id, go_on)
    })
}

async fn show(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| edit(visit, &id, |_, _| Ok(())))
}

async fn update(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        edit(visit, &id, |visit, attempt| {
            fill(visit, attempt)?;
            go_on(visit, attempt)
        })
    })
}

async fn prepare_verification(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        edit(visit, &id, |visit, attempt| {
            let strategy = call.form.filled("strategy").unwrap_or_default();
            if strategy == PHONE {
                let number = attempt.phone.clone().ok_or_else(|| Problem::missing("phone_number"))?;
                attempt.phone_verification = Some(visit.state.send_code(&number, PHONE));
                return Ok(());
            }
            let address = attempt.address.clone().ok_or_else(|| Problem::missing("email_address"))?;
            attempt.verification = Some(match strategy {
                LINK if visit.state.settings.has(Factor::EmailLink) => {
                    visit.send_link(&address, Purpose::SignUp(attempt.id.clone()))?
                }
                EMAIL => visit.state.send_code(&address, EMAIL),
                _ => return Err(Problem::invalid("strategy")),
            });
            Ok(())
        })
    })
}

async fn attempt_verification(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        edit(visit, &id, |visit, attempt| {
            let typed = call.form.filled("code").ok_or_else(|| Problem::missing("code"))?;
            let sent = match call.form.filled("strategy") {
                Some(EMAIL) => attempt.verification.as_mut(),
                Some(PHONE) => attempt.phone_verification.as_mut(),
                _ => return Err(Problem::invalid("strategy")),
            };
            let sent = sent.ok_or_else(|| Problem::new(Code::VerificationMissing, "Ask for a code first."))?;
            sent.attempt(typed, visit.state.now_ms())?;
            complete_if_ready(visit, attempt)
        })
    })
}

/// Works on the attempt of this client and keeps it, whatever came of it: a wrong code counts.
fn edit(
    visit: &mut Visit<'_>,
    id: &str,
    act: impl FnOnce(&mut Visit<'_>, &mut SignUp) -> Result<(), Problem>,
) -> Result<Value, Problem> {
    let client = visit.client_id.as_deref().and_then(|client| visit.state.data.clients.get(client));
    let is_ours = client.is_some_and(|client| client.sign_up_id.as_deref() == Some(id));
    let found = visit.state.data.sign_ups.get(id).filter(|_| is_ours).cloned();
    let mut attempt = found.ok_or_else(|| Problem::not_found("The sign-up"))?;
    let outcome = act(visit, &mut attempt);
    visit.state.data.sign_ups.insert(id.to_owned(), attempt.clone());
    outcome.map(|()| visit.view().sign_up(&attempt))
}

/// Takes the fields that came; ClerkJS sends optional ones empty.
fn fill(visit: &Visit<'_>, attempt: &mut SignUp) -> Result<(), Problem> {
    let form = &visit.call.form;
    match form.filled("strategy") {
        Some("ticket") => follow_invitation(visit, attempt)?,
        Some(strategy) if ![EMAIL, PHONE, "password"].contains(&strategy) && !outside::is_outside(strategy) => {
            return Err(Problem::invalid("strategy"));
        }
        _ => {}
    }
    fill_identifiers(visit, attempt)?;
    if let Some(password) = form.filled("password") {
        attempt.password = Some(visit.state.accept_password("password", password)?);
    }
    let text = |name: &str, old: &Option<String>| form.filled(name).map(str::to_owned).or_else(|| old.clone());
    attempt.first_name = text("first_name", &attempt.first_name);
    attempt.last_name = text("last_name", &attempt.last_name);
    if form.get("legal_accepted") == Some("true") {
        attempt.legal_accepted_at = attempt.legal_accepted_at.or_else(|| Some(visit.state.now_ms()));
    }
    if let Some(metadata) = form.filled("unsafe_metadata") {
        attempt.unsafe_metadata = serde_json::from_str(metadata).map_err(|_| Problem::invalid("unsafe_metadata"))?;
    }
    Ok(())
}

/// What the person will be known by. Another one than before has to be proven anew.
fn fill_identifiers(visit: &Visit<'_>, attempt: &mut SignUp) -> Result<(), Problem> {
    let (form, state) = (&visit.call.form, &visit.state);
    if let Some(address) = form.filled("email_address").map(str::to_lowercase)
        && attempt.address.as_ref() != Some(&address)
    {
        check_address(state, &address)?;
        state.check_allowed(&address)?;
        attempt.address = Some(address);
        (attempt.verification, attempt.ticket) = (None, None);
    }
    if let Some(number) = form.filled("phone_number") {
        refuse_off("phone_number", state.settings.phone())?;
        let number = state.check_phone(number)?;
        if attempt.phone.as_ref() != Some(&number) {
            state.check_allowed(&number)?;
            (attempt.phone, attempt.phone_verification) = (Some(number), None);
        }
    }
    if let Some(name) = form.filled("username") {
        refuse_off("username", state.settings.user_name())?;
        state.check_username(name, "")?;
        attempt.username = Some(name.to_owned());
    }
    Ok(())
}

fn refuse_off(name: &str, presence: Presence) -> Result<(), Problem> {
    if presence == Presence::Off { Err(Problem::unknown(name)) } else { Ok(()) }
}

/// Who brings the ticket of an invitation has proven the address, and may sign up whatever the lists say.
fn follow_invitation(visit: &Visit<'_>, attempt: &mut SignUp) -> Result<(), Problem> {
    let ticket = visit.call.form.filled("ticket").ok_or_else(|| Problem::missing("ticket"))?;
    let address = visit.state.invited_address(ticket)?;
    visit.state.refuse_account(ticket, &address)?;
    attempt.address = Some(address);
    attempt.ticket = Some(ticket.to_owned());
    attempt.verification = Some(Verification::by_ticket(visit.state.now_ms()));
    Ok(())
}

/// Asks a provider, where the call says so; else completes what is ready.
fn go_on(visit: &mut Visit<'_>, attempt: &mut SignUp) -> Result<(), Problem> {
    match visit.call.form.filled("strategy") {
        _ if visit.call.form.get("transfer") == Some("true") => outside::transfer_to_sign_up(visit, attempt),
        Some(strategy) if outside::is_outside(strategy) => outside::prepare_sign_up(visit, attempt, strategy),
        _ => complete_if_ready(visit, attempt),
    }
}

fn complete_if_ready(visit: &mut Visit<'_>, attempt: &mut SignUp) -> Result<(), Problem> {
    visit.state.check_open(attempt.ticket.is_some())?;
    if attempt.is_ready(&visit.state.settings) {
        let client_id = visit.ensure_client();
        visit.state.complete_sign_up(&client_id, attempt)?;
        visit.announce();
    }
    Ok(())
}
