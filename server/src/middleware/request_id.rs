//! A fresh id for every request: in the log, in the answer, and shown to people when something breaks.
//!
//! An id from outside is never used: it would be a way to write into the log.

use std::sync::Arc;

use app::request::RequestId;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue};

use crate::random::{Random, hexadecimal};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Puts a [`RequestId`] into the request and its answer.
pub(crate) async fn add(State(random): State<Arc<dyn Random>>, mut request: Request, next: Next) -> Response {
    let id = hexadecimal(random.as_ref());
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// The id of a request that went through [`add`].
pub(crate) fn of(extensions: &http::Extensions) -> &str {
    extensions.get::<RequestId>().map_or("", |RequestId(id)| id)
}
