//! The URL the browser sees, upstream's way or by S1: section "The public URL".

use url::Url;

use super::options::Options;
use super::request::RequestParts;

/// Upstream's `clerkUrl`, or in strict mode the public origin with this request's path and query. `None`: not a URL.
pub(super) fn derive(parts: &RequestParts<'_>, options: &Options) -> Option<Url> {
    let received = Url::parse(parts.url).ok()?;
    Some(if options.strict() { derive_strictly(received, parts, options) } else { derive_as_upstream(received, parts) })
}

/// S1. Path and query are set, never resolved: a path `//evil.example` stays a path.
fn derive_strictly(received: Url, parts: &RequestParts<'_>, options: &Options) -> Url {
    // Only the origin: a `Host` may carry more than one.
    let of_headers = || {
        let url = Url::parse(&origin_of_headers(&received, parts, options.config().trust_forwarded)?).ok()?;
        Url::parse(&url.origin().ascii_serialization()).ok()
    };
    let origin = if options.config().public_origin.is_some() { options.public_origin.clone() } else { of_headers() };
    let Some(mut url) = origin.filter(Url::has_host) else { return received };
    if url.origin() == received.origin() {
        return received;
    }
    url.set_path(received.path());
    url.set_query(received.query().filter(|query| !query.is_empty()));
    url.set_fragment(None);
    url
}

/// Forwarded headers are believed; the path is resolved against the origin, so `//host` changes it.
fn derive_as_upstream(received: Url, parts: &RequestParts<'_>) -> Url {
    let Some(origin) = origin_of_headers(&received, parts, true) else { return received };
    if origin == received.origin().ascii_serialization() {
        return received;
    }
    let query = received.query().filter(|query| !query.is_empty()).map(|query| format!("?{query}")).unwrap_or_default();
    let target = format!("{}{query}", received.path());
    Url::parse(&origin).and_then(|base| base.join(&target)).unwrap_or(received)
}

/// `proto://host` of the first forwarded values or of `Host`; `None` when either is empty. Items are not trimmed.
fn origin_of_headers(received: &Url, parts: &RequestParts<'_>, trust_forwarded: bool) -> Option<String> {
    let forwarded = |name: &str| {
        let value = parts.header(name).filter(|_| trust_forwarded)?;
        Some(value.split(',').next().unwrap_or_default().to_owned())
    };
    let host = forwarded("x-forwarded-host").or_else(|| parts.header("host").map(|host| host.into_owned()));
    let scheme = forwarded("x-forwarded-proto").unwrap_or_else(|| received.scheme().to_owned());
    let host = host.filter(|host| !host.is_empty() && !scheme.is_empty())?;
    Some(format!("{scheme}://{host}"))
}
