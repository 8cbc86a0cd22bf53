//! `/client/sessions/{id}/verify`: proving again who one is, without signing in anew.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::post,
};

use crate::{
    context::Context,
    error::{Code, Problem},
    fapi::{
        call::Call,
        passkey,
        visit::{Visit, answer},
    },
    state::{passkey::PASSKEY, reverification::Level},
};

pub(super) fn routes() -> Router<Context> {
    let step = |name: &str| format!("/client/sessions/{{id}}/verify{name}");
    Router::new()
        .route(&step(""), post(start))
        .route(&step("/prepare_first_factor"), post(prepare_first))
        .route(&step("/attempt_first_factor"), post(attempt_first))
        .route(&step("/prepare_second_factor"), post(prepare_second))
        .route(&step("/attempt_second_factor"), post(attempt_second))
}

async fn start(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    step(&context, &call, &id, |visit| {
        let level = Level::of(call.form.filled("level").ok_or_else(|| Problem::missing("level"))?)?;
        visit.state.start_reverification(&id, level)
    })
}

async fn prepare_first(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    prepare(&context, &call, &id, true)
}

async fn prepare_second(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    prepare(&context, &call, &id, false)
}

fn prepare(context: &Context, call: &Call, id: &str, is_first: bool) -> Response {
    step(context, call, id, |visit| {
        let form = &call.form;
        let strategy = form.filled("strategy").unwrap_or("phone_code");
        if strategy == PASSKEY {
            return passkey::prepare_again(visit, id, is_first);
        }
        let identifier = form.filled("email_address_id").or(form.filled("phone_number_id"));
        visit.state.prepare_factor(id, is_first, strategy, identifier)
    })
}

async fn attempt_first(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    attempt(&context, &call, &id, true)
}

async fn attempt_second(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    attempt(&context, &call, &id, false)
}

fn attempt(context: &Context, call: &Call, id: &str, is_first: bool) -> Response {
    step(context, call, id, |visit| {
        let strategy = call.form.filled("strategy").ok_or_else(|| Problem::missing("strategy"))?;
        if strategy == PASSKEY {
            return passkey::prove_again(visit, id, is_first);
        }
        let name = if strategy == "password" { "password" } else { "code" };
        let typed = call.form.filled(name).ok_or_else(|| Problem::missing(name))?;
        visit.state.attempt_factor(id, is_first, strategy, typed)
    })
}

/// One step of a session of this client; answers how far it is.
fn step(context: &Context, call: &Call, id: &str, act: impl FnOnce(&mut Visit<'_>) -> Result<(), Problem>) -> Response {
    answer(context, call, |visit| {
        visit.session(id)?;
        act(visit)?;
        let session = visit.session(id)?;
        let missing = || Problem::new(Code::SessionReverificationMissing, "There is no reverification under way.");
        let begun = session.reverification.clone().ok_or_else(missing)?;
        Ok(visit.view().reverification(&session, &begun))
    })
}
