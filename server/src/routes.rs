//! The routes that are not pages or server functions: the endpoints of the app's resources, and our own.
//!
//! axum cannot list its routes, so nothing registers a route but through these tables; a test walks them.

use app::{
    RESOURCES,
    context::AppContext,
    resource::{Kind, Policy},
};
use axum::{
    Router,
    routing::{self, MethodRouter},
};
use http::Method;

use crate::{content_security::reports, health, state::AppState, webhooks};

/// A route of ours. They stand outside of the forgery check and of Clerk, and are for everybody.
pub(crate) struct Route {
    /// The method.
    pub(crate) method: Method,
    /// The path, in axum's syntax.
    pub(crate) path: &'static str,
    /// What it does.
    pub(crate) kind: Kind,
    handler: fn() -> MethodRouter<AppState>,
}

/// All of them.
pub(crate) const ROUTES: [Route; 4] = [
    Route { method: Method::GET, path: "/livez", kind: Kind::Reads, handler: || routing::get(health::live) },
    Route { method: Method::GET, path: "/readyz", kind: Kind::Reads, handler: || routing::get(health::ready) },
    Route { method: Method::POST, path: reports::PATH, kind: Kind::Writes, handler: || routing::post(reports::take) },
    Route { method: Method::POST, path: webhooks::PATH, kind: Kind::Writes, handler: || routing::post(webhooks::take) },
];

/// A router of our own routes.
pub(crate) fn ours() -> Router<AppState> {
    ROUTES.iter().fold(Router::new(), |router, route| router.route(route.path, (route.handler)()))
}

/// A router of the resources' endpoints.
pub(crate) fn endpoints(context: AppContext) -> Router<AppState> {
    let endpoints = RESOURCES.endpoints();
    let router = endpoints.fold(Router::new(), |router, endpoint| router.route(endpoint.path, (endpoint.handler)()));
    router.with_state(context)
}

/// What a request to this path does, as its row in the tables says.
pub(crate) fn kind_of(method: &Method, path: &str) -> Option<Kind> {
    let ours = ROUTES.iter().map(|route| (&route.method, route.path, route.kind));
    let endpoints = RESOURCES.endpoints().map(|endpoint| (&endpoint.method, endpoint.path, endpoint.kind));
    ours.chain(endpoints).find(|(of, at, _)| *of == method && *at == path).map(|(_, _, kind)| kind)
}

/// Every page, server function and endpoint with who is answered, a line each, for people and their tools.
pub(crate) fn listing() -> String {
    let pages = RESOURCES.addresses().map(|page| line("page", &page.path, page.policy));
    let functions = RESOURCES.functions().map(|function| line("POST", function.path, function.policy));
    let endpoints =
        RESOURCES.endpoints().map(|endpoint| line(endpoint.method.as_str(), endpoint.path, endpoint.policy));
    let ours = ROUTES.iter().map(|route| line(route.method.as_str(), route.path, Policy::Public));
    pages.chain(functions).chain(endpoints).chain(ours).collect()
}

fn line(method: &str, path: &str, policy: Policy) -> String {
    let who = match policy {
        Policy::Public => "everybody".to_owned(),
        Policy::SignedIn => "signed in".to_owned(),
        Policy::AnyOf(permissions) => permissions.iter().map(|one| one.key()).collect::<Vec<_>>().join(" or "),
        Policy::Membership(permission) => format!("{permission}, by the membership"),
    };
    format!("{method:<6} {path:<60} {who}\n")
}
