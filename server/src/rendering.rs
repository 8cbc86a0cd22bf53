//! The app's pages and server functions as axum routes, and the answer to paths that are neither.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use app::{App, RESOURCES, resource::Policy};
use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use clerk_axum::{Protection, Visitor};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts};
use leptos::{nonce::Nonce, prelude::provide_context, reactive::owner::with_context};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list, render_app_async_with_context};

use crate::{
    middleware::limits,
    refusal::{Refusal, accepts_html},
    shared_layer::Shared,
    state::AppState,
};

/// All pages, the form posts on their paths, and the server functions.
pub(crate) fn router(state: &AppState) -> Router<AppState> {
    let options = state.leptos.clone();
    let context = context(state);
    Router::new()
        .leptos_routes_with_context(state, listing().to_vec(), context.clone(), move || app::shell(&options))
        .merge(moved_forms(state, &context))
        .merge(app::form_posts::routes(&state.leptos, context))
        .route_layer(Shared(from_fn(limits::function_body)))
        .route_layer(Shared(from_fn_with_state(policies(state), require_sign_in)))
        .route_layer(Shared(from_fn(answer_as_json)))
}

/// The pages for signing in and up, where the configuration has them at paths of its own.
fn moved_forms(state: &AppState, context: &(impl Fn() + Clone + Send + Sync + 'static)) -> Router<AppState> {
    moved_paths(state).fold(Router::new(), |router, path| {
        let (context, options) = (context.clone(), state.leptos.clone());
        let render = move |request: Request| {
            let options = options.clone();
            render_app_async_with_context(context.clone(), move || app::shell(&options))(request)
        };
        router.route(&path, get(render))
    })
}

/// Their paths, and those of their steps.
fn moved_paths(state: &AppState) -> impl Iterator<Item = String> {
    let clerk = &state.context.clerk;
    let forms = [(&clerk.sign_in_url, app::SIGN_IN), (&clerk.sign_up_url, app::SIGN_UP)];
    let moved = forms.into_iter().filter(|(url, own)| url.starts_with('/') && url != own);
    moved.flat_map(|(url, _)| [url.clone(), format!("{url}/{{*any}}")])
}

/// Server functions answer our browser code, in JSON. For a plain form Leptos would redirect to whatever `Referer` names,
/// with the error's text in the address; our forms post to their pages instead (`app::form_posts`).
async fn answer_as_json(mut request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/api/fn/") {
        let headers = request.headers_mut();
        headers.remove(header::REFERER);
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    }
    next.run(request).await
}

/// The routes of all pages. Made once: while Leptos makes the list, resources load nowhere in the process, and a page that
/// was rendered at that moment would wait for its data forever.
pub(crate) fn listing() -> &'static [AxumRouteListing] {
    static LISTING: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));
    &LISTING
}

/// The policy of each route that the pages make.
fn policies(state: &AppState) -> PagePolicies {
    let declared = RESOURCES.addresses().map(|page| (page.path, page.policy));
    let moved = moved_paths(state).map(|path| (path, Policy::Public));
    Arc::new(declared.chain(moved).collect())
}

/// What every page and server function finds in its context.
fn context(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let context = state.context.clone();
    move || {
        app::provide(context.clone());
        // Leptos makes a nonce of its own; ours is the one in the header.
        if let Some(nonce) = with_context(|parts: &Parts| parts.extensions.get::<Nonce>().cloned()).flatten() {
            provide_context(nonce);
        }
    }
}

/// A path that is there, asked in a way that it is not for.
pub(crate) async fn not_allowed(headers: HeaderMap) -> Response {
    Refusal::new(&headers, StatusCode::METHOD_NOT_ALLOWED, "This address does not take such requests.").into_response()
}

/// Everything that no route answers: the app's page for people, problem details for programs.
pub(crate) async fn not_found(State(state): State<AppState>, request: Request) -> Response {
    let path = request.uri().path();
    if let Some(trimmed) = path.strip_suffix('/').filter(|path| !path.is_empty()) {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        return Redirect::permanent(&format!("{trimmed}{query}")).into_response();
    }
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_read || !accepts_html(request.headers()) || path.starts_with("/api/") {
        let detail = "There is nothing here, or it is not yours to see.";
        return Refusal::new(request.headers(), StatusCode::NOT_FOUND, detail).into_response();
    }
    let options = state.leptos.clone();
    let mut page = render_app_async_with_context(context(&state), move || app::shell(&options))(request).await;
    if page.status() == StatusCode::OK {
        *page.status_mut() = StatusCode::NOT_FOUND;
    }
    page
}

/// Policies of pages by route, in axum's syntax.
type PagePolicies = Arc<HashMap<String, Policy>>;

/// Sends people who are signed out from a page that needs a session to the sign-in page, and back afterwards. This is a
/// courtesy and not the protection: the data of every page is guarded where it is read. Form posts pass: they answer for
/// themselves.
async fn require_sign_in(
    State(policies): State<PagePolicies>,
    visitor: Visitor,
    request: Request,
    next: Next,
) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if is_read
        && needs_session(&policies, &request)
        && let Err(refusal) = Protection::signed_in().check(&visitor)
    {
        return refusal.into_response();
    }
    next.run(request).await
}

/// A route without a policy needs a session: whoever forgets one finds out, and nobody gets in.
fn needs_session(policies: &PagePolicies, request: &Request) -> bool {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let policy = route.and_then(|route| policies.get(route));
    policy.is_none_or(|policy| *policy != Policy::Public)
}
