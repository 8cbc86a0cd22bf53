//! Answers to our browser code.

use app::AppError;
use leptos::prelude::FromServerFnError;
use serde_json::{Value, json};
use server::harness::Answer;

use super::{Verdict, same, same_error, same_json, take_asked};
use crate::attack::{
    ask::Ask,
    model::{Listed, Model, Noted, Outcome, Shown},
};

pub(super) fn judge(model: &Model, ask: &Ask, outcome: &Outcome, answer: &Answer) -> Verdict {
    match outcome {
        Ok(shown) => {
            same("status", answer.status.as_u16(), 200)?;
            let mut body = answer.json();
            take_asked(ask, &mut body, "asked")?;
            match shown {
                Shown::Events(listed) => entries(model, listed, &body),
                Shown::Tenant => same_json("tenant", &in_order(body), &in_order(json!(model.seat.info(ask.person)))),
                shown => {
                    strangers(model, &body)?;
                    same_json("answer", &without_people(without_next(body, shown)), &expected(shown))
                }
            }
        }
        Err(error) => {
            same("status", answer.status.as_u16(), error.status())?;
            same_error(&AppError::de(answer.text.clone().into_bytes().into()), error)
        }
    }
}

fn expected(shown: &Shown) -> Value {
    match shown {
        Shown::Project(project) => json!(project),
        Shown::Task(task) => json!(task),
        Shown::ProjectPage(project, tasks) => json!({ "project": project, "tasks": page(tasks) }),
        Shown::TaskPage(project, task) => json!({ "project": project, "task": task }),
        Shown::Projects(listed) => page(listed),
        Shown::Tasks(listed) => page(listed),
        Shown::Events(_) | Shown::Tenant | Shown::Done => Value::Null,
    }
}

fn page<T: serde::Serialize>(listed: &Listed<T>) -> Value {
    json!({ "items": listed.items, "next": listed.next.is_some() })
}

/// The order of permissions is the token's.
fn in_order(mut tenant: Value) -> Value {
    if let Some(permissions) = tenant["permissions"].as_array_mut() {
        permissions.sort_by_key(Value::to_string);
    }
    tenant
}

/// Whoever is named belongs to the tenant.
fn strangers(model: &Model, body: &Value) -> Verdict {
    let named = body["people"]["members"].as_array().cloned().unwrap_or_default();
    let is_ours = |member: &Value| model.seat.members().iter().any(|ours| json!(ours) == *member);
    same_json("strangers", &json!(named.into_iter().filter(|member| !is_ours(member)).collect::<Vec<_>>()), &json!([]))
}

fn without_people(mut body: Value) -> Value {
    if let Some(fields) = body.as_object_mut() {
        fields.remove("people");
    }
    body
}

/// Cursors are the server's: only whether there is one is known.
fn without_next(mut body: Value, shown: &Shown) -> Value {
    let page = match shown {
        Shown::ProjectPage(..) => body.get_mut("tasks"),
        Shown::Projects(_) | Shown::Tasks(_) => Some(&mut body),
        _ => None,
    };
    if let Some(next) = page.and_then(|page| page.get_mut("next")) {
        *next = json!(next.is_string());
    }
    body
}

/// The trail in words: when, by whom, of what, and whether it was refused.
fn entries(model: &Model, listed: &Listed<Noted>, body: &Value) -> Verdict {
    let found: Vec<Value> = body["items"].as_array().into_iter().flatten().map(shortened).collect();
    let expected: Vec<Value> = listed.items.iter().map(|noted| entry(model, noted)).collect();
    same_json("entries", &json!(found), &json!(expected))?;
    same("whether there is more", body["next"].is_string(), listed.next.is_some())
}

fn shortened(entry: &Value) -> Value {
    json!([entry["at"], entry["who"], entry["object"], entry["refused"]])
}

fn entry(model: &Model, noted: &Noted) -> Value {
    let named = |id| model.seat.people.iter().find(|somebody| Some(&somebody.id) == id).map(|somebody| &somebody.name);
    let who = named(noted.actor.as_ref()).map_or("The system", String::as_str);
    let refused = noted.outcome == domain::AuditOutcome::Refused;
    let nameless = if refused { "" } else { "(its name was removed for good)" };
    json!([noted.created_at, who, noted.object_name.as_deref().unwrap_or(nameless), refused])
}
