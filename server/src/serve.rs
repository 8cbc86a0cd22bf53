//! The accept loop: what `axum::serve` does not do yet. Bounded headers and patience for slow clients, no Nagle delay, a
//! bounded number of connections, and an orderly end.

use std::{net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo};
use http::Request;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tower::ServiceExt;

/// For a request's head to arrive in full, and for the next one on an idle connection to begin.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of a request's head.
const LARGEST_HEAD: usize = 32 * 1024;
/// Headers of a request.
const MOST_HEADERS: usize = 64;
/// Open connections at once.
const MOST_CONNECTIONS: usize = 10_000;
/// For running requests to end after the signal.
const DRAIN: Duration = Duration::from_secs(25);

/// Serves until `end` is ready, then lets running requests finish.
pub(crate) async fn serve(listener: TcpListener, router: Router, end: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let connections = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut end = pin!(end);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &connections) => accepted,
            () = &mut end => break,
        };
        if let Some((stream, peer, permit)) = accepted {
            answer(stream, peer, permit, router.clone(), &graceful);
        }
    }
    drop(listener);
    tracing::info!("finishing running requests");
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

/// Waits for room, then for a connection. A failed accept is the client's affair, or passes (too many open files).
async fn accept(listener: &TcpListener, connections: &Arc<Semaphore>) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let permit = Arc::clone(connections).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((stream, peer, permit)),
        Err(error) => {
            tracing::warn!(%error, "accept failed");
            #[expect(clippy::disallowed_methods, reason = "too many open files: only time helps")]
            tokio::time::sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

fn answer(stream: TcpStream, peer: SocketAddr, permit: OwnedSemaphorePermit, router: Router, graceful: &GracefulShutdown) {
    // Streamed pages come in small pieces; with Nagle's algorithm each waits 40 ms for an acknowledgement.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "no TCP_NODELAY");
    }
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .max_buf_size(LARGEST_HEAD)
        .max_headers(MOST_HEADERS)
        .serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(error = &error as &dyn std::error::Error, "connection ended early");
        }
        drop(permit);
    });
}

/// Ready at SIGINT or SIGTERM.
pub(crate) async fn signalled() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}

#[cfg(test)]
mod tests;
