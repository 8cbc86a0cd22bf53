//! What stands around the app: the path filter, the forgery check, headers, caches, health, panics.

use axum::{Router, body::Body, middleware::from_fn, routing::get};
use http::{Method, Request, StatusCode, header};
use insta::assert_snapshot;
use tower::ServiceExt;

use crate::harness::{ORIGIN, TestServer, Who};
use crate::middleware::refusals;

#[tokio::test]
async fn only_one_spelling_of_a_path_is_served() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for path in [
        "//dashboard",
        "/x/../dashboard",
        "/./dashboard",
        "/%2e/dashboard",
        "/x/%2e%2e/dashboard",
        "/%64ashboard",
        "/dashboard%2f",
        "/dash%00board",
        "/dashboard%",
    ] {
        let answer = server.visit(Who::Nobody, path).await?;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert_ne!(answer.header(header::CONTENT_SECURITY_POLICY), "", "{path}");
    }
    let slash = server.visit(Who::Nobody, "/dashboard/?a=b").await?;
    assert_eq!((slash.status, slash.header(header::LOCATION)), (StatusCode::PERMANENT_REDIRECT, "/dashboard?a=b"));
    Ok(())
}

#[tokio::test]
async fn the_host_is_one_and_ours_to_name() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let without = Request::builder().uri("/").body(Body::empty())?;
    assert_eq!(server.send(without).await?.status, StatusCode::BAD_REQUEST);
    let two = Request::builder().uri("/").header(header::HOST, "localhost:3000").header(header::HOST, "evil.test");
    assert_eq!(server.send(two.body(Body::empty())?).await?.status, StatusCode::BAD_REQUEST);
    // Links back to a page name the configured origin, whatever the request claims.
    let claims = Request::builder().uri("/dashboard").header(header::HOST, "evil.test");
    let claims = claims
        .header("x-forwarded-host", "evil.test")
        .header(header::ACCEPT, "text/html")
        .header("sec-fetch-dest", "document");
    let answer = server.send(claims.body(Body::empty())?).await?;
    assert!(!answer.header(header::LOCATION).contains("evil.test"), "{}", answer.header(header::LOCATION));
    Ok(())
}

/// Nothing is to be changed there: whoever gets past the check is told that.
#[tokio::test]
async fn changes_come_from_this_origin() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let cases: [(&[(&str, &str)], u16); 7] = [
        (&[("sec-fetch-site", "same-origin")], 405),
        (&[("sec-fetch-site", "none")], 405),
        (&[], 405),
        (&[("origin", ORIGIN)], 405),
        (&[("sec-fetch-site", "cross-site")], 403),
        (&[("sec-fetch-site", "same-site")], 403),
        (&[("origin", "https://evil.test")], 403),
    ];
    for (headers, status) in cases {
        let mut request = server.request(Who::Admin, Method::POST, "/api/activity");
        if let Some(map) = request.headers_mut() {
            map.remove("sec-fetch-site");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = server.send(request.body(Body::empty())?).await?;
        assert_eq!(answer.status.as_u16(), status, "{headers:?}");
    }
    Ok(())
}

#[tokio::test]
async fn every_answer_has_the_headers() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let page = server.visit(Who::Admin, "/orgs/acme/activity").await?;
    assert_eq!(page.status, StatusCode::OK);
    let nonce = page.header(header::CONTENT_SECURITY_POLICY).split("'nonce-").nth(1).and_then(|rest| rest.get(..32));
    let nonce = nonce.unwrap_or_default().to_owned();
    assert_snapshot!(shown(&page, &nonce), @r#"
    cache-control: private, no-store
    content-security-policy: default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; script-src 'nonce-N' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; font-src 'self'; manifest-src 'self'; img-src 'self' data: https://img.clerk.com; connect-src 'self' https://img.clerk.com https://*.protect.clerk.com:*; frame-src https://challenges.cloudflare.com https://*.protect.clerk.com; worker-src 'self' blob:; report-uri /csp-reports; report-to csp
    content-type: text/html; charset=utf-8
    cross-origin-opener-policy: same-origin-allow-popups
    cross-origin-resource-policy: same-origin
    permissions-policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()
    referrer-policy: strict-origin-when-cross-origin
    reporting-endpoints: csp="/csp-reports"
    vary: Cookie
    vary: accept-encoding
    x-content-type-options: nosniff
    x-frame-options: DENY
    "#);
    for path in ["/", "/livez", "/favicon.svg", "/api/activity", "/nothing-here"] {
        let answer = server.visit(Who::Nobody, path).await?;
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
        assert!(answer.header(header::CONTENT_SECURITY_POLICY).contains("'strict-dynamic'"), "{path}");
        assert_eq!(answer.header("x-request-id").len(), 32, "{path}");
        assert!(!answer.header(header::CONTENT_SECURITY_POLICY).contains(&nonce), "{path}");
        assert_eq!(answer.headers.get(header::SERVER), None);
    }
    Ok(())
}

fn shown(answer: &crate::harness::Answer, nonce: &str) -> String {
    let hidden = ["x-request-id", "content-length"];
    let mut lines: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| !hidden.contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or("?").replace(nonce, "N")))
        .collect();
    lines.sort();
    lines.join("\n")
}

#[tokio::test]
async fn over_tls_browsers_are_told_to_stay_there() -> anyhow::Result<()> {
    const TLS: (&str, &str) = ("PUBLIC_ORIGIN", "https://app.example.com");
    for (variables, told) in [
        (&[TLS] as &[_], "max-age=63072000"),
        (&[TLS, ("HSTS_MAX_AGE", "300")], "max-age=300"),
        (&[TLS, ("HSTS_MAX_AGE", "0")], "max-age=0"),
        (&[TLS, ("HSTS_SUBDOMAINS", "on")], "max-age=63072000; includeSubDomains"),
        (&[("HSTS_SUBDOMAINS", "on")], ""),
    ] {
        let server = TestServer::with(variables).await?;
        let answer = server.visit(Who::Nobody, "/").await?;
        assert_eq!(answer.header(header::STRICT_TRANSPORT_SECURITY), told, "{variables:?}");
    }
    Ok(())
}

#[tokio::test]
async fn what_depends_on_a_person_is_not_cached() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for (who, path) in [
        (Who::Admin, "/orgs/acme/activity"),
        (Who::Nobody, "/"),
        (Who::Nobody, "/dashboard"),
        (Who::Admin, "/api/activity"),
        (Who::Admin, "/orgs/acme/activity/x.css"),
    ] {
        let answer = server.visit(who, path).await?;
        assert_eq!(answer.header(header::CACHE_CONTROL), "private, no-store", "{path}");
        assert!(answer.headers.get_all(header::VARY).iter().any(|value| value == "Cookie"), "{path}");
        assert_eq!(answer.headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN), None);
    }
    let file = server.visit(Who::Admin, "/pkg/app.js").await?;
    assert_eq!((file.status, file.header(header::CACHE_CONTROL)), (StatusCode::OK, "no-cache"));
    assert_eq!(file.header(header::CONTENT_TYPE), "text/javascript; charset=utf-8");
    Ok(())
}

#[tokio::test]
async fn health_says_ok_and_nothing_more() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for path in ["/livez", "/readyz"] {
        let answer = server.call(Who::Nobody, Method::GET, path, None).await?;
        assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, "ok"), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn methods_that_nobody_asked_for() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for (method, path) in [
        (Method::TRACE, "/api/activity"),
        (Method::PUT, "/api/activity"),
        (Method::DELETE, "/"),
        (Method::POST, "/livez"),
    ] {
        let answer = server.call(Who::Admin, method.clone(), path, None).await?;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        assert!(!answer.header("allow").is_empty(), "{method} {path}");
    }
    let put = server.call(Who::Admin, Method::PUT, "/api/activity", None).await?;
    assert_eq!(put.json()["code"], "method_not_allowed");
    let head = server.call(Who::Nobody, Method::HEAD, "/api/activity", None).await?;
    assert_eq!((head.status, head.text.as_str()), (StatusCode::UNAUTHORIZED, ""));
    Ok(())
}

#[tokio::test]
async fn a_panic_ends_the_request_only() -> anyhow::Result<()> {
    async fn broken() -> &'static str {
        panic!("a secret detail")
    }
    let router: Router = Router::new().route("/", get(broken)).layer(from_fn(refusals::catch_panic));
    let response = router.oneshot(Request::get("/").body(Body::empty())?).await?;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let body = axum::body::to_bytes(response.into_body(), 10_000).await?;
    assert!(!String::from_utf8_lossy(&body).contains("secret"));
    Ok(())
}

#[tokio::test]
async fn the_proxy_is_clerks_and_has_no_policy_of_ours() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let answer = server.call(Who::Nobody, Method::GET, "/__clerk/v1/environment", None).await?;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.header(header::CONTENT_SECURITY_POLICY), "");
    Ok(())
}

#[tokio::test]
async fn without_a_proxy_browsers_talk_to_clerk_itself() -> anyhow::Result<()> {
    let server = TestServer::with(&[("CLERK_PROXY_URL", "")]).await?;
    let page = server.visit(Who::Nobody, "/").await?;
    let policy = page.header(header::CONTENT_SECURITY_POLICY).to_owned();
    let host = server.frontend_host()?;
    assert!(policy.contains(&format!("connect-src 'self' https://{host} ")), "{policy}");
    let proxy = server.call(Who::Nobody, Method::GET, "/__clerk/v1/environment", None).await?;
    assert_eq!(proxy.status, StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn no_header_from_outside_is_a_decision() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for name in [
        "x-clerk-auth-status",
        "x-clerk-auth-token",
        "x-middleware-subrequest",
        "x-user-id",
        "x-org-id",
        "x-original-url",
        "x-rewrite-url",
        "x-http-method-override",
        "x-forwarded-user",
    ] {
        let request = server.request(Who::Nobody, Method::GET, "/api/activity").header(name, "signed-in");
        let answer = server.send(request.body(Body::empty())?).await?;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{name}");
    }
    Ok(())
}
