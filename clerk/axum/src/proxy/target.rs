//! Which upstream URL a request below the proxy path means. The host never depends on the request.

use url::Url;

use crate::path_filter;

/// The part of `path` below `prefix`, with its leading slash.
pub(super) fn below<'a>(path: &'a str, prefix: &str) -> Option<&'a str> {
    match path.strip_prefix(prefix)? {
        "" => Some("/"),
        rest if rest.starts_with('/') => Some(rest),
        _ => None,
    }
}

/// `upstream` followed by `rest` and the query, or nothing if that would leave the upstream.
pub(super) fn join(upstream: &Url, rest: &str, query: Option<&str>) -> Option<Url> {
    path_filter::check_path(rest).ok()?;
    let base = upstream.as_str().trim_end_matches('/');
    let text = query.map_or_else(|| format!("{base}{rest}"), |query| format!("{base}{rest}?{query}"));
    let url = Url::parse(&text).ok()?;
    let plain = url.username().is_empty() && url.password().is_none();
    (url.origin() == upstream.origin() && plain && is_below(&url, upstream)).then_some(url)
}

/// Whether the URL's path lies in the upstream's own (which is `/` for Clerk).
fn is_below(url: &Url, upstream: &Url) -> bool {
    below(url.path(), upstream.path().trim_end_matches('/')).is_some()
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{below, join};

    fn upstream() -> Url {
        Url::parse("https://frontend-api.clerk.dev").expect("a URL")
    }

    #[test]
    fn only_paths_below_the_prefix() {
        assert_eq!(below("/__clerk/v1/client", "/__clerk"), Some("/v1/client"));
        assert_eq!(below("/__clerk", "/__clerk"), Some("/"));
        assert_eq!(below("/__clerk/", "/__clerk"), Some("/"));
        assert_eq!(below("/__clerkx/v1", "/__clerk"), None);
        assert_eq!(below("/v1", "/__clerk"), None);
    }

    #[test]
    fn the_path_and_the_query_are_kept_as_they_are() {
        let url = join(&upstream(), "/npm/@clerk/clerk-js@6/dist/x.js", Some("a=b%20c&d")).map(String::from);
        assert_eq!(url.as_deref(), Some("https://frontend-api.clerk.dev/npm/@clerk/clerk-js@6/dist/x.js?a=b%20c&d"));
    }

    #[test]
    fn no_path_changes_the_host() {
        for rest in [
            "//evil.test/x",
            "///evil.test",
            "/\\evil.test",
            "/\\/evil.test",
            "/v1//x",
            "/..//evil.test",
            "/../x",
            "/%2e%2e/x",
            "/./x",
            "/v1/%2f%2fevil.test",
            "/v1/%5cevil.test",
            "@evil.test/",
            ":443@evil.test/",
            ".evil.test/",
            "",
            "/v1/\u{7f}",
        ] {
            assert_eq!(join(&upstream(), rest, None), None, "{rest:?}");
        }
        let url = join(&upstream(), "/@evil.test:80/x", Some("//evil.test")).expect("an ordinary segment");
        assert_eq!(url.host_str(), Some("frontend-api.clerk.dev"));
    }

    #[test]
    fn an_upstream_with_a_path_is_not_left() {
        let upstream = Url::parse("http://127.0.0.1:4000/__clerk").expect("a URL");
        assert_eq!(join(&upstream, "/../v1/users", None), None);
        let url = join(&upstream, "/v1/client", None).map(String::from);
        assert_eq!(url.as_deref(), Some("http://127.0.0.1:4000/__clerk/v1/client"));
    }
}
