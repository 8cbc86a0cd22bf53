//! Whichever layer refuses, people get a page with a way out and programs get problem details: refusals in any other
//! form are rewritten here.

use std::panic::AssertUnwindSafe;

use axum::{extract::Request, middleware::Next, response::Response};
use futures::FutureExt;
use http::{HeaderMap, Method, StatusCode, header};

use super::request_id;
use crate::{
    health,
    refusal::{Refusal, accepts_html},
};

/// Clerk's own answers, and those to our browser code, which reads them itself.
const OTHERS: [&str; 2] = ["/__clerk/", "/api/fn/"];

/// Rewrites bare refusals.
pub(crate) async fn rewrite(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_probe = health::PATHS.contains(&path) && matches!(*request.method(), Method::GET | Method::HEAD);
    if is_probe || OTHERS.iter().any(|others| path.starts_with(others)) {
        return next.run(request).await;
    }
    let for_people = accepts_html(request.headers());
    let asked = Asked { headers: request.headers().clone(), id: request_id::of(request.extensions()).to_owned() };
    let response = next.run(request).await;
    if is_bare(&response, for_people) { asked.refuse(response) } else { response }
}

/// Whether an answer says no without words for whoever asked.
fn is_bare(response: &Response, for_people: bool) -> bool {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return false;
    }
    let content_type = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    match content_type.unwrap_or("text/plain") {
        "application/problem+json" => for_people,
        other => other.starts_with("text/plain"),
    }
}

/// What an answer in words depends on.
struct Asked {
    headers: HeaderMap,
    id: String,
}

impl Asked {
    /// The same refusal in words. Headers that say more about it stay.
    fn refuse(self, response: Response) -> Response {
        let status = response.status();
        let refusal = if status == StatusCode::INTERNAL_SERVER_ERROR {
            Refusal::internal(&self.headers, &self.id)
        } else {
            Refusal::new(&self.headers, status, words(status))
        };
        let mut dressed = refusal.into_response();
        for (name, value) in response.headers() {
            let is_of_the_body =
                [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING].contains(name);
            if !is_of_the_body && !dressed.headers().contains_key(name) || name == header::SET_COOKIE {
                dressed.headers_mut().append(name, value.clone());
            }
        }
        *dressed.extensions_mut() = response.extensions().clone();
        dressed
    }
}

/// What happened and what to do.
fn words(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "The request could not be read. Go back and try again.",
        StatusCode::UNAUTHORIZED => "You are signed out. Sign in and try again; nothing was saved.",
        StatusCode::FORBIDDEN => "You may not do this. Nothing was changed.",
        StatusCode::NOT_FOUND => "There is nothing here, or it is not yours to see.",
        StatusCode::METHOD_NOT_ALLOWED => "This address does not take such requests.",
        StatusCode::REQUEST_TIMEOUT => "The request took too long to arrive. Go back and try again.",
        StatusCode::CONFLICT => {
            "Somebody else changed this in between. Go back and look at it again; nothing was saved."
        }
        StatusCode::PAYLOAD_TOO_LARGE => super::limits::TOO_LARGE,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "This address does not take what was sent in that form.",
        StatusCode::UNPROCESSABLE_ENTITY => "Something in the request needs another look. Go back and correct it.",
        StatusCode::TOO_MANY_REQUESTS => "That was a lot in a short time. Wait a moment and try again.",
        StatusCode::SERVICE_UNAVAILABLE => "The service is busy for a moment. Try again shortly.",
        StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => {
            "Another service that is needed for this does not answer. Try again shortly."
        }
        other if other.is_server_error() => "Something broke on our side. Try again shortly.",
        _ => "The request was not accepted. Go back and try again.",
    }
}

/// A panic in a handler ends the request, not the server. Answers 500, with the request's id, when the handler panics. The
/// panic hook has logged it by then.
pub(crate) async fn catch_panic(request: Request, next: Next) -> Response {
    let refusal = Refusal::internal(request.headers(), request_id::of(request.extensions()));
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => refusal.into_response(),
    }
}
