//! Under which names the app is served.

use std::net::SocketAddr;

use axum::{body::Body, extract::ConnectInfo};
use http::{Request, StatusCode, header};

use crate::harness::TestServer;

const PUBLIC: (&str, &str) = ("PUBLIC_ORIGIN", "https://app.example.com");

async fn status(server: &TestServer, path: &str, headers: &[(&str, &str)], peer: &str) -> anyhow::Result<u16> {
    let mut request = Request::get(path).extension(ConnectInfo(peer.parse::<SocketAddr>()?));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Ok(server.send(request.body(Body::empty())?).await?.status.as_u16())
}

async fn with_host(server: &TestServer, path: &str, host: &str) -> anyhow::Result<u16> {
    status(server, path, &[(header::HOST.as_str(), host)], "192.0.2.1:4711").await
}

#[tokio::test]
async fn on_this_machine_every_name_of_this_machine_is_ours() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for host in [
        "localhost:3000",
        "localhost",
        "LOCALHOST:3000",
        "127.0.0.1:3000",
        "127.0.0.1:9",
        "[::1]:3000",
        "acme.localhost:3000",
    ] {
        assert_eq!(with_host(&server, "/", host).await?, 200, "{host}");
    }
    for host in
        ["evil.test", "localhost.evil.test", "10.0.0.1:3000", "[2001:db8::1]", "127.0.0.1.evil.test", "app.example.com"]
    {
        for path in ["/", "/api/activity", "/favicon.svg", "/__clerk/v1/environment", "/nothing"] {
            assert_eq!(with_host(&server, path, host).await?, 421, "{host} {path}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn elsewhere_it_is_the_public_name_and_those_that_are_allowed() -> anyhow::Result<()> {
    let server = TestServer::with(&[PUBLIC, ("ALLOWED_HOSTS", "www.example.com, 10.1.2.3, [2001:db8::1]")]).await?;
    let ours = [
        "app.example.com",
        "App.Example.COM:443",
        "app.example.com:8080",
        "www.example.com",
        "10.1.2.3:80",
        "[2001:db8::1]:80",
    ];
    for host in ours {
        assert_eq!(with_host(&server, "/", host).await?, 200, "{host}");
    }
    for host in
        ["localhost:3000", "127.0.0.1", "example.com", "app.example.com.evil.test", "x.app.example.com", "10.1.2.4"]
    {
        assert_eq!(with_host(&server, "/", host).await?, 421, "{host}");
        assert_eq!(with_host(&server, "/livez", host).await?, 200, "probes ask by any name: {host}");
    }
    Ok(())
}

#[tokio::test]
async fn a_trusted_proxy_may_say_which_name_was_asked_for() -> anyhow::Result<()> {
    let server = TestServer::with(&[PUBLIC, ("TRUSTED_PROXIES", "10.0.0.0/8")]).await?;
    let forwarded = |name| [("host", "backend:3000"), ("x-forwarded-host", name)];
    assert_eq!(status(&server, "/", &forwarded("app.example.com"), "10.0.0.1:1").await?, 200);
    assert_eq!(status(&server, "/", &forwarded("evil.test"), "10.0.0.1:1").await?, 421);
    assert_eq!(status(&server, "/", &forwarded("app.example.com"), "192.0.2.1:1").await?, 421, "a stranger's claim");
    let kept = [("host", "app.example.com"), ("x-forwarded-host", "evil.test")];
    assert_eq!(status(&server, "/", &kept, "192.0.2.1:1").await?, StatusCode::OK.as_u16());
    Ok(())
}
