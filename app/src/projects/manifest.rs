//! What projects bring to the app.

#[cfg(feature = "ssr")]
use axum::routing;
#[cfg(feature = "ssr")]
use domain::TenantPath;
use domain::{Permission, project, task};
#[cfg(feature = "ssr")]
use http::Method;
use leptos::server_fn::ServerFn;
#[cfg(feature = "ssr")]
use serde_json::Value;

use super::{
    CreateProject, DeleteProject, GetPeople, GetProject, ListProjects, RestoreProject, UpdateProject,
    detail::DetailPage,
    edit::{DeletePage, EditPage, NewPage},
    list::ListPage,
    tasks::{ChangeTask, CreateTask, DeleteTask, EditTaskPage, GetTask, UpdateTask},
};
#[cfg(feature = "ssr")]
use super::{project_path, rest, tasks};
#[cfg(feature = "ssr")]
use crate::resource::{Endpoint, Noun};
use crate::{
    resource::{Function, Manifest, Menu, Needs, PageRoute, Policy, route},
    ui::Glyph,
};

const READ: Policy = Policy::AnyOf(&[Permission::ReadProjects]);
const CREATE: Policy = Policy::AnyOf(&[Permission::CreateProjects]);
const UPDATE: Policy = Policy::AnyOf(&[Permission::UpdateProjects]);
/// Deleting and restoring one's own asks only that one may still create.
const DELETE: Policy = Policy::AnyOf(&[Permission::DeleteProjects, Permission::CreateProjects]);

#[cfg(feature = "ssr")]
const LIST_AT: &str = "/api/projects";
#[cfg(feature = "ssr")]
const ONE_AT: &str = "/api/projects/{id}";

/// Projects and their tasks.
pub const PROJECTS: Manifest = Manifest {
    pages: &[
        PageRoute::tenant("/projects", |at| route(at, ListPage)).with_forms(&[RestoreProject::PATH]),
        PageRoute::tenant("/projects/new", |at| route(at, NewPage)).with_forms(&[CreateProject::PATH]),
        PageRoute::tenant("/projects/{id}", |at| route(at, DetailPage)).with_forms(&[
            CreateTask::PATH,
            ChangeTask::PATH,
            DeleteTask::PATH,
        ]),
        PageRoute::tenant("/projects/{id}/edit", |at| route(at, EditPage)).with_forms(&[UpdateProject::PATH]),
        PageRoute::tenant("/projects/{id}/delete", |at| route(at, DeletePage)).with_forms(&[DeleteProject::PATH]),
        PageRoute::tenant("/projects/{id}/tasks/{task_id}/edit", |at| route(at, EditTaskPage))
            .with_forms(&[UpdateTask::PATH]),
    ],
    functions: &[
        Function::reads(ListProjects::PATH, READ),
        Function::reads(GetProject::PATH, READ),
        Function::reads(GetPeople::PATH, CREATE),
        Function::writes(CreateProject::PATH, CREATE, &["tenant"]).with_draft(project::FIELDS),
        Function::writes(UpdateProject::PATH, UPDATE, &["tenant", "id", "version"]).with_draft(project::FIELDS),
        Function::writes(DeleteProject::PATH, DELETE, &["tenant", "id"]),
        Function::writes(RestoreProject::PATH, DELETE, &["tenant", "id"]),
        Function::reads(GetTask::PATH, READ),
        Function::writes(CreateTask::PATH, UPDATE, &["tenant", "project"]).with_draft(task::FORM),
        Function::writes(UpdateTask::PATH, UPDATE, &["tenant", "project", "id", "version"]).with_draft(task::FORM),
        Function::writes(ChangeTask::PATH, UPDATE, &["tenant", "project", "id", "version", "done", "position"]),
        Function::writes(DeleteTask::PATH, UPDATE, &["tenant", "project", "id"]),
    ],
    menu: Some(Menu {
        label: "Projects",
        glyph: Glyph::Folder,
        path: "/projects",
        needs: Needs::Permission(Permission::ReadProjects),
    }),
    #[cfg(feature = "ssr")]
    nouns: &[
        Noun {
            noun: "project",
            one: "a project",
            fields: project::FIELDS,
            page: |tenant, object| page_of(tenant, object, "id"),
            page_stays: false,
        },
        Noun {
            noun: "task",
            one: "a task",
            fields: task::FIELDS,
            page: |tenant, object| page_of(tenant, object, "project_id"),
            page_stays: true,
        },
    ],
    #[cfg(feature = "ssr")]
    endpoints: &[
        Endpoint::reads(LIST_AT, READ, || routing::get(rest::list)),
        Endpoint::writes(Method::POST, LIST_AT, CREATE, || routing::post(rest::create)),
        Endpoint::reads(ONE_AT, READ, || routing::get(rest::get)),
        Endpoint::writes(Method::PATCH, ONE_AT, UPDATE, || routing::patch(rest::change)),
        Endpoint::writes(Method::DELETE, ONE_AT, DELETE, || routing::delete(rest::delete)),
        Endpoint::writes(Method::POST, "/api/projects/{id}/restore", DELETE, || routing::post(rest::restore)),
        Endpoint::reads(tasks::LIST_AT, READ, || routing::get(tasks::rest::list)),
        Endpoint::writes(Method::POST, tasks::LIST_AT, UPDATE, || routing::post(tasks::rest::create)),
        Endpoint::reads(tasks::ONE_AT, READ, || routing::get(tasks::rest::get)),
        Endpoint::writes(Method::PATCH, tasks::ONE_AT, UPDATE, || routing::patch(tasks::rest::change)),
        Endpoint::writes(Method::DELETE, tasks::ONE_AT, UPDATE, || routing::delete(tasks::rest::delete)),
    ],
};

/// The page of the project whose id is in a field.
#[cfg(feature = "ssr")]
fn page_of(tenant: &TenantPath, object: &Value, field: &str) -> Option<String> {
    let id = object.get(field)?.as_str()?.parse().ok()?;
    Some(project_path(tenant, id))
}

#[cfg(test)]
mod tests {
    use domain::{Draft, ProjectId, TaskId, TenantPath};
    use serde::Serialize;

    use super::*;

    /// The names that a call of the function sends.
    fn names<F: ServerFn + Serialize>(function: &F) -> (&'static str, Vec<String>) {
        let value = serde_json::to_value(function).expect("a struct");
        let mut names: Vec<String> = value.as_object().expect("fields").keys().cloned().collect();
        names.sort();
        (F::PATH, names)
    }

    #[test]
    fn the_fields_are_the_arguments_of_the_functions() {
        let tenant = || TenantPath::Personal;
        let id: ProjectId = "0190a5d0-0000-7000-8000-000000000000".parse().expect("an id");
        let task: TaskId = "0190a5d0-0000-7000-8000-000000000000".parse().expect("an id");
        let draft = Draft::default;
        let (project, version) = (id, 1);
        let calls = [
            names(&CreateProject { tenant: tenant(), draft: draft() }),
            names(&UpdateProject { tenant: tenant(), id, version, draft: draft() }),
            names(&DeleteProject { tenant: tenant(), id }),
            names(&RestoreProject { tenant: tenant(), id }),
            names(&CreateTask { tenant: tenant(), project, draft: draft() }),
            names(&UpdateTask { tenant: tenant(), project, id: task, version, draft: draft() }),
            names(&ChangeTask { tenant: tenant(), project, id: task, version, done: None, position: None }),
            names(&DeleteTask { tenant: tenant(), project, id: task }),
        ];
        let with_fields = PROJECTS.functions.iter().filter(|function| !function.fields.is_empty());
        for (call, function) in calls.iter().zip(with_fields) {
            let mut fields = function.fields.to_vec();
            fields.sort_unstable();
            assert_eq!((call.0, call.1.iter().map(String::as_str).collect::<Vec<_>>()), (function.path, fields));
        }
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn objects_of_the_trail_lead_to_their_project() {
        const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
        let objects = [format!(r#"{{"id":"{ID}"}}"#), format!(r#"{{"id":"x","project_id":"{ID}"}}"#)];
        for (noun, object) in PROJECTS.nouns.iter().zip(objects) {
            let object = serde_json::from_str(&object).expect("JSON");
            let page = (noun.page)(&TenantPath::Personal, &object);
            assert_eq!(page, Some(format!("/personal/projects/{ID}")), "{}", noun.noun);
        }
    }
}
