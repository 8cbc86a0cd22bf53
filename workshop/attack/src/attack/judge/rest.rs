//! Answers to programs.

use app::AppError;
use http::header;
use serde_json::{Value, json};
use server::harness::Answer;

use super::{Verdict, same, same_json, take_asked};
use crate::attack::{
    ask::{Ask, Operation},
    model::{Listed, Outcome, Shown},
};

pub(super) fn judge(ask: &Ask, outcome: &Outcome, answer: &Answer) -> Verdict {
    match outcome {
        Ok(shown) => {
            let made = matches!(ask.operation, Operation::Create(_) | Operation::AddTask { .. });
            same("status", answer.status.as_u16(), if made { 201 } else { 200 })?;
            same("content type", answer.header(header::CONTENT_TYPE), "application/json")?;
            if made {
                same("location", answer.header(header::LOCATION), &location(shown))?;
            }
            let mut body = answer.json();
            take_asked(ask, &mut body, "search")?;
            shows(shown, &body)
        }
        Err(error) => is_problem(error, answer),
    }
}

fn location(shown: &Shown) -> String {
    match shown {
        Shown::Project(project) => format!("/api/projects/{}", project.id),
        Shown::Task(task) => format!("/api/projects/{}/tasks/{}", task.project_id, task.id),
        _ => String::new(),
    }
}

fn shows(shown: &Shown, body: &Value) -> Verdict {
    match shown {
        Shown::Project(project) => same_json("project", body, &json!({ "project": project })),
        Shown::Task(task) => same_json("task", body, &json!({ "task": task })),
        Shown::Projects(listed) => page("projects", listed, body),
        Shown::Tasks(listed) => page("tasks", listed, body),
        Shown::Events(listed) => page("events", listed, &without_ids(body.clone())),
        Shown::Done => same_json("body", body, &json!({ "success": true })),
        other => Err(format!("no answer of REST: {other:?}")),
    }
}

fn page<T: serde::Serialize>(name: &str, listed: &Listed<T>, body: &Value) -> Verdict {
    same_json(name, &body[name], &json!(listed.items))?;
    same("whether there is more", body["next"].is_string(), listed.next.is_some())?;
    same("names", body.as_object().map_or(0, serde_json::Map::len), 1 + usize::from(listed.next.is_some()))
}

/// Events without their ids, which nothing tells beforehand.
pub(in crate::attack) fn without_ids(mut body: Value) -> Value {
    for event in body["events"].as_array_mut().into_iter().flatten() {
        event.as_object_mut().map(|event| event.remove("id"));
    }
    body
}

fn is_problem(error: &AppError, answer: &Answer) -> Verdict {
    same("status", answer.status.as_u16(), error.status())?;
    same("content type", answer.header(header::CONTENT_TYPE), "application/problem+json")?;
    let (found, mut expected) = (comparable(answer.json()), comparable(error.problem().body().clone()));
    // Which fields are wrong is compared, not what is said of them.
    if let Some(detail) = found.get("detail").filter(|_| matches!(error, AppError::Invalid(_))) {
        expected["detail"] = detail.clone();
    }
    same_json("problem", &found, &expected)
}

/// A problem with the names of wrong fields, not with what is said of them.
fn comparable(mut problem: Value) -> Value {
    for error in problem["errors"].as_array_mut().into_iter().flatten() {
        *error = error["field"].clone();
    }
    if problem["errors"].is_null() {
        problem.as_object_mut().map(|problem| problem.remove("errors"));
    }
    problem
}
