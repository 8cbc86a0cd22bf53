//! The Frontend API: what ClerkJS calls from the browser, and what it loads.

mod call;
mod client;
mod dev_browser;
pub(crate) mod handshake;
mod local_icons;
mod local_provider;
mod me;
mod oauth_callback;
mod organizations;
mod outside;
mod passkey;
mod sessions;
mod sign_ins;
mod sign_ups;
mod tickets;
mod visit;
mod waitlist;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};

use self::call::Call;
use crate::{
    context::Context,
    environment,
    error::{Code, Problem},
    origin, routes, scripts, upload,
};

/// Everything under the mount path.
pub(crate) fn router(context: &Context) -> Router<Context> {
    let v1 = Router::new()
        .route("/environment", get(show_environment).patch(show_environment).post(show_environment))
        .route("/dev_browser", post(dev_browser::create))
        .merge(client::routes())
        .merge(handshake::routes())
        .merge(me::routes())
        .merge(oauth_callback::routes())
        .merge(organizations::routes())
        .merge(sessions::routes())
        .merge(sign_ins::routes())
        .merge(sign_ups::routes())
        .merge(tickets::routes())
        .merge(waitlist::routes())
        .fallback(routes::not_implemented)
        .method_not_allowed_fallback(routes::not_implemented)
        .layer(DefaultBodyLimit::max(upload::LIMIT))
        .layer(middleware::from_fn_with_state(context.clone(), guard_origin));
    Router::new()
        .nest("/v1", v1)
        .route("/.well-known/jwks.json", get(show_jwks))
        .merge(scripts::routes())
        .merge(local_icons::routes())
        .merge(local_provider::routes())
}

async fn show_environment(State(context): State<Context>, call: Call) -> Response {
    Json(context.look(|state| environment::environment(&call.origin, &state.settings, &state.roles))).into_response()
}

async fn show_jwks(State(context): State<Context>) -> Response {
    Json(context.look(|state| state.jwks())).into_response()
}

/// Other websites must not talk to the local Clerk; the app may, from an origin of its own too. `null` is the origin of
/// any page's sandboxed frame: it may look, as a link may, and change nothing.
async fn guard_origin(State(context): State<Context>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let named = origin.as_ref().and_then(|origin| origin.to_str().ok()).filter(|origin| *origin != "null");
    let is_foreign = named.is_some_and(|origin| !origin::is_trusted(origin, context.app_origin()));
    let is_nobodys = origin.as_ref().is_some_and(|origin| origin == "null") && !request.method().is_safe();
    if is_foreign || is_nobodys {
        return Problem::new(Code::OriginInvalid, "The local Clerk does not serve this origin.").into_response();
    }
    let is_preflight = request.method() == Method::OPTIONS;
    let mut response = if is_preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Never for `null`: any page's sandboxed frame has that origin.
    if let Some(origin) = origin.filter(|origin| origin != "null") {
        allow_origin(&mut response, origin);
    }
    response
}

fn allow_origin(response: &mut Response, origin: HeaderValue) {
    const FIXED: [(HeaderName, &str); 5] = [
        (header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type"),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, "Authorization, Clerk-Db-Jwt, X-Country"),
        (header::VARY, "Origin"),
    ];
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
