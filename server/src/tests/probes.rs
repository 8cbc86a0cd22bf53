//! Health, asked the way balancers and scripts ask: over a raw socket, in every spelling that HTTP allows.

use std::net::SocketAddr;

use http::{Method, StatusCode};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::harness::{TestServer, Who, listen};

async fn send(address: SocketAddr, request: &str) -> std::io::Result<String> {
    let mut socket = TcpStream::connect(address).await?;
    socket.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[tokio::test]
async fn every_probe_is_answered() -> anyhow::Result<()> {
    let server = TestServer::with(&[("PUBLIC_ORIGIN", "https://app.example.com")]).await?;
    let address = listen(server.router()).await?;
    let close = "Connection: close\r\n";
    for path in ["/livez", "/readyz"] {
        for request in [
            format!("GET {path} HTTP/1.0\r\n\r\n"),
            format!("HEAD {path} HTTP/1.0\r\n\r\n"),
            format!("GET {path} HTTP/1.0\r\nHost:\r\n\r\n"),
            format!("GET {path} HTTP/1.0\r\nHost: 10.0.0.7:3000\r\nUser-Agent: probe\r\n\r\n"),
            format!("GET {path} HTTP/1.1\r\nHost:\r\n{close}\r\n"),
            format!("GET {path} HTTP/1.1\r\nHost: \r\n{close}\r\n"),
            format!("GET {path} HTTP/1.1\r\nHost: [::1]:3000\r\n{close}\r\n"),
            format!("GET {path} HTTP/1.1\r\nhost: app.example.com\r\n{close}\r\n"),
            format!("GET {path} HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n{close}\r\n"),
            format!("GET {path} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n{close}\r\n"),
            format!("GET {path} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nAccept-Encoding: br\r\n{close}\r\n"),
            format!("GET {path}?verbose HTTP/1.1\r\nHost: x\r\n{close}\r\n"),
            format!("GET http://10.0.0.7:3000{path} HTTP/1.1\r\nHost: 10.0.0.7:3000\r\n{close}\r\n"),
            format!("GET http://10.0.0.7:3000{path} HTTP/1.0\r\n\r\n"),
            format!("HEAD {path} HTTP/1.1\r\nHost: x\r\n{close}\r\n"),
            format!("GET {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n{close}\r\n"),
        ] {
            let answer = send(address, &request).await?;
            let body = if request.starts_with("HEAD") { "" } else { "ok" };
            let (head, found) = answer.split_once("\r\n\r\n").unwrap_or_default();
            let is_well = head.starts_with("HTTP/1.0 200") || head.starts_with("HTTP/1.1 200");
            assert!(is_well && found == body, "{request:?}: {answer}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn only_probes_may_come_without_a_host() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let address = listen(server.router()).await?;
    for path in ["/", "/livez/x", "/api/activity", "//livez", "/livez/../dashboard"] {
        for host in ["", "Host:\r\n"] {
            let answer = send(address, &format!("GET {path} HTTP/1.0\r\n{host}\r\n")).await?;
            assert!(answer.starts_with("HTTP/1.0 400"), "{path}: {answer}");
        }
    }
    let two = send(address, "GET /livez HTTP/1.1\r\nHost:\r\nHost: x\r\nConnection: close\r\n\r\n").await?;
    assert!(two.starts_with("HTTP/1.1 400"), "{two}");
    Ok(())
}

#[tokio::test]
async fn a_server_that_leaves_is_not_ready_but_serves() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    assert_eq!(server.call(Who::Nobody, Method::GET, "/readyz", None).await?.status, StatusCode::OK);
    server.readiness().leave();
    for (path, status) in
        [("/readyz", StatusCode::SERVICE_UNAVAILABLE), ("/livez", StatusCode::OK), ("/", StatusCode::OK)]
    {
        assert_eq!(server.call(Who::Nobody, Method::GET, path, None).await?.status, status, "{path}");
    }
    Ok(())
}
