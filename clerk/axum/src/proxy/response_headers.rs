//! The headers that come back from Clerk: those that mean something to a browser on our origin, and what keeps a page of
//! theirs from acting as one of ours.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use url::Url;

use super::{error::ProxyError, request_headers::remove_hop_by_hop, target};

/// What ClerkJS, caches and browsers read. Everything else stays behind: policies, other origins' permissions and names of
/// servers are the app's to say. Of Clerk's own headers those that begin like `clerk-` or `x-clerk-` pass as well.
const PASS: [HeaderName; 22] = [
    header::ACCEPT_RANGES,
    header::AGE,
    header::AUTHORIZATION,
    header::CACHE_CONTROL,
    header::CONTENT_DISPOSITION,
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_RANGE,
    header::CONTENT_TYPE,
    header::DATE,
    header::ETAG,
    header::EXPIRES,
    header::LAST_MODIFIED,
    header::LOCATION,
    header::RETRY_AFTER,
    header::SET_COOKIE,
    header::VARY,
    header::WWW_AUTHENTICATE,
    HeaderName::from_static("cf-ray"),
    HeaderName::from_static("x-country"),
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("x-robots-tag"),
];

/// For pages, pictures and whatever else is neither script nor data: opened by itself, it is nobody's origin and runs
/// nothing, so text that Clerk reflects as HTML cannot read the session cookies of ours.
const SANDBOX: HeaderValue = HeaderValue::from_static(
    "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// Leaves only headers of [`PASS`] and turns redirects to the upstream into redirects to the proxy. `Set-Cookie` lines stay
/// as many as they are. `Content-Encoding` stays as well: the body is passed on as it came.
pub(super) fn clean(headers: &mut HeaderMap, upstream: &Url, proxy_url: &str) -> Result<(), ProxyError> {
    remove_hop_by_hop(headers);
    let passes = |name: &HeaderName| {
        PASS.contains(name) || name.as_str().starts_with("clerk-") || name.as_str().starts_with("x-clerk-")
    };
    let others: Vec<HeaderName> = headers.keys().filter(|name| !passes(name)).cloned().collect();
    for name in others {
        headers.remove(name);
    }
    let content_type = content_type(headers);
    if content_type == "message/http" {
        return Err(ProxyError::Echo);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if !is_script(&content_type) && !is_json(&content_type) {
        headers.insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
    }
    let location = headers.get(header::LOCATION).and_then(|location| location.to_str().ok());
    if let Some(location) = location.and_then(|location| rewrite(location, upstream, proxy_url)) {
        headers.insert(header::LOCATION, location);
    }
    Ok(())
}

/// Without its parameters, in lower case; empty where there is none or one that cannot be read.
fn content_type(headers: &HeaderMap) -> String {
    let text = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_script(content_type: &str) -> bool {
    matches!(content_type, "text/javascript" | "application/javascript" | "application/x-javascript")
}

fn is_json(content_type: &str) -> bool {
    content_type == "application/json" || (content_type.starts_with("application/") && content_type.ends_with("+json"))
}

/// The place below the proxy, for an absolute URL at the upstream. Others stay as they are.
fn rewrite(location: &str, upstream: &Url, proxy_url: &str) -> Option<HeaderValue> {
    let url = Url::parse(location).ok().filter(|url| url.origin() == upstream.origin())?;
    let path = target::below(url.path(), upstream.path().trim_end_matches('/')).unwrap_or_else(|| url.path());
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let fragment = url.fragment().map(|fragment| format!("#{fragment}")).unwrap_or_default();
    HeaderValue::from_str(&format!("{proxy_url}{path}{query}{fragment}")).ok()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};
    use url::Url;

    use super::clean;

    fn location(upstream: &str, location: &'static str) -> String {
        let mut headers = HeaderMap::from_iter([(header::LOCATION, HeaderValue::from_static(location))]);
        clean(&mut headers, &Url::parse(upstream).expect("a URL"), "https://app.example/__clerk").expect("no echo");
        headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }

    #[test]
    fn redirects_stay_below_the_proxy() {
        let upstream = "https://frontend-api.clerk.dev";
        assert_eq!(
            location(upstream, "https://frontend-api.clerk.dev/npm/x.js?a=b#c"),
            "https://app.example/__clerk/npm/x.js?a=b#c"
        );
        assert_eq!(location(upstream, "/npm/x.js"), "/npm/x.js");
        assert_eq!(location(upstream, "https://accounts.google.com/o/oauth2"), "https://accounts.google.com/o/oauth2");
        assert_eq!(
            location("http://127.0.0.1:4000/__clerk", "http://127.0.0.1:4000/__clerk/v1/x"),
            "https://app.example/__clerk/v1/x"
        );
    }

    fn cleaned(pairs: &[(&'static str, &'static str)]) -> Option<HeaderMap> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        let upstream = Url::parse("https://frontend-api.clerk.dev").expect("a URL");
        clean(&mut headers, &upstream, "https://app.example/__clerk").ok().map(|()| headers)
    }

    #[test]
    fn cookies_are_kept_and_connection_headers_are_not() {
        let headers = cleaned(&[
            ("set-cookie", "a=1"),
            ("set-cookie", "b=2"),
            ("connection", "close, x-hop"),
            ("x-hop", "1"),
            ("content-length", "3"),
            ("content-encoding", "gzip"),
            ("content-type", "application/json"),
        ])
        .expect("no echo");
        assert_eq!(headers.get_all(header::SET_COOKIE).iter().count(), 2);
        let mut names: Vec<&str> = headers.keys().map(http::HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["content-encoding", "content-type", "set-cookie", "x-content-type-options"]);
    }

    #[test]
    fn what_is_the_apps_to_say_stays_behind() {
        for name in [
            "server",
            "x-powered-by",
            "strict-transport-security",
            "access-control-allow-origin",
            "content-security-policy-report-only",
            "service-worker-allowed",
            "refresh",
            "link",
            "clear-site-data",
            "report-to",
            "x-frame-options",
            "alt-svc",
        ] {
            let headers = cleaned(&[(name, "x"), ("content-type", "application/json")]).expect("no echo");
            assert!(!headers.contains_key(name), "{name}");
        }
        for name in ["clerk-db-jwt", "x-clerk-trace-id", "cf-ray", "retry-after", "etag", "vary", "x-country"] {
            let headers = cleaned(&[(name, "x")]).expect("no echo");
            assert!(headers.contains_key(name), "{name}");
        }
    }

    #[test]
    fn everything_but_scripts_and_data_is_in_a_sandbox() {
        for (content_type, expected) in [
            ("text/javascript; charset=utf-8", false),
            ("Application/JavaScript", false),
            ("application/json", false),
            ("application/problem+json; charset=utf-8", false),
            ("text/html", true),
            ("image/svg+xml", true),
            ("application/xhtml+xml", true),
            ("text/json", true),
            ("text/html+json", true),
            ("application/json\t,text/html", true),
            ("", true),
        ] {
            let headers =
                cleaned(&[("content-type", content_type), ("content-security-policy", "x")]).expect("no echo");
            let policy = headers.get(header::CONTENT_SECURITY_POLICY).and_then(|value| value.to_str().ok());
            assert_eq!(policy.is_some_and(|policy| policy.starts_with("sandbox;")), expected, "{content_type}");
            assert!(policy.is_none_or(|policy| policy != "x"));
            assert_eq!(headers.get(header::X_CONTENT_TYPE_OPTIONS).map(HeaderValue::as_bytes), Some(&b"nosniff"[..]));
        }
    }

    #[test]
    fn an_echo_of_the_request_goes_nowhere() {
        assert!(cleaned(&[("content-type", "message/http")]).is_none());
        assert!(cleaned(&[("content-type", "Message/HTTP; version=1.1")]).is_none());
    }
}
