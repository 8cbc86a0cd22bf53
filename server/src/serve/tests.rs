//! The accept loop on a real socket.

use std::{net::Ipv4Addr, sync::Arc, time::Duration};

use axum::{Router, routing::get};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Notify, oneshot},
    task::JoinHandle,
};

use super::{Patience, serve};

struct Running {
    client: TcpStream,
    end: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

async fn start(router: Router) -> std::io::Result<Running> {
    let patience = Patience { head: Duration::from_millis(50), drain: Duration::from_secs(10) };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let (end, ended) = oneshot::channel();
    let server = tokio::spawn(serve(listener, router, patience, async {
        let _ = ended.await;
    }));
    Ok(Running { client: TcpStream::connect(address).await?, end, server })
}

async fn answer_to(client: &mut TcpStream, request: &str) -> std::io::Result<String> {
    client.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[tokio::test]
async fn half_a_head_is_waited_for_only_so_long() -> std::io::Result<()> {
    let mut running = start(Router::new()).await?;
    let answer = answer_to(&mut running.client, "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ").await?;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    Ok(())
}

#[tokio::test]
async fn heads_are_bounded() -> std::io::Result<()> {
    let head = |headers: String| format!("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{headers}\r\n");
    let mut running = start(Router::new()).await?;
    let long = answer_to(&mut running.client, &head(format!("X-Long: {}\r\n", "x".repeat(40_000)))).await?;
    assert!(long.starts_with("HTTP/1.1 431"), "{long}");
    let mut running = start(Router::new()).await?;
    let many: String = (0..100).map(|number| format!("X-{number}: x\r\n")).collect();
    let many = answer_to(&mut running.client, &head(many)).await?;
    assert!(many.starts_with("HTTP/1.1 431"), "{many}");
    Ok(())
}

#[tokio::test]
async fn running_requests_end_before_the_server_does() -> anyhow::Result<()> {
    let (arrived, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (handler_arrived, handler_go_on) = (arrived.clone(), go_on.clone());
    let handler = move || async move {
        handler_arrived.notify_one();
        handler_go_on.notified().await;
        "done"
    };
    let Running { mut client, end, server } = start(Router::new().route("/", get(handler))).await?;
    client.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await?;
    arrived.notified().await;
    let _ = end.send(());
    go_on.notify_one();
    let mut answer = String::new();
    client.read_to_string(&mut answer).await?;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("done"), "{answer}");
    server.await?;
    Ok(())
}
