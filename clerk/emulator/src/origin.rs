//! Which app is asking, and which origins may.

use http::{HeaderMap, HeaderName, Uri, header};
use url::{Host, Url};

/// The app's origin, for `azp` and links: a same-origin GET carries no `Origin`, and a development proxy may rewrite `Host`.
pub(crate) fn of(headers: &HeaderMap, uri: &Uri, fallback: &str) -> String {
    let origin = text(headers, &header::ORIGIN).and_then(of_url);
    let referer = || text(headers, &header::REFERER).and_then(of_url);
    let forwarded = || of_host(headers, text(headers, &HeaderName::from_static("x-forwarded-host"))?);
    let host = || of_host(headers, text(headers, &header::HOST).or_else(|| uri.host())?);
    origin.or_else(referer).or_else(forwarded).or_else(host).unwrap_or_else(|| fallback.to_owned())
}

/// The host that the request was sent to, as the first proxy says.
pub(crate) fn host_of(headers: &HeaderMap) -> Option<&str> {
    let forwarded = text(headers, &HeaderName::from_static("x-forwarded-host"));
    forwarded.or_else(|| text(headers, &header::HOST)).map(first)
}

/// The origin of an http(s) URL.
pub(crate) fn of_url(url: &str) -> Option<String> {
    let origin = Url::parse(url).ok()?.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}

/// Whether tokens may go to that origin: the app's own, and anything on this machine.
pub(crate) fn is_trusted(origin: &str, app_origin: &str) -> bool {
    origin == app_origin || Url::parse(origin).is_ok_and(|url| is_loopback(url.host()))
}

/// Whether the request came over https, as the last proxy says.
pub(crate) fn is_secure(headers: &HeaderMap) -> bool {
    text(headers, &HeaderName::from_static("x-forwarded-proto")).is_some_and(|scheme| first(scheme) == "https")
}

pub(crate) fn is_loopback(host: Option<Host<&str>>) -> bool {
    match host {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn of_host(headers: &HeaderMap, host: &str) -> Option<String> {
    let scheme = if is_secure(headers) { "https" } else { "http" };
    of_url(&format!("{scheme}://{}", first(host)))
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn first(list: &str) -> &str {
    list.split(',').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn origin(pairs: &[(&'static str, &'static str)]) -> String {
        let headers = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        of(&headers, &Uri::from_static("/v1/client"), "http://fallback.test")
    }

    #[test]
    fn the_closest_witness_wins() {
        let host = ("host", "127.0.0.1:4000");
        let forwarded = ("x-forwarded-host", "app.test, inner");
        let referer = ("referer", "http://localhost:3000/sign-in");
        assert_eq!(origin(&[]), "http://fallback.test");
        assert_eq!(origin(&[host]), "http://127.0.0.1:4000");
        assert_eq!(origin(&[host, forwarded, ("x-forwarded-proto", "https")]), "https://app.test");
        assert_eq!(origin(&[host, forwarded, referer]), "http://localhost:3000");
        assert_eq!(origin(&[host, referer, ("origin", "http://localhost:5000")]), "http://localhost:5000");
        assert_eq!(origin(&[referer, ("origin", "null")]), "http://localhost:3000");
    }

    #[test]
    fn tokens_stay_on_this_machine() {
        for trusted in
            ["http://localhost:3000", "http://127.0.0.1:1", "http://[::1]:1", "http://a.localhost", "https://app.test"]
        {
            assert!(is_trusted(trusted, "https://app.test"), "{trusted}");
        }
        for other in ["https://evil.test", "http://localhost.evil.test", "http://app.test", "null"] {
            assert!(!is_trusted(other, "https://app.test"), "{other}");
        }
    }
}
