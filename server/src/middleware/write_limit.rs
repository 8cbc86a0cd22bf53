//! Keeps one person from changing things faster than people do. Whoever is not signed in changes nothing anyway.

use std::sync::Arc;

use app::{AppError, policy::Policy, server_functions::POLICIES};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use clerk_protocol::Auth;
use domain::Permission;
use http::{StatusCode, header};
use leptos::prelude::FromServerFnError;

use crate::{
    refusal::{Refusal, accepts_html},
    write_limit::WriteLimit,
};

/// Answers 429 when the person's bucket is empty. Belongs inside the Clerk layer.
pub(crate) async fn keep(State(limit): State<Arc<WriteLimit>>, request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Auth>().and_then(Auth::session);
    match session.filter(|_| is_write(&request)).map(|session| limit.take(session.user_id())) {
        Some(Err(retry_after_s)) => refuse(&request, retry_after_s),
        Some(Ok(())) | None => next.run(request).await,
    }
}

fn is_write(request: &Request) -> bool {
    if request.method().is_safe() {
        return false;
    }
    server_function(request).is_none_or(|policy| !only_reads(policy))
}

/// Calls of server functions are all posts; their policies tell which ones write.
fn server_function(request: &Request) -> Option<Policy> {
    POLICIES.iter().find(|(path, _)| *path == request.uri().path()).map(|(_, policy)| *policy)
}

fn only_reads(policy: Policy) -> bool {
    match policy {
        Policy::Public | Policy::SignedIn => true,
        Policy::AnyOf(permissions) => permissions.iter().all(|permission| *permission == Permission::ProjectsRead),
    }
}

/// Each caller in its own terms: a page for people, the app's error for our browser code, problem details for programs.
fn refuse(request: &Request, retry_after_s: u32) -> Response {
    let error = AppError::TooManyRequests { retry_after_s };
    let mut response = if accepts_html(request.headers()) {
        let detail = "That was many changes in a row. Wait a moment, go back and try again.";
        Refusal::new(request.headers(), StatusCode::TOO_MANY_REQUESTS, detail).into_response()
    } else if server_function(request).is_some() {
        (StatusCode::TOO_MANY_REQUESTS, [(header::CONTENT_TYPE, "application/json")], error.ser()).into_response()
    } else {
        error.into_response()
    };
    response.headers_mut().insert(header::RETRY_AFTER, retry_after_s.into());
    response
}
