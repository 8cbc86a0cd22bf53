//! Whether an answer is the one that the model gives.

mod call;
mod page;
mod rest;

use app::AppError;
use domain::FieldError;
use http::header;
use serde_json::{Value, json};
use server::harness::Answer;
use store::search::Question;
use uuid::Uuid;

use super::{
    ask::{Ask, Operation},
    model::{Model, Outcome, Place, Shown},
    step::Via,
};

/// What differs.
pub(super) type Verdict = Result<(), String>;

/// Compares everything that the answer says with what it must say.
pub(super) fn judge(model: &Model, ask: &Ask, outcome: &Outcome, answer: &Answer) -> Verdict {
    match ask.via {
        Via::Rest => rest::judge(ask, outcome, answer),
        Via::Call => call::judge(model, ask, outcome, answer),
        Via::Page => page::judge(model, ask, outcome, answer),
    }
}

/// The id of what was made, as the answer tells.
pub(super) fn learned_id(ask: &Ask, answer: &Answer) -> Uuid {
    let place = match (&ask.operation, ask.via) {
        (Operation::Create(_), Via::Rest) => "/project/id",
        (Operation::AddTask { .. }, Via::Rest) => "/task/id",
        (Operation::Create(_) | Operation::AddTask { .. }, Via::Call) => "/id",
        (Operation::Create(_), Via::Page) => return id(answer.header(header::LOCATION).rsplit('/').next()),
        _ => return Uuid::nil(),
    };
    id(answer.json().pointer(place).and_then(Value::as_str))
}

fn id(text: Option<&str>) -> Uuid {
    text.and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// The cursor that the answer gives, and what it must mean.
pub(super) fn cursor(outcome: &Outcome, answer: &Answer) -> Option<(String, Place)> {
    let next = match outcome {
        Ok(Shown::Projects(listed)) => listed.next.clone(),
        Ok(Shown::Tasks(listed)) => listed.next.clone(),
        Ok(Shown::Events(listed)) => listed.next.clone(),
        _ => None,
    };
    next.and_then(|next| Some((answer.json()["next"].as_str()?.to_owned(), next)))
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Verdict {
    if found == expected { Ok(()) } else { Err(format!("{what}: {found:?} in the place of {expected:?}")) }
}

fn same_json(what: &str, found: &Value, expected: &Value) -> Verdict {
    if found == expected { Ok(()) } else { Err(format!("{what}:\n{found:#}\nin the place of\n{expected:#}")) }
}

/// Takes what a list says of its question away, if it is right.
fn take_asked(ask: &Ask, body: &mut Value, name: &str) -> Verdict {
    let Operation::List(query) = &ask.operation else { return Ok(()) };
    let found = body.as_object_mut().and_then(|body| body.remove(name)).unwrap_or_default();
    same_json(name, &found, &json!(Question::of(&query.search).asked()))
}

/// Errors are the same whatever their sentences say.
fn same_error(found: &AppError, expected: &AppError) -> Verdict {
    match (found, expected) {
        (AppError::Invalid(found), AppError::Invalid(expected)) => same("fields", fields(found), fields(expected)),
        _ => same("error", found, expected),
    }
}

fn fields(errors: &[FieldError]) -> Vec<&str> {
    errors.iter().map(|error| error.field.as_str()).collect()
}
