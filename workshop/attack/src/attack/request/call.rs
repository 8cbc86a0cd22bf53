//! As our browser code asks: server functions.

use app::{
    activity::ListActivity,
    projects::{
        CreateProject, DeleteProject, GetProject, ListProjects, RestoreProject, UpdateProject,
        tasks::{ChangeTask, CreateTask, DeleteTask, GetTask, UpdateTask},
    },
    tenant::GetTenant,
};
use domain::ProjectQuery;
use http::Method;
use leptos::server_fn::ServerFn;

use super::{Body, Draft, encoded};
use crate::attack::ask::{Ask, Operation, ProjectEdit, TaskEdit};

/// A field that is said.
type Field = (&'static str, Option<String>);

pub(super) fn draft(ask: &Ask) -> Draft {
    let (function, fields) = function(&ask.operation);
    Draft { method: Method::POST, target: function.to_owned(), body: Body::Form(form(ask, fields)) }
}

/// The fields of a form on a page of the tenant that the request names.
pub(super) fn form(ask: &Ask, fields: Vec<Field>) -> String {
    encoded([("tenant", Some(ask.path.prefix()))].into_iter().chain(fields))
}

/// The server function of an operation, and what it is told.
pub(super) fn function(operation: &Operation) -> (&'static str, Vec<Field>) {
    let said = |text: &dyn ToString| Some(text.to_string());
    match operation {
        Operation::List(query) => (ListProjects::PATH, vec![("query", Some(filters(query)))]),
        Operation::Show { id, tasks_after } => {
            (GetProject::PATH, vec![("id", said(id)), ("tasks_after", tasks_after.clone())])
        }
        Operation::Create(draft) => (CreateProject::PATH, drafted(draft).to_vec()),
        Operation::Update { id, version, edit } => {
            (UpdateProject::PATH, [vec![("id", said(id)), ("version", said(version))], edited(edit).to_vec()].concat())
        }
        Operation::Delete(id) => (DeleteProject::PATH, vec![("id", said(id))]),
        Operation::Restore(id) => (RestoreProject::PATH, vec![("id", said(id))]),
        Operation::ShowTask { project, id } => (GetTask::PATH, vec![("project", said(project)), ("id", said(id))]),
        Operation::AddTask { project, title, assignee } => {
            let assignee = assignee.as_ref().map(ToString::to_string);
            (CreateTask::PATH, vec![("project", said(project)), ("title", said(title)), ("assignee", assignee)])
        }
        Operation::ChangeTask { project, id, version, edit } => {
            let (function, fields) = task(edit);
            let which = vec![("project", said(project)), ("id", said(id)), ("version", said(version))];
            (function, [which, fields].concat())
        }
        Operation::DropTask { project, id } => (DeleteTask::PATH, vec![("project", said(project)), ("id", said(id))]),
        Operation::Activity(page) => (ListActivity::PATH, vec![("after", page.after.clone())]),
        Operation::Tenant | Operation::Tasks { .. } | Operation::Purge => (GetTenant::PATH, Vec::new()),
    }
}

/// The query of the list's address.
pub(super) fn filters(query: &ProjectQuery) -> String {
    encoded([
        ("search", (!query.search.is_empty()).then(|| query.search.clone())),
        ("status", Some(query.status.to_string())),
        ("owner", query.owner.as_ref().map(ToString::to_string)),
        ("sort", Some(query.sort.to_string())),
        ("after", query.after.clone()),
    ])
}

fn drafted(draft: &domain::Draft) -> [Field; 6] {
    ["name", "description", "key", "status", "colour", "owner"].map(|name| (name, Some(draft.text(name).to_owned())))
}

fn edited(edit: &ProjectEdit) -> [Field; 6] {
    [
        ("name", edit.name.clone()),
        ("description", edit.description.clone()),
        ("key", edit.key.clone()),
        ("status", edit.status.clone()),
        ("colour", edit.colour.clone()),
        ("owner", edit.owner.clone()),
    ]
}

fn task(edit: &TaskEdit) -> (&'static str, Vec<Field>) {
    if edit.is_of_words() {
        let assignee = edit.assignee.clone().flatten().map(|id| id.to_string());
        return (UpdateTask::PATH, vec![("title", edit.title.clone()), ("assignee", assignee)]);
    }
    let done = edit.done.map(|done| done.to_string());
    (ChangeTask::PATH, vec![("done", done), ("position", edit.position.map(|position| position.to_string()))])
}
