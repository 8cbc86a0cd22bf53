//! Refuses requests of people and strangers who ask for more than a person would.

use std::sync::Arc;

use app::{AppError, RESOURCES, resource::Kind};
use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use clerk_axum::limiter::Exhausted;
use clerk_protocol::Auth;
use http::{Method, StatusCode, header};
use leptos::prelude::FromServerFnError;

use crate::{
    rate_limits::RateLimits,
    refusal::{Refusal, accepts_html},
    routes,
};

/// Answers 429 when a bucket is empty. Belongs inside the Clerk layer, which knows who asks.
pub(crate) async fn enforce(State(limits): State<Arc<RateLimits>>, request: Request, next: Next) -> Response {
    let kind = kind_of(&request);
    let session = request.extensions().get::<Auth>().and_then(Auth::session);
    let taken = match session {
        Some(session) => limits.take_for_person(kind, session),
        None => limits.take_for_stranger(kind, request.extensions(), request.headers()),
    };
    match taken {
        Ok(()) => next.run(request).await,
        Err(exhausted) => refuse(&request, kind, exhausted),
    }
}

/// As its row in the tables says. What is in none of them is a page or nothing at all: reading it changes nothing, and
/// whatever else is done to it is a form's post or an attempt.
fn kind_of(request: &Request) -> Kind {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
    let declared = route.and_then(|path| routes::kind_of(method, path));
    let declared = declared.or_else(|| RESOURCES.function(request.uri().path()).map(|function| function.kind));
    declared.unwrap_or(if method.is_safe() { Kind::Reads } else { Kind::Writes })
}

/// Each caller in its own terms: a page for people, the app's error for our browser code, problem details for programs.
fn refuse(request: &Request, kind: Kind, exhausted: Exhausted) -> Response {
    let retry_after_s = exhausted.retry_after_s();
    let error = AppError::TooManyRequests { retry_after_s };
    let mut response = if RESOURCES.function(request.uri().path()).is_some() {
        (StatusCode::TOO_MANY_REQUESTS, [(header::CONTENT_TYPE, "application/json")], error.ser()).into_response()
    } else if accepts_html(request.headers()) {
        let detail = match kind {
            Kind::Reads => "That was many requests in a row. Wait a moment, then load the page again.",
            Kind::Writes => "That was many changes in a row. Wait a moment, go back and try again.",
        };
        Refusal::new(request.headers(), StatusCode::TOO_MANY_REQUESTS, detail).into_response()
    } else {
        error.into_response()
    };
    response.headers_mut().insert(header::RETRY_AFTER, retry_after_s.into());
    response
}
