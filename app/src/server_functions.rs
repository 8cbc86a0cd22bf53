//! Every server function, who may call it and what it does. A test walks the registry and finds none missing here, and none on GET.

use domain::Permission;
use leptos::server_fn::ServerFn;

use crate::{
    activity::ListActivity,
    people::GetPeople,
    policy::{Kind, Policy},
    projects::{CreateProject, DeleteProject, GetProject, ListProjects, RestoreProject, UpdateProject},
    tasks::{ChangeTask, CreateTask, DeleteTask, GetTask, UpdateTask},
    tenant::GetTenant,
};

const READ: Policy = Policy::AnyOf(&[Permission::ProjectsRead]);
const CREATE: Policy = Policy::AnyOf(&[Permission::ProjectsCreate]);
const UPDATE: Policy = Policy::AnyOf(&[Permission::ProjectsUpdate]);
/// Deleting one's own asks only that one may still create; restoring is for whoever may delete.
const DELETE: Policy = Policy::AnyOf(&[Permission::ProjectsDelete, Permission::ProjectsCreate]);

/// A server function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its path.
    pub path: &'static str,
    /// Who may call it. What it checks is in its body: a `Grant` for each of these permissions.
    pub policy: Policy,
    /// What it does.
    pub kind: Kind,
}

/// All of them.
pub const POLICIES: [Function; 14] = [
    reads(GetTenant::PATH, Policy::SignedIn),
    reads(GetPeople::PATH, CREATE),
    reads(ListProjects::PATH, READ),
    reads(GetProject::PATH, READ),
    writes(CreateProject::PATH, CREATE),
    writes(UpdateProject::PATH, UPDATE),
    writes(DeleteProject::PATH, DELETE),
    writes(RestoreProject::PATH, DELETE),
    reads(GetTask::PATH, READ),
    writes(CreateTask::PATH, UPDATE),
    writes(UpdateTask::PATH, UPDATE),
    writes(ChangeTask::PATH, UPDATE),
    writes(DeleteTask::PATH, UPDATE),
    reads(ListActivity::PATH, READ),
];

const fn reads(path: &'static str, policy: Policy) -> Function {
    Function { path, policy, kind: Kind::Reads }
}

const fn writes(path: &'static str, policy: Policy) -> Function {
    Function { path, policy, kind: Kind::Writes }
}

/// The function of a path.
pub fn find(path: &str) -> Option<Function> {
    POLICIES.into_iter().find(|function| function.path == path)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_registered_function_declares_its_policy() {
        let registered: BTreeSet<&str> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
        let declared: BTreeSet<&str> = POLICIES.iter().map(|function| function.path).collect();
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
