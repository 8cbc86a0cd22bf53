//! As a program asks.

use domain::{PageRequest, ProjectQuery};
use http::Method;
use serde_json::{Value, json};

use super::{Body, Draft, encoded};
use crate::attack::ask::{Operation, ProjectEdit, TaskEdit};

pub(super) fn draft(operation: &Operation) -> Draft {
    match operation {
        Operation::List(query) => Draft::get(with("/api/projects", list(query))),
        Operation::Show { id, .. } => Draft::get(format!("/api/projects/{id}")),
        Operation::Create(draft) => {
            let fields = ["key", "status", "colour", "owner", "description"].map(|name| (name, draft.text(name)));
            let said = fields.map(|(name, text)| (name, (!text.is_empty()).then(|| json!(text))));
            let body = object(said.into_iter().chain([("name", Some(json!(draft.text("name"))))]));
            post("/api/projects".to_owned(), Body::Json(body))
        }
        Operation::Update { id, version, edit } => patch(format!("/api/projects/{id}"), project(edit, *version)),
        Operation::Delete(id) => delete(format!("/api/projects/{id}")),
        Operation::Restore(id) => post(format!("/api/projects/{id}/restore"), Body::None),
        Operation::Tasks { project, page } => Draft::get(with(&format!("/api/projects/{project}/tasks"), paged(page))),
        Operation::ShowTask { project, id } => Draft::get(format!("/api/projects/{project}/tasks/{id}")),
        Operation::AddTask { project, title, assignee } => {
            let body = object([("title", Some(json!(title))), ("assignee", assignee.as_ref().map(|id| json!(id)))]);
            post(format!("/api/projects/{project}/tasks"), Body::Json(body))
        }
        Operation::ChangeTask { project, id, version, edit } => {
            patch(format!("/api/projects/{project}/tasks/{id}"), task(edit, *version))
        }
        Operation::DropTask { project, id } => delete(format!("/api/projects/{project}/tasks/{id}")),
        Operation::Activity(page) => Draft::get(with("/api/activity", paged(page))),
        Operation::Tenant | Operation::Purge => Draft::get("/livez"),
    }
}

fn with(path: &str, query: String) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

fn list(query: &ProjectQuery) -> String {
    encoded([
        ("search", (!query.search.is_empty()).then(|| query.search.clone())),
        ("status", Some(query.status.to_string())),
        ("owner", query.owner.as_ref().map(ToString::to_string)),
        ("sort", Some(query.sort.to_string())),
        ("after", query.after.clone()),
        ("limit", query.limit.map(|limit| limit.to_string())),
    ])
}

fn paged(page: &PageRequest) -> String {
    encoded([("after", page.after.clone()), ("limit", page.limit.map(|limit| limit.to_string()))])
}

fn project(edit: &ProjectEdit, version: i64) -> Value {
    object([
        ("name", edit.name.as_ref().map(|name| json!(name))),
        ("description", edit.description.as_ref().map(|description| json!(description))),
        ("key", edit.key.as_ref().map(|key| json!(key))),
        ("status", edit.status.as_ref().map(|status| json!(status))),
        ("colour", edit.colour.as_ref().map(|colour| json!(colour))),
        ("owner", edit.owner.as_ref().map(|owner| json!(owner))),
        ("version", Some(json!(version))),
    ])
}

fn task(edit: &TaskEdit, version: i64) -> Value {
    object([
        ("title", edit.title.as_ref().map(|title| json!(title))),
        ("done", edit.done.map(|done| json!(done))),
        ("position", edit.position.map(|position| json!(position))),
        ("assignee", edit.assignee.as_ref().map(|assignee| json!(assignee))),
        ("version", Some(json!(version))),
    ])
}

fn object<'a>(fields: impl IntoIterator<Item = (&'a str, Option<Value>)>) -> Value {
    let said = fields.into_iter().filter_map(|(name, value)| value.map(|value| (name.to_owned(), value)));
    Value::Object(said.collect())
}

fn post(target: String, body: Body) -> Draft {
    Draft { method: Method::POST, target, body }
}

fn patch(target: String, body: Value) -> Draft {
    Draft { method: Method::PATCH, target, body: Body::Json(body) }
}

fn delete(target: String) -> Draft {
    Draft { method: Method::DELETE, target, body: Body::None }
}
