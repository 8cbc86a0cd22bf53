//! `…/prepare_second_factor` and `…/attempt_second_factor`: what a sign-in asks for after its first factor, be it a second
//! factor or a proof that the browser is the person's own.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::post,
};

use super::edit;
use crate::{
    context::Context,
    error::Problem,
    fapi::{
        call::Call,
        passkey,
        visit::{Visit, answer},
    },
    state::{attempt::SignIn, code::LINK, email_link::Purpose, passkey::PASSKEY},
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/client/sign_ins/{id}/prepare_second_factor", post(prepare))
        .route("/client/sign_ins/{id}/attempt_second_factor", post(attempt))
}

async fn prepare(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| edit(visit, &id, send))
}

async fn attempt(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| edit(visit, &id, prove))
}

/// Sends a code or a link. What needs none is not prepared.
fn send(visit: &mut Visit<'_>, attempt: &mut SignIn) -> Result<(), Problem> {
    let form = &visit.call.form;
    let strategy = form.filled("strategy").ok_or_else(|| Problem::missing("strategy"))?;
    if strategy == PASSKEY {
        return passkey::prepare_second(visit, attempt);
    }
    let id = form.filled("phone_number_id").or(form.filled("email_address_id"));
    let way = visit.state.second_way(attempt, strategy, id)?;
    let target = way.target.ok_or_else(|| Problem::invalid("strategy"))?;
    attempt.second = Some(match strategy {
        LINK => visit.send_link(&target.text, Purpose::SignIn(attempt.id.clone()))?,
        _ => visit.state.send_code(&target.text, strategy),
    });
    Ok(())
}

fn prove(visit: &mut Visit<'_>, attempt: &mut SignIn) -> Result<(), Problem> {
    let form = &visit.call.form;
    let strategy = form.filled("strategy").ok_or_else(|| Problem::missing("strategy"))?;
    let user_id = attempt.user_id.clone().unwrap_or_default();
    visit.state.admit(&user_id)?;
    let client_id = visit.ensure_client();
    visit.state.refuse_twice(&client_id, &user_id)?;
    if strategy == PASSKEY {
        passkey::prove_second(visit, attempt)?;
    } else {
        let typed = form.filled("code").ok_or_else(|| Problem::missing("code"))?;
        let outcome = visit.state.prove_second(attempt, strategy, typed);
        visit.state.count(&user_id, outcome)?;
    }
    visit.state.finish_sign_in(&client_id, attempt)?;
    visit.announce();
    Ok(())
}
