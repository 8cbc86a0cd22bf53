//! The one table of routes that are not pages or server functions (those are in `app`): method, path, policy, handler.
//!
//! axum cannot list its routes, so nothing registers a route but through this table; a test walks it.

use app::policy::{Kind, Policy};
use axum::{
    Router,
    routing::{self, MethodRouter},
};
use domain::Permission;
use http::Method;

use crate::{
    api::{activity, projects, tasks},
    content_security::reports,
    health,
    state::AppState,
};

/// A route.
pub(crate) struct Route {
    /// The method.
    pub(crate) method: Method,
    /// The path, in axum's syntax.
    pub(crate) path: &'static str,
    /// Who is answered. Checked in the handler, by type.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test that walks the table"))]
    pub(crate) policy: Policy,
    /// What it does.
    pub(crate) kind: Kind,
    /// What stands in front.
    pub(crate) place: Place,
    handler: fn() -> MethodRouter<AppState>,
}

/// Where a route stands in the order of layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Behind the forgery check and Clerk.
    Inside,
    /// Outside of both.
    Outside,
}

const READ: Policy = Policy::AnyOf(&[Permission::ProjectsRead]);
const CREATE: Policy = Policy::AnyOf(&[Permission::ProjectsCreate]);
const UPDATE: Policy = Policy::AnyOf(&[Permission::ProjectsUpdate]);
/// Deleting and restoring one's own asks only that one may still create.
const DELETE: Policy = Policy::AnyOf(&[Permission::ProjectsDelete, Permission::ProjectsCreate]);

const PROJECTS: &str = "/api/projects";
const PROJECT: &str = "/api/projects/{id}";
const RESTORE: &str = "/api/projects/{id}/restore";
const TASKS: &str = "/api/projects/{id}/tasks";
const TASK: &str = "/api/projects/{id}/tasks/{task_id}";

/// All of them.
pub(crate) const ROUTES: &[Route] = &[
    outside(Method::GET, Kind::Reads, "/livez", || routing::get(health::live)),
    outside(Method::GET, Kind::Reads, "/readyz", || routing::get(health::ready)),
    outside(Method::POST, Kind::Writes, reports::PATH, || routing::post(reports::take)),
    reads(PROJECTS, READ, || routing::get(projects::list)),
    writes(Method::POST, PROJECTS, CREATE, || routing::post(projects::create)),
    reads(PROJECT, READ, || routing::get(projects::get)),
    writes(Method::PATCH, PROJECT, UPDATE, || routing::patch(projects::change)),
    writes(Method::DELETE, PROJECT, DELETE, || routing::delete(projects::delete)),
    writes(Method::POST, RESTORE, DELETE, || routing::post(projects::restore)),
    reads(TASKS, READ, || routing::get(tasks::list)),
    writes(Method::POST, TASKS, UPDATE, || routing::post(tasks::create)),
    reads(TASK, READ, || routing::get(tasks::get)),
    writes(Method::PATCH, TASK, UPDATE, || routing::patch(tasks::change)),
    writes(Method::DELETE, TASK, UPDATE, || routing::delete(tasks::delete)),
    reads("/api/activity", READ, || routing::get(activity::list)),
];

const fn reads(path: &'static str, policy: Policy, handler: fn() -> MethodRouter<AppState>) -> Route {
    Route { method: Method::GET, path, policy, kind: Kind::Reads, place: Place::Inside, handler }
}

const fn writes(method: Method, path: &'static str, policy: Policy, handler: fn() -> MethodRouter<AppState>) -> Route {
    Route { method, path, policy, kind: Kind::Writes, place: Place::Inside, handler }
}

const fn outside(method: Method, kind: Kind, path: &'static str, handler: fn() -> MethodRouter<AppState>) -> Route {
    Route { method, path, policy: Policy::Public, kind, place: Place::Outside, handler }
}

/// A router of the table's routes at a place.
pub(crate) fn router(place: Place) -> Router<AppState> {
    let routes = ROUTES.iter().filter(|route| route.place == place);
    routes.fold(Router::new(), |router, route| router.route(route.path, (route.handler)()))
}

/// What a route does.
pub(crate) fn kind_of(method: &Method, path: &str) -> Option<Kind> {
    ROUTES.iter().find(|route| route.path == path && route.method == *method).map(|route| route.kind)
}
