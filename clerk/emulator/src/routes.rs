//! The whole of the local Clerk as one router.

use axum::{
    Router,
    extract::{OriginalUri, Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Method, Uri};
use tower::Layer as _;

use crate::{
    CONTROL, MARKER, MOUNT, bapi,
    context::Context,
    control,
    error::{Problem, Refusal},
    fapi,
    fields::Fields,
    limits,
    requests::Entry,
    state::State as Clerk,
    visitor,
};

/// Serves everything. The rewriting happens before routing: ClerkJS sends PATCH and DELETE as POST.
pub(crate) fn router(context: Context) -> Router {
    let routes = Router::new()
        .nest(MOUNT, fapi::router(&context))
        .nest("/v1", bapi::router(&context))
        .nest(CONTROL, control::router())
        .fallback(not_implemented)
        .layer(middleware::from_fn_with_state(context.clone(), limits::keep))
        .layer(middleware::from_fn_with_state(context.clone(), obey_faults))
        .layer(middleware::from_fn_with_state(context.clone(), note))
        .layer(middleware::from_fn(visitor::know))
        .layer(middleware::map_response(mark))
        .with_state(context);
    Router::new().fallback_service(middleware::map_request(rewrite).layer(routes))
}

/// Names what is missing, so that nobody searches long.
pub(crate) async fn not_implemented(method: Method, OriginalUri(uri): OriginalUri) -> Problem {
    Problem::not_implemented(&method, uri.path())
}

async fn obey_faults(State(context): State<Context>, request: Request, next: Next) -> Response {
    let ordered = context.faults().strike(request.method(), request.uri().path()).await;
    match ordered {
        Some(status) => Problem::own(status, "ordered_fault", "A test ordered this.").into_response(),
        None => next.run(request).await,
    }
}

/// Keeps what was asked and answered.
async fn note(State(context): State<Context>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let response = next.run(request).await;
    let is_below = |mount: &str| path.strip_prefix(mount).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let api = if is_below(MOUNT) {
        "fapi"
    } else if is_below("/v1") {
        "bapi"
    } else {
        return response;
    };
    let code = response.extensions().get::<Refusal>().map(|Refusal(code)| *code);
    let (at_ms, status) = (context.look(Clerk::now_ms), response.status().as_u16());
    context.requests().add(Entry { seq: 0, at_ms, api, method, path, status, code });
    response
}

async fn mark(mut response: Response) -> Response {
    response.headers_mut().insert("x-local-clerk", HeaderValue::from_static(MARKER));
    response
}

/// Takes the method from `_method` and the slash off the end of a Frontend API path.
async fn rewrite(mut request: Request) -> Request {
    let uri = request.uri().clone();
    if !uri.path().starts_with(MOUNT) {
        return request;
    }
    let named = Fields::of_query(&uri).get("_method").and_then(|name| Method::from_bytes(name.as_bytes()).ok());
    let allowed = [Method::PATCH, Method::PUT, Method::DELETE];
    if let Some(method) = named.filter(|method| request.method() == Method::POST && allowed.contains(method)) {
        *request.method_mut() = method;
    }
    if let Some(shorter) = without_slash(&uri) {
        *request.uri_mut() = shorter;
    }
    request
}

fn without_slash(uri: &Uri) -> Option<Uri> {
    let path = uri.path().strip_suffix('/')?;
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{path}{query}").parse().ok()
}
