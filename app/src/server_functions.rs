//! Every server function and who may call it. A test walks the registry and finds none missing here, and none on GET.

use domain::Permission;
use leptos::server_fn::ServerFn;

use crate::{
    policy::Policy,
    projects::{CreateProject, DeleteProject, GetProject, ListProjects, UpdateProject},
    tenant::GetTenant,
};

/// Path and policy. What a function checks is in its body: a `Grant` for each of these permissions.
pub const POLICIES: [(&str, Policy); 6] = [
    (GetTenant::PATH, Policy::SignedIn),
    (ListProjects::PATH, Policy::AnyOf(&[Permission::ProjectsRead])),
    (GetProject::PATH, Policy::AnyOf(&[Permission::ProjectsRead])),
    (CreateProject::PATH, Policy::AnyOf(&[Permission::ProjectsCreate])),
    (UpdateProject::PATH, Policy::AnyOf(&[Permission::ProjectsUpdate])),
    // Deleting one's own asks only that one may still create.
    (DeleteProject::PATH, Policy::AnyOf(&[Permission::ProjectsDelete, Permission::ProjectsCreate])),
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
