//! Answers that depend on who asks are nobody else's: no cache may keep them.

use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderMap, HeaderValue, header};

/// Marks the answer as private. Belongs outside of the Clerk layer, whose redirects and cookies need it as well.
pub(crate) async fn mark(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if !varies_by_cookie(headers) {
        headers.append(header::VARY, HeaderValue::from_static("Cookie"));
    }
    response
}

fn varies_by_cookie(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::VARY).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|name| name.trim().eq_ignore_ascii_case("cookie"))
}
