//! Every server function and who may call it. A test walks the registry and finds none missing here, and none on GET.

use domain::Permission;
use leptos::server_fn::ServerFn;

use crate::{
    activity::ListActivity,
    policy::Policy,
    projects::{CreateProject, DeleteProject, GetProject, ListProjects, RestoreProject, UpdateProject},
    tasks::{ChangeTask, CreateTask, DeleteTask, GetTask, UpdateTask},
    tenant::GetTenant,
};

const READ: Policy = Policy::AnyOf(&[Permission::ProjectsRead]);
const UPDATE: Policy = Policy::AnyOf(&[Permission::ProjectsUpdate]);
/// Deleting one's own asks only that one may still create; restoring is for whoever may delete.
const DELETE: Policy = Policy::AnyOf(&[Permission::ProjectsDelete, Permission::ProjectsCreate]);

/// Path and policy. What a function checks is in its body: a `Grant` for each of these permissions.
pub const POLICIES: [(&str, Policy); 13] = [
    (GetTenant::PATH, Policy::SignedIn),
    (ListProjects::PATH, READ),
    (GetProject::PATH, READ),
    (CreateProject::PATH, Policy::AnyOf(&[Permission::ProjectsCreate])),
    (UpdateProject::PATH, UPDATE),
    (DeleteProject::PATH, DELETE),
    (RestoreProject::PATH, DELETE),
    (GetTask::PATH, READ),
    (CreateTask::PATH, UPDATE),
    (UpdateTask::PATH, UPDATE),
    (ChangeTask::PATH, UPDATE),
    (DeleteTask::PATH, UPDATE),
    (ListActivity::PATH, READ),
];

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_registered_function_declares_its_policy() {
        let registered: BTreeSet<&str> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
        let declared: BTreeSet<&str> = POLICIES.iter().map(|(path, _)| *path).collect();
        assert_eq!(registered, declared);
    }

    #[test]
    fn no_function_answers_get() {
        for (path, method) in leptos::server_fn::axum::server_fn_paths() {
            assert_eq!(method, http::Method::POST, "{path}");
        }
    }

    #[test]
    fn paths_are_readable() {
        assert_eq!(CreateProject::PATH, "/api/fn/app/projects/create_project");
    }
}
