//! The rules one by one; the raw-socket corpus is in `tests/raw_paths.rs`.

use http::{Method, Request, header};

use super::{NotCanonical, check};

fn outcome(target: &str, hosts: &[&str]) -> Result<(), NotCanonical> {
    let request = Request::builder().uri(target);
    let request = hosts.iter().fold(request, |request, host| request.header(header::HOST, *host));
    check(&request.body(()).expect("a request that hyper lets through"))
}

fn path(target: &str) -> Result<(), NotCanonical> {
    outcome(target, &["app.example"])
}

#[test]
fn ordinary_targets_pass() {
    for target in [
        "/",
        "/dashboard",
        "/orgs/acme/projects/",
        "/.well-known/security.txt",
        "/a.b/c..d/...",
        "/search/caf%C3%A9%20cr%C3%A8me",
        "/search/100%25",
        "/search/100%25%20sure",
        "/npm/@clerk/clerk-js@6/dist/clerk.browser.js",
        "/x?next=//evil.test/../%2e%00&flag&half=100%",
    ] {
        assert_eq!(path(target), Ok(()), "{target}");
    }
}

#[test]
fn second_spellings_are_refused() {
    use NotCanonical::{DotSegment, EmptySegment, Encoding, Percent, RawByte, Utf8};
    for (target, rule) in [
        ("//app", EmptySegment),
        ("/app//admin", EmptySegment),
        ("/app//", EmptySegment),
        ("/./app", DotSegment),
        ("/x/../app", DotSegment),
        ("/app/..", DotSegment),
        ("/app/.", DotSegment),
        ("/x/..;a=b/app", DotSegment),
        ("/%2e/app", Encoding),
        ("/x/%2E%2e/app", Encoding),
        ("/x/.%2e/app", Encoding),
        ("/app%2fadmin", Encoding),
        ("/app%5Cadmin", Encoding),
        ("/app%00", Encoding),
        ("/app/list%0a.css", Encoding),
        ("/app/%7f", Encoding),
        ("/%61pp", Encoding),
        ("/a%2dpp", Encoding),
        ("/a%5Fpp", Encoding),
        ("/%7eapp", Encoding),
        ("/%2561pp", Encoding),
        ("/x/%252e%252E/app", Encoding),
        ("/%252561pp", Encoding),
        ("/app\\admin", RawByte),
        ("/a\"pp", RawByte),
        ("/app{", RawByte),
        ("/ap^p", RawByte),
        ("/caf\u{e9}", RawByte),
        ("/app%", Percent),
        ("/app%2", Percent),
        ("/app%zz", Percent),
        ("/app%+1", Percent),
        ("/app%c0%af", Utf8),
        ("/app%ff", Utf8),
        ("/app%ed%a0%80", Utf8),
    ] {
        assert_eq!(path(target), Err(rule), "{target}");
    }
}

#[test]
fn there_is_exactly_one_host_and_the_target_agrees_with_it() {
    use NotCanonical::{DuplicateHost, ForeignAuthority, InvalidHost, MissingHost};
    assert_eq!(outcome("/", &["localhost:3000"]), Ok(()));
    assert_eq!(outcome("/", &["[::1]:3000"]), Ok(()));
    assert_eq!(outcome("http://app.example/x", &["APP.example"]), Ok(()));
    assert_eq!(outcome("http://evil.test/x", &["app.example"]), Err(ForeignAuthority));
    assert_eq!(outcome("http://app.example:81/x", &["app.example"]), Err(ForeignAuthority));
    assert_eq!(outcome("/", &[]), Err(MissingHost));
    assert_eq!(outcome("http://app.example/x", &[]), Err(MissingHost));
    assert_eq!(outcome("/", &["a.example", "a.example"]), Err(DuplicateHost));
    for host in ["", "a@b", "a/b", "a b", "a?b", "a,b#c"] {
        assert_eq!(outcome("/", &[host]), Err(InvalidHost), "{host}");
    }
}

#[test]
fn only_paths_are_served() {
    for (method, target) in [(Method::OPTIONS, "*"), (Method::CONNECT, "app.example:443")] {
        let request = Request::builder().method(method).uri(target).header(header::HOST, "app.example");
        assert_eq!(check(&request.body(()).expect("a request")), Err(NotCanonical::Form));
    }
}
