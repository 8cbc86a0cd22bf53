//! The few pages this crate shows itself: plain HTML without scripts, styles or anything of the request in it.

use std::time::Duration;

use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use crate::problem::problem;

const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// Whether a browser wants to show the answer as a page (and so can be redirected): `Sec-Fetch-Dest` is `document` or
/// `iframe`, or `Accept` contains `text/html`.
pub fn is_page_request(headers: &HeaderMap) -> bool {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    matches!(text(&SEC_FETCH_DEST), "document" | "iframe") || text(&header::ACCEPT).contains("text/html")
}

/// Shown instead of a fourth redirect in a row.
pub(crate) fn redirect_loop() -> Response {
    let text = "<p>Signing you in did not work: your browser and this site kept sending each other back and forth.</p>\
        <ul><li>Allow cookies for this site, or delete its cookies, and load the page again.</li>\
        <li>Check that the clock of your device is right.</li></ul>\
        <p>If you run this site: see that the publishable and the secret key belong to the same Clerk instance and that \
        the server's clock is right.</p><p><a href=\"\">Try again</a></p>";
    with_headers(StatusCode::INTERNAL_SERVER_ERROR, html("Sign-in is going in circles", text))
}

/// Shown instead of a page that the browser would come back for without a session.
pub(crate) fn session_too_large(bytes: usize) -> Response {
    let text = format!(
        "<p>You are signed in, but your session token is too large: it is {bytes} bytes as a cookie, and browsers keep no \
        cookie of more than 4096 bytes.</p><p>You cannot do anything about it but tell the people who run this site.</p>\
        <p>If you run it: the custom claims of the session token are too large. In Clerk's dashboard, under Sessions, make \
        the customized session token smaller (Clerk advises at most 1.2 KB), and read the rest from Clerk's Backend API. \
        Then load the page again.</p><p><a href=\"\">Try again</a></p>"
    );
    with_headers(StatusCode::INTERNAL_SERVER_ERROR, html("Your session token is too large", &text))
}

/// The session cannot be checked for lack of keys: neither signed in nor signed out, so no redirect to sign-in.
pub(crate) fn unavailable(headers: &HeaderMap, retry_after: Duration) -> Response {
    let status = StatusCode::SERVICE_UNAVAILABLE;
    let text = "<p>Your session cannot be checked at the moment. You are still signed in; please load the page again in \
        a few seconds.</p><p><a href=\"\">Try again</a></p>";
    let page = is_page_request(headers);
    let answer = if page { html("Please try again", text).into_response() } else { problem(status) };
    let mut response = with_headers(status, answer);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after.as_secs().max(1)));
    response
}

/// The request's target or `Host` is not in the one spelling that is served.
pub(crate) fn bad_address(headers: &HeaderMap) -> Response {
    let status = StatusCode::BAD_REQUEST;
    let text = "<p>This address is not written the way this site writes its own.</p>\
        <p><a href=\"/\">Back to the start</a></p>";
    if is_page_request(headers) { with_headers(status, html("Bad Request", text)) } else { problem(status) }
}

fn with_headers(status: StatusCode, body: impl IntoResponse) -> Response {
    let mut response = (status, body).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

fn html(title: &str, text: &str) -> Html<String> {
    Html(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
        <meta name=\"viewport\" content=\"width=device-width\"><link rel=\"icon\" href=\"data:,\">\
        <title>{title}</title></head>\
        <body><main><h1>{title}</h1>{text}</main></body></html>"
    ))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::is_page_request;

    fn request(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(HeaderName::from_static(name), HeaderValue::from_static(value))])
    }

    #[test]
    fn pages_and_others() {
        assert!(is_page_request(&request("sec-fetch-dest", "document")));
        assert!(is_page_request(&request("sec-fetch-dest", "iframe")));
        assert!(is_page_request(&request("accept", "application/json, text/html;q=0.1")));
        assert!(!is_page_request(&request("sec-fetch-dest", "empty")));
        assert!(!is_page_request(&request("accept", "*/*")));
        assert!(!is_page_request(&HeaderMap::new()));
    }
}
