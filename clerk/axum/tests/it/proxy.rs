//! The Frontend API proxy against a stand-in upstream: what reaches Clerk, what comes back, and what never leaves.

use std::{error::Error, net::SocketAddr};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::ConnectInfo,
    response::Response,
};
use clerk_axum::{Clerk, proxy};
use futures::stream;
use http::{HeaderValue, Method, Request, StatusCode, header};
use tower::ServiceExt;

use crate::{Outcome, local_clerk::config, upstream::Upstream};

/// The app under test: the proxy at `/__clerk`, as the server mounts it.
fn app(upstream: &str) -> Result<Router, Box<dyn Error>> {
    let mut config = config(upstream);
    config.fapi_url = Some(upstream.to_owned());
    config.proxy_url = Some("/__clerk".to_owned());
    config.trusted_proxies = "10.0.0.0/8".parse()?;
    let clerk = Clerk::new(config, std::sync::Arc::new(clerk_axum::SystemClock))?;
    Ok(Router::new().nest(clerk.proxy_path(), proxy::router(clerk.clone())))
}

fn request(method: Method, target: &str) -> http::request::Builder {
    let peer: SocketAddr = ([127, 0, 0, 1], 5000).into();
    Request::builder().method(method).uri(target).header(header::HOST, "app.example").extension(ConnectInfo(peer))
}

async fn text(response: Response) -> Result<String, Box<dyn Error>> {
    Ok(String::from_utf8(to_bytes(response.into_body(), usize::MAX).await?.to_vec())?)
}

#[tokio::test]
async fn a_request_arrives_with_the_key_and_the_public_origin() -> Outcome {
    let upstream = Upstream::start().await?;
    let request = request(Method::POST, "/__clerk/v1/client/sign_ins?_method=PATCH&a=b%20c")
        .header(header::COOKIE, "__client=abc")
        .header(header::CONNECTION, "keep-alive, x-hop")
        .header("x-hop", "1")
        .header("x-forwarded-for", "6.6.6.6")
        .header("x-forwarded-host", "evil.test")
        .header("clerk-secret-key", "sk_test_forged")
        .body(Body::from("identifier=ada"))?;
    let response = app(&upstream.url())?.oneshot(request).await?;
    assert_eq!(response.status(), StatusCode::OK);

    let seen = upstream.seen();
    let [seen] = seen.as_slice() else { return Err("one request expected".into()) };
    assert_eq!(
        (seen.method.as_str(), seen.uri.to_string().as_str()),
        ("POST", "/v1/client/sign_ins?_method=PATCH&a=b%20c")
    );
    assert_eq!(seen.body, "identifier=ada");
    for (name, value) in [
        ("clerk-secret-key", "sk_test_secret"),
        ("clerk-proxy-url", "http://app.example/__clerk"),
        ("x-forwarded-host", "app.example"),
        ("x-forwarded-proto", "http"),
        ("x-forwarded-for", "127.0.0.1"),
        ("accept-encoding", "identity"),
        ("cookie", "__client=abc"),
        ("x-hop", ""),
        ("expect", ""),
    ] {
        assert_eq!(seen.header(name), value, "{name}");
    }
    assert_eq!(format!("http://{}", seen.header("host")), upstream.url());
    assert_eq!(seen.headers.get_all("clerk-secret-key").iter().count(), 1);
    Ok(())
}

#[tokio::test]
async fn a_trusted_proxy_speaks_for_the_visitor() -> Outcome {
    let upstream = Upstream::start().await?;
    let mut request = request(Method::GET, "/__clerk/v1/environment")
        .header("x-forwarded-for", "6.6.6.6, 9.9.9.9")
        .body(Body::empty())?;
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 5000))));
    app(&upstream.url())?.oneshot(request).await?;
    assert_eq!(
        upstream.seen().first().map(|seen| seen.header("x-forwarded-for").to_owned()).as_deref(),
        Some("9.9.9.9")
    );
    Ok(())
}

#[tokio::test]
async fn answers_come_back_whole() -> Outcome {
    let upstream = Upstream::start().await?;
    let own = upstream.url();
    upstream.answers(move |_| {
        let mut response = Response::new(Body::from("moved"));
        *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
        let headers = response.headers_mut();
        headers.append(header::SET_COOKIE, HeaderValue::from_static("__client=1; HttpOnly"));
        headers.append(header::SET_COOKIE, HeaderValue::from_static("__client_uat=2"));
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("x-as-it-is"));
        if let Ok(location) = HeaderValue::from_str(&format!("{own}/npm/x.js?v=1")) {
            headers.insert(header::LOCATION, location);
        }
        response
    });
    let response =
        app(&upstream.url())?.oneshot(request(Method::GET, "/__clerk/npm/x.js").body(Body::empty())?).await?;
    assert_eq!(response.status(), StatusCode::TEMPORARY_REDIRECT);
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    assert_eq!(location, Some("http://app.example/__clerk/npm/x.js?v=1"));
    assert_eq!(response.headers().get_all(header::SET_COOKIE).iter().count(), 2);
    assert_eq!(response.headers().get(header::CONTENT_ENCODING).map(HeaderValue::as_bytes), Some(&b"x-as-it-is"[..]));
    assert_eq!(text(response).await?, "moved");
    Ok(())
}

#[tokio::test]
async fn no_path_takes_the_secret_key_elsewhere() -> Outcome {
    let upstream = Upstream::start().await?;
    let (app, own) = (app(&upstream.url())?, upstream.url().replace("http://", ""));
    for path in [
        "//evil.test/v1",
        "/\\evil.test",
        "/../v1/users",
        "/x/../../v1/users",
        "/%2e%2e/v1",
        "/./v1",
        "/v1//x",
        "/%2f%2fevil.test",
    ] {
        let response =
            app.clone().oneshot(request(Method::GET, &format!("/__clerk{path}")).body(Body::empty())?).await?;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{path}");
        assert!(text(response).await?.contains("proxy_request_failed"), "{path}");
    }
    for path in ["/@evil.test/x", "/v1/x?//evil.test", "/http://evil.test"] {
        let response =
            app.clone().oneshot(request(Method::GET, &format!("/__clerk{path}")).body(Body::empty())?).await?;
        assert!(matches!(response.status(), StatusCode::OK | StatusCode::BAD_REQUEST), "{path}");
    }
    assert!(upstream.seen().iter().all(|seen| seen.header("host") == own));
    Ok(())
}

#[tokio::test]
async fn bodies_end_at_ten_megabytes() -> Outcome {
    let upstream = Upstream::start().await?;
    let app = app(&upstream.url())?;
    let post = |body: Body| request(Method::POST, "/__clerk/v1/me/profile_image").body(body);
    let fits = app.clone().oneshot(post(Body::from(vec![0; 10 * 1024 * 1024]))?).await?;
    assert_eq!(fits.status(), StatusCode::OK);
    let announced = app.clone().oneshot(post(Body::from(vec![0; 10 * 1024 * 1024 + 1]))?).await?;
    assert_eq!(announced.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let chunks = (0..11).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![0; 1024 * 1024])));
    let streamed = app.oneshot(post(Body::from_stream(stream::iter(chunks)))?).await?;
    assert_eq!(streamed.status(), StatusCode::PAYLOAD_TOO_LARGE);
    Ok(())
}

#[tokio::test]
async fn an_upstream_that_is_gone_is_a_502_that_names_no_secret() -> Outcome {
    let gone = "http://127.0.0.1:1";
    let response = app(gone)?
        .oneshot(request(Method::GET, "/__clerk/v1/client?__clerk_db_jwt=dvb_x").body(Body::empty())?)
        .await?;
    assert_eq!(response.status(), StatusCode::BAD_GATEWAY);
    assert_eq!(response.headers().get(header::CACHE_CONTROL).map(HeaderValue::as_bytes), Some(&b"no-store"[..]));
    let body = text(response).await?;
    assert!(body.contains("proxy_request_failed") && !body.contains("dvb_x") && !body.contains("sk_test"), "{body}");
    Ok(())
}

#[tokio::test]
async fn methods_that_nobody_needs_do_not_reach_clerk() -> Outcome {
    let upstream = Upstream::start().await?;
    let app = app(&upstream.url())?;
    for method in ["TRACE", "CONNECT", "PROPFIND", "get", "X"] {
        let method = Method::from_bytes(method.as_bytes())?;
        let response = app.clone().oneshot(request(method.clone(), "/__clerk/v1/x").body(Body::empty())?).await?;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert!(response.headers().contains_key(header::ALLOW));
    }
    assert_eq!(upstream.seen().len(), 0);
    for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        let method = Method::from_bytes(method.as_bytes())?;
        let response = app.clone().oneshot(request(method, "/__clerk/v1/x").body(Body::empty())?).await?;
        assert_eq!(response.status(), StatusCode::OK);
    }
    Ok(())
}

#[tokio::test]
async fn an_upstream_that_sends_the_request_back_does_not_give_the_key_away() -> Outcome {
    let upstream = Upstream::start().await?;
    upstream.answers(|seen| {
        let mut response = Response::new(Body::from(format!("clerk-secret-key: {}", seen.header("clerk-secret-key"))));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("message/http"));
        response
    });
    let response = app(&upstream.url())?.oneshot(request(Method::GET, "/__clerk/v1/x").body(Body::empty())?).await?;
    assert_eq!(response.status(), StatusCode::BAD_GATEWAY);
    assert!(!text(response).await?.contains("sk_test"));
    Ok(())
}
