//! What is added to an answer that depended on who was asking.

use axum::response::Response;
use clerk_protocol::Auth;
use http::{HeaderMap, HeaderValue, header};

use super::outcome::{AuthOutcome, Lines};

const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-store");

/// Whether the request could identify anybody.
pub(super) fn has_credentials(headers: &HeaderMap) -> bool {
    headers.contains_key(header::COOKIE) || headers.contains_key(header::AUTHORIZATION)
}

/// Appends the lines and keeps shared caches out.
///
/// The simplest rule that is safe: every answer varies by cookie and is private. Only a handler that says otherwise, to a
/// request that identified nobody, and without any cookie being set, may be cached.
pub(super) fn finish(headers: &mut HeaderMap, lines: Lines, personal: bool) {
    for (name, value) in lines {
        headers.append(name, value);
    }
    let personal = personal || headers.contains_key(header::SET_COOKIE);
    if personal || !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, PRIVATE);
    }
    if !varies_by_cookie(headers) {
        headers.append(header::VARY, HeaderValue::from_static("Cookie"));
    }
}

fn varies_by_cookie(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::VARY).iter().filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(','))
        .any(|name| matches!(name.trim(), "*") || name.trim().eq_ignore_ascii_case("cookie"))
}

/// Lets outer layers know what was decided.
pub(super) fn with_outcome(mut response: Response, auth: Auth, outcome: AuthOutcome) -> Response {
    let extensions = response.extensions_mut();
    extensions.insert(auth);
    extensions.insert(outcome);
    response
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::{Lines, finish};

    fn cache_control(own: Option<&'static str>, cookie: bool, personal: bool) -> String {
        let mut headers = HeaderMap::new();
        if let Some(own) = own {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(own));
        }
        let lines = if cookie { vec![(header::SET_COOKIE, HeaderValue::from_static("a=1"))] } else { Lines::new() };
        finish(&mut headers, lines, personal);
        assert!(headers.contains_key(header::VARY));
        headers.get(header::CACHE_CONTROL).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }

    #[test]
    fn only_an_anonymous_answer_may_be_public() {
        assert_eq!(cache_control(None, false, false), "private, no-store");
        assert_eq!(cache_control(Some("public, max-age=60"), false, false), "public, max-age=60");
        assert_eq!(cache_control(Some("public, max-age=60"), true, false), "private, no-store");
        assert_eq!(cache_control(Some("public, max-age=60"), false, true), "private, no-store");
    }

    #[test]
    fn vary_is_said_once() {
        let mut headers = HeaderMap::from_iter([(header::VARY, HeaderValue::from_static("accept-encoding, cookie"))]);
        finish(&mut headers, Lines::new(), true);
        assert_eq!(headers.get_all(header::VARY).iter().count(), 1);
    }
}
