//! The headers that come back from Clerk.

use http::{HeaderMap, HeaderValue, header};
use url::Url;

use super::{request_headers::remove_hop_by_hop, target};

/// Drops what belongs to the connection and turns redirects to the upstream into redirects to the proxy. `Set-Cookie`
/// lines stay as many as they are. `Content-Encoding` stays as well: the body is passed on as it came.
pub(super) fn clean(headers: &mut HeaderMap, upstream: &Url, proxy_url: &str) {
    remove_hop_by_hop(headers);
    headers.remove(header::CONTENT_LENGTH);
    let location = headers.get(header::LOCATION).and_then(|location| location.to_str().ok());
    if let Some(location) = location.and_then(|location| rewrite(location, upstream, proxy_url)) {
        headers.insert(header::LOCATION, location);
    }
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
        clean(&mut headers, &Url::parse(upstream).expect("a URL"), "https://app.example/__clerk");
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

    #[test]
    fn cookies_are_kept_and_connection_headers_are_not() {
        let mut headers = HeaderMap::new();
        headers.append(header::SET_COOKIE, HeaderValue::from_static("a=1"));
        headers.append(header::SET_COOKIE, HeaderValue::from_static("b=2"));
        headers.insert(header::CONNECTION, HeaderValue::from_static("close, x-hop"));
        headers.insert("x-hop", HeaderValue::from_static("1"));
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("3"));
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        clean(
            &mut headers,
            &Url::parse("https://frontend-api.clerk.dev").expect("a URL"),
            "https://app.example/__clerk",
        );
        assert_eq!(headers.get_all(header::SET_COOKIE).iter().count(), 2);
        assert_eq!(headers.len(), 3);
    }
}
