//! The rows of `createRedirect.test.ts`, path patterns, and addresses to come back to.
#![cfg(feature = "verify")]

use clerk_protocol::PublishableKey;
use clerk_protocol::verify::path_pattern::{ParameterValue, PathPatterns};
use clerk_protocol::verify::redirect::{Redirect, same_origin_target};

/// Pattern, path, and the parameters where it matches.
type Row<'a> = (&'a str, &'a str, Option<&'a [(&'a str, &'a str)]>);

const BACK: &str = "http://current.url:3000/path?q=1#hash";
const ENCODED: &str = "http%3A%2F%2Fcurrent.url%3A3000%2Fpath%3Fq%3D1%23hash";

fn key(live: bool, host: &str) -> Result<PublishableKey, Box<dyn std::error::Error>> {
    use clerk_protocol::InstanceType::{Development, Production};
    Ok(PublishableKey::from_host(if live { Production } else { Development }, host)?)
}

#[test]
fn redirects() -> Result<(), Box<dyn std::error::Error>> {
    let development = key(false, "included.katydid-92.clerk.accounts.dev")?;
    let production = key(true, "clerk.example.com")?;
    let base = Redirect {
        publishable_key: &development,
        base_url: "http://www.clerk.com",
        sign_in_url: None,
        sign_up_url: None,
        return_back_url: Some(BACK),
        is_pending: false,
        is_satellite: false,
        dev_browser_token: Some("deadbeef"),
    };
    let portal = "https://included.katydid-92.accounts.dev";
    assert_eq!(base.to_sign_up()?, format!("{portal}/sign-up?redirect_url={ENCODED}&__clerk_db_jwt=deadbeef"));
    assert_eq!(base.to_sign_in()?, format!("{portal}/sign-in?redirect_url={ENCODED}&__clerk_db_jwt=deadbeef"));
    let pending = Redirect { is_pending: true, ..base };
    assert_eq!(pending.to_sign_in()?, format!("{portal}/sign-in/tasks?redirect_url={ENCODED}&__clerk_db_jwt=deadbeef"));
    let live = Redirect { publishable_key: &production, ..base };
    assert_eq!(live.to_sign_in()?, format!("https://accounts.example.com/sign-in?redirect_url={ENCODED}"));
    let own = Redirect { base_url: "http://current.url:3000", sign_in_url: Some("/sign-in"), ..base };
    assert_eq!(own.to_sign_in()?, format!("http://current.url:3000/sign-in?redirect_url={ENCODED}"));
    assert_eq!(own.to_sign_up()?, format!("http://current.url:3000/sign-in/create?redirect_url={ENCODED}"));
    let without_return = Redirect { return_back_url: None, ..own };
    assert_eq!(without_return.to_sign_in()?, "http://current.url:3000/sign-in");
    let satellite = Redirect {
        is_satellite: true,
        sign_in_url: Some("https://primary.test/in"),
        return_back_url: Some("/back"),
        ..live
    };
    assert_eq!(
        satellite.to_sign_in()?,
        "https://primary.test/in?redirect_url=http%3A%2F%2Fwww.clerk.com%2Fback%3F__clerk_synced%3Dfalse"
    );
    Ok(())
}

#[test]
fn return_addresses_stay_on_the_origin() {
    let base = "https://app.example.com/page";
    let good = [
        ("/a?b=1#c", "/a?b=1#c"),
        ("https://app.example.com/x", "/x"),
        ("x", "/x"),
        ("?q=1", "/page?q=1"),
        ("https://app.example.com:443/", "/"),
    ];
    for (target, expected) in good {
        assert_eq!(same_origin_target(target, base).as_deref(), Some(expected), "{target}");
    }
    let evil = [
        "https://evil.test/",
        "//evil.test/",
        "\\\\evil.test",
        "/\\evil.test",
        "http://app.example.com/",
        "https://app.example.com:444/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://app.example.com@evil.test/",
        "https://user@app.example.com/",
        "https://app.example.com.evil.test/",
        "\t//evil.test",
        "https:evil.test:99/",
        "/%09/../\\evil.test//",
        "//app.example.com:1/",
        "http:/\\evil.test",
        "/..//evil.test",
        "blob:https://app.example.com/x",
        "file:///etc/passwd",
        "/.//evil.test",
    ];
    for target in evil {
        let kept = same_origin_target(target, base);
        let resolved = kept.as_deref().and_then(|kept| url::Url::parse(base).ok()?.join(kept).ok());
        let stays = resolved.is_none_or(|url| url.origin().ascii_serialization() == "https://app.example.com");
        assert!(stays, "{target} {kept:?}");
    }
}

#[test]
fn patterns() -> Result<(), Box<dyn std::error::Error>> {
    let rows: &[Row<'_>] = &[
        ("/dashboard(.*)", "/dashboardx", Some(&[("0", "x")])),
        ("/dashboard(.*)", "/Dashboard", Some(&[("0", "")])),
        ("/dashboard/:path*", "/dashboard", Some(&[])),
        ("/dashboard/:path*", "/dashboard/", Some(&[])),
        ("/dashboard/:path*", "/dashboard/a/b", Some(&[("path", "a,b")])),
        ("/dashboard/:path*", "/dashboardx", None),
        ("/a/:id", "/a/1/", Some(&[("id", "1")])),
        ("/a/:id", "/a/1/2", None),
        ("/a/:id/(.*)", "/a/1", None),
        ("/a/:id/(.*)", "/a/1/", Some(&[("id", "1"), ("0", "")])),
        ("/(api|trpc)(.*)", "/apix", Some(&[("0", "api"), ("1", "x")])),
        ("/orgs/:id", "/orgs/org_foo", Some(&[("id", "org_foo")])),
        ("/unknown-thing/:any/orgs/:id", "/unknown-thing/x/orgs/y", Some(&[("any", "x"), ("id", "y")])),
        ("/:from-:to", "/a-b", Some(&[("from", "a"), ("to", "b")])),
        ("/:file.:ext", "/a.b", Some(&[("file", "a"), ("ext", "b")])),
        ("/:a{-:b}?", "/x-y", Some(&[("a", "x"), ("b", "y")])),
        ("/:id(\\d+)", "/12", Some(&[("id", "12")])),
        ("/:id(\\d+)", "/x", None),
        ("/((?!api).*)", "/api", None),
        ("/((?!api).*)", "/web", Some(&[("0", "web")])),
        ("/\\:x", "/:x", Some(&[])),
        ("/orgs/:id", "/orgs/a%20b", Some(&[("id", "a%20b")])),
    ];
    for (pattern, path, expected) in rows {
        let patterns = PathPatterns::compile(&[(*pattern).to_owned()])?;
        let found = patterns.parameters(path).map(|found| {
            let text = |value| match value {
                ParameterValue::One(text) => text,
                ParameterValue::Many(texts) => texts.join(","),
            };
            found.into_iter().map(|(name, value)| format!("{name}={}", text(value))).collect::<Vec<_>>()
        });
        let expected =
            expected.map(|expected| expected.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>());
        assert_eq!(found, expected, "{pattern} {path}");
    }
    for pattern in ["/orgs/:id/***", "/:", "/(", "/()", "/(?:x)", "/((x))", "/{a", "/a}", "/:a:b", ":a*"] {
        assert!(PathPatterns::compile(&[pattern.to_owned()]).is_err(), "{pattern}");
    }
    Ok(())
}
