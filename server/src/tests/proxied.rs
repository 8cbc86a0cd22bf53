//! What comes from Clerk through our own origin, and what we answer there ourselves.

use axum::{Router, body::Body, response::Response, routing::any};
use http::{HeaderValue, Method, StatusCode, header};

use crate::harness::{Answer, TestServer, Who, listen};

/// A Frontend API that reflects what nobody should open.
async fn hostile() -> anyhow::Result<String> {
    let answer = |content_type: &'static str| {
        move || async move {
            let mut response = Response::new(Body::from("<script>alert(document.cookie)</script>"));
            for (name, value) in [
                (header::CONTENT_TYPE, content_type),
                (header::SERVER, "upstream"),
                (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
                (header::CONTENT_SECURITY_POLICY, "default-src *"),
                (header::X_FRAME_OPTIONS, "ALLOWALL"),
            ] {
                response.headers_mut().insert(name, HeaderValue::from_static(value));
            }
            response
        }
    };
    let router = Router::new()
        .route("/page", any(answer("text/html")))
        .route("/picture", any(answer("image/svg+xml")))
        .route("/script", any(answer("text/javascript; charset=utf-8")))
        .route("/data", any(answer("application/json")));
    Ok(format!("http://{}", listen(router).await?))
}

fn policy(answer: &Answer) -> &str {
    answer.header(header::CONTENT_SECURITY_POLICY)
}

fn is_careful(answer: &Answer) {
    assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert_eq!(answer.header(header::STRICT_TRANSPORT_SECURITY).split(';').next(), Some("max-age=63072000"));
    assert_eq!(answer.header(header::X_FRAME_OPTIONS), "DENY");
    assert_eq!(
        answer.headers.get_all(header::CONTENT_SECURITY_POLICY).iter().count(),
        usize::from(!policy(answer).is_empty())
    );
    for name in [header::SERVER, header::ACCESS_CONTROL_ALLOW_ORIGIN] {
        assert_eq!(answer.headers.get(&name), None, "{name}");
    }
}

#[tokio::test]
async fn a_page_of_clerks_cannot_act_as_one_of_ours() -> anyhow::Result<()> {
    let upstream = hostile().await?;
    let variables = [("CLERK_FAPI_URL", upstream.as_str()), ("PUBLIC_ORIGIN", "https://app.example.com")];
    let server = TestServer::with(&variables).await?;
    for (path, expected) in [("/page", "sandbox; "), ("/picture", "sandbox; "), ("/script", ""), ("/data", "")] {
        let answer = server.call(Who::Nobody, Method::GET, &format!("/__clerk{path}"), None).await?;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(policy(&answer).get(..expected.len()), Some(expected), "{path}: {}", policy(&answer));
        assert_eq!(policy(&answer).is_empty(), expected.is_empty(), "{path}");
        assert!(expected.is_empty() || policy(&answer).contains("frame-ancestors 'none'"));
        is_careful(&answer);
    }
    Ok(())
}

#[tokio::test]
async fn our_own_answers_there_have_our_own_headers() -> anyhow::Result<()> {
    let variables = [("CLERK_FAPI_URL", "http://127.0.0.1:1"), ("PUBLIC_ORIGIN", "https://app.example.com")];
    let server = TestServer::with(&variables).await?;
    for (method, path, status) in [
        (Method::GET, "/__clerk//x", StatusCode::BAD_REQUEST),
        (Method::GET, "/__clerk/../x", StatusCode::BAD_REQUEST),
        (Method::GET, "/__clerk/%2e%2e/x", StatusCode::BAD_REQUEST),
        (Method::GET, "/__clerk/v1/x", StatusCode::BAD_GATEWAY),
        (Method::TRACE, "/__clerk/v1/x", StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let answer = server.call(Who::Nobody, method, path, None).await?;
        assert_eq!(answer.status, status, "{path}");
        assert!(policy(&answer).starts_with("default-src 'none'"), "{path}: {}", policy(&answer));
        is_careful(&answer);
    }
    Ok(())
}
