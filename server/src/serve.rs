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

/// Bytes of a request's head.
const LARGEST_HEAD: usize = 32 * 1024;
/// Headers of a request.
const MOST_HEADERS: usize = 64;
/// Open connections at once.
const MOST_CONNECTIONS: usize = 10_000;

/// How long others may keep us waiting.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// For a request's head to arrive in full, and for the next one on an idle connection to begin.
    pub(crate) head: Duration,
    /// For running requests to end after the signal.
    pub(crate) drain: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(10), drain: Duration::from_secs(25) }
    }
}

/// Serves until `end` is ready, then lets running requests finish.
pub(crate) async fn serve(listener: TcpListener, router: Router, patience: Patience, end: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let connections = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut end = pin!(end);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &connections) => accepted,
            () = &mut end => break,
        };
        if let Some(connection) = accepted {
            connection.answer(router.clone(), patience, &graceful);
        }
    }
    drop(listener);
    tracing::info!("finishing running requests");
    if tokio::time::timeout(patience.drain, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

/// A client, and its place among [`MOST_CONNECTIONS`].
struct Connection {
    stream: TcpStream,
    peer: SocketAddr,
    permit: OwnedSemaphorePermit,
}

/// Waits for room, then for a connection. A failed accept is the client's affair, or passes (too many open files).
async fn accept(listener: &TcpListener, connections: &Arc<Semaphore>) -> Option<Connection> {
    let permit = Arc::clone(connections).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some(Connection { stream, peer, permit }),
        Err(error) => {
            tracing::warn!(%error, "accept failed");
            #[expect(clippy::disallowed_methods, reason = "too many open files: only time helps")]
            tokio::time::sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

impl Connection {
    fn answer(self, router: Router, patience: Patience, graceful: &GracefulShutdown) {
        let Self { stream, peer, permit } = self;
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
            .header_read_timeout(patience.head)
            .max_buf_size(2 * LARGEST_HEAD)
            .max_header_size(LARGEST_HEAD)
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
